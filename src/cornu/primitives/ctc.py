"""Connectionist temporal classification: all alignments of labels with frames at once.

The states of an alignment are the labels with a blank before, between and behind them;
at each frame it stays, goes to the next state, or over a blank to another label
(Graves et al. 2006, section 4.1). Everything is done with logarithms.
"""

from typing import Any, NamedTuple

import numpy as np

from cornu.core import OPAQUE, Spec, primitive
from cornu.errors import OutOfRangeError, ShapeError
from cornu.primitives.comparison import where
from cornu.primitives.elementwise import exp, log
from cornu.primitives.indexing import take_along_axis
from cornu.primitives.movement import (
    broadcast_to,
    cast,
    concatenate,
    full_like,
    pad,
    reshape,
    slice_axis,
    slice_view,
    stop_gradient,
)
from cornu.primitives.outputs import settle, settle_all
from cornu.primitives.reduction import reduce_max, reduce_sum
from cornu.primitives.scan import cumsum
from cornu.typing import Array

IMPOSSIBLE = -1e5
"""Logarithm of what cannot be. Finite, so that labels too many for their frames cost
about 1e5, as in Keras, and leave a gradient."""


def _infer(
    logs: Spec, labels: Spec, label_lengths: Spec, lengths: Spec, *, blank: int
) -> Spec:
    wanted = {
        "output": (logs, "(batch, frames, classes)", 3),
        "target": (labels, "(batch, labels)", 2),
        "target_length": (label_lengths, "(batch,)", 1),
        "output_length": (lengths, "(batch,)", 1),
    }
    for name, (spec, words, rank) in wanted.items():
        if len(spec.shape) != rank:
            raise ShapeError(
                f"ctc_loss: {name} has shape {spec.shape}; it must be {words}."
            )
        if len({logs.shape[0], spec.shape[0]} - {None}) > 1:
            raise ShapeError(
                f"ctc_loss: {name} has shape {spec.shape} and output {logs.shape}; "
                f"their first sizes (batch) must be equal."
            )
    return Spec((logs.shape[0],), logs.dtype)


# ---- the definition ----


def _reference(
    logs: Any, labels: Any, label_lengths: Any, lengths: Any, *, blank: int
) -> Any:
    batch, frames, _ = logs.shape
    count, name = labels.shape[1], np.dtype(logs.dtype).name
    labels = cast(labels, dtype="int64")
    stop = reshape(cast(label_lengths, dtype="int64"), shape=(batch, 1))
    stop = where(stop < count, stop, count)
    labels = where(_places(labels) < stop, labels, blank)
    pair = (reshape(x, shape=(batch, count, 1)) for x in (labels * 0 + blank, labels))
    states = reshape(concatenate(*pair, axis=2), shape=(batch, 2 * count))
    states = pad(states, widths=((0, 0), (0, 1)), value=blank)
    place = _places(states)
    emitted = take_along_axis(
        logs,
        broadcast_to(
            reshape(states, shape=(batch, 1, 2 * count + 1)),
            shape=(batch, frames, 2 * count + 1),
        ),
        axis=2,
    )
    alpha = cast(where(place == 0, 0.0, IMPOSSIBLE), dtype=name)
    jump = cast(_reference_jumps(states, place), dtype=name)
    for t in range(frames):
        over = _later(alpha, 2) + jump if count else alpha - np.inf
        new = _log_sum(alpha, _later(alpha, 1), over)
        new = new + slice_view(emitted, index=((None, None, None), t))
        going = reshape(lengths, shape=(batch, 1)) > t
        alpha = where(going, new, alpha)
    is_end = _either(place == 2 * stop, place == 2 * stop - 1)
    kept = where(is_end, alpha, -np.inf)
    peak = stop_gradient(reduce_max(kept, axes=(1,), keepdims=True))
    total = log(reduce_sum(exp(kept - peak), axes=(1,), keepdims=True)) + peak
    return -reshape(total, shape=(batch,))


def _reference_jumps(states: Any, place: Any) -> Any:
    before = pad(states, widths=((0, 0), (2, 0)), value=-1)
    before = slice_axis(before, 1, 0, states.shape[1])
    allowed = where(states == before, IMPOSSIBLE, 0.0)
    return where(_either(place % 2 == 0, place < 2), -np.inf, allowed)


def _either(a: Any, b: Any) -> Any:
    return where(a, a, b)


def _places(x: Any) -> Any:
    """Return 0, 1, 2, ... along axis 1, in the shape of `x`."""
    return cumsum(full_like(x, value=1, dtype="int64"), axis=1) - 1


def _later(x: Any, steps: int) -> Any:
    """Move everything `steps` on along axis 1; what comes in cannot be."""
    moved = pad(x, widths=((0, 0), (steps, 0)), value=-np.inf)
    return slice_axis(moved, 1, 0, x.shape[1])


def _log_sum(*terms: Any) -> Any:
    shape = (1, *terms[0].shape)
    stacked = concatenate(*(reshape(x, shape=shape) for x in terms), axis=0)
    peak = stop_gradient(reduce_max(stacked, axes=(0,)))
    return log(reduce_sum(exp(stacked - peak), axes=(0,))) + peak


# ---- forward ----


class _Lattice(NamedTuple):
    """What the recursions need, frames first.

    Attributes
    ----------
    states : array of int, shape (batch, 2 * labels + 1)
        The class each state emits.
    emitted : array, shape (frames, batch, states)
        Logarithms of its probability at each frame.
    jump : array, shape (batch, states)
        Logarithm of what it takes to come from two states before.
    ends : array of bool, shape (batch, states)
        The two states an alignment may end in.
    going : array of bool, shape (frames, batch, 1)
        The frames that count.
    """

    states: Array
    emitted: Array
    jump: Array
    ends: Array
    going: Array


def _lattice(
    xp: Any, logs: Array, labels: Array, stops: Array, lengths: Array, blank: int
) -> _Lattice:
    batch, frames, classes = logs.shape
    wide = np.float32 if logs.dtype.itemsize == 2 else logs.dtype
    count = labels.shape[1]
    stops = xp.minimum(stops.astype(np.int64), count)[:, None]
    labels = xp.where(xp.arange(count) < stops, labels, blank).astype(np.int64)
    if labels.size and not (int(labels.min()) >= 0 and int(labels.max()) < classes):
        raise OutOfRangeError(
            f"ctc_loss: target has classes from {int(labels.min())} to "
            f"{int(labels.max())}; they must be at least 0 and below the {classes} "
            f"classes of output."
        )
    states = xp.full((batch, 2 * count + 1), blank, np.int64)
    states[:, 1::2] = labels
    emitted = xp.take_along_axis(logs, states[:, None, :], axis=2)
    emitted = xp.ascontiguousarray(emitted.transpose(1, 0, 2), dtype=wide)
    jump = xp.full(states.shape, -np.inf, wide)
    repeats = states[:, 3::2] == states[:, 1:-2:2]
    jump[:, 3::2] = xp.where(repeats, wide_number(IMPOSSIBLE, wide), 0)
    place = xp.arange(2 * count + 1)
    ends = (place == 2 * stops) | (place == 2 * stops - 1)
    going = xp.arange(frames)[:, None] < lengths
    return _Lattice(states, emitted, jump, ends, going[..., None])


def wide_number(value: float, dtype: Any) -> Any:
    """Return a number in a data type, so that it lifts no array."""
    return np.dtype(dtype).type(value)


def _three_ways(xp: Any, a: Array, b: Array, c: Array) -> Array:
    """Return log(exp(a) + exp(b) + exp(c)); the lowest number if all are infinite."""
    info = np.finfo(a.dtype)
    peak = xp.maximum(xp.maximum(a, b), c)
    peak = xp.maximum(peak, info.min / 2, out=peak)
    total = xp.exp(a - peak)
    total += xp.exp(b - peak)
    total += xp.exp(c - peak)
    xp.log(xp.maximum(total, info.tiny, out=total), out=total)
    total += peak
    return total


def _alphas(xp: Any, lattice: _Lattice, kept: list[Array] | None) -> Array:
    """Return the logarithms of reaching each state by the last frame; equation 6.

    Those by every frame are appended to `kept`.
    """
    _, emitted, jump, _, going = lattice
    batch, size = jump.shape
    # Two columns before the first state are what nobody comes from.
    alpha = xp.full((batch, size + 2), -np.inf, emitted.dtype)
    alpha[:, 2:] = IMPOSSIBLE
    alpha[:, 2] = 0
    for t in range(len(emitted)):
        new = _three_ways(xp, alpha[:, 2:], alpha[:, 1:-1], alpha[:, :-2] + jump)
        new += emitted[t]
        xp.copyto(alpha[:, 2:], new, where=going[t])
        if kept is not None:
            kept.append(alpha[:, 2:].copy())
    return alpha[:, 2:]


def _total(xp: Any, alpha: Array, ends: Array) -> Array:
    """Return the logarithm of all alignments; equation 8."""
    last = xp.where(ends, alpha, -np.inf)
    peak = xp.max(last, axis=1, keepdims=True)
    peak = xp.maximum(peak, np.finfo(alpha.dtype).min / 2)
    return xp.log(xp.sum(xp.exp(last - peak), axis=1)) + peak[:, 0]


@primitive(infer=_infer, kind=OPAQUE, reference=_reference)
def ctc(
    xp: Any,
    logs: Array,
    labels: Array,
    label_lengths: Array,
    lengths: Array,
    *,
    blank: int,
    out: Array | None = None,
) -> Array:
    """Minus the logarithm of the probability of labels, summed over alignments.

    `logs` are logarithms of probabilities, (batch, frames, classes); `labels` are
    (batch, labels). Of each, the lengths say how many count.
    """
    _infer(*_specs(logs, labels, label_lengths, lengths), blank=blank)
    lattice = _lattice(xp, logs, labels, label_lengths, lengths, blank)
    total = _total(xp, _alphas(xp, lattice, None), lattice.ends)
    return settle((-total).astype(logs.dtype, copy=False), out)


def _specs(*arrays: Array) -> list[Spec]:
    return [Spec(a.shape, a.dtype) for a in arrays]


# ---- backward ----


def _grad_infer(g: Spec, logs: Spec, *others: Spec, blank: int) -> Spec:
    return logs


@primitive(infer=_grad_infer, kind=OPAQUE, differentiable=False)
def ctc_grad(
    xp: Any,
    g: Array,
    logs: Array,
    labels: Array,
    label_lengths: Array,
    lengths: Array,
    *,
    blank: int,
    out: Array | None = None,
) -> Array:
    """Gradient of `ctc` with respect to `logs`: minus how often each class is emitted.

    Graves et al. 2006, equation 14, before the softmax is seen through.
    """
    lattice = _lattice(xp, logs, labels, label_lengths, lengths, blank)
    kept: list[Array] = []
    total = _total(xp, _alphas(xp, lattice, kept), lattice.ends)[:, None]
    states, emitted, jump, ends, going = lattice
    batch, size = states.shape
    factor = -g.astype(emitted.dtype, copy=False)[:, None]
    # Equation 9; two columns behind the last state lead nowhere.
    follow = xp.full((batch, size + 2), -np.inf, emitted.dtype)
    beta = xp.where(ends, 0, wide_number(-np.inf, emitted.dtype))
    for t in range(len(emitted) - 1, -1, -1):
        kept[t] = xp.exp(kept[t] + beta - total) * (factor * going[t])
        follow[:, :size] = beta + emitted[t]
        over = xp.full_like(follow[:, 2:], -np.inf)
        over[:, :-2] = follow[:, 2:size] + jump[:, 2:]
        before = _three_ways(xp, follow[:, :-2], follow[:, 1:-1], over)
        beta = xp.where(going[t], before, beta)
    gradient = xp.zeros(logs.shape, emitted.dtype)
    shares = xp.stack(kept, 1) if kept else xp.zeros((batch, 0, size), emitted.dtype)
    gradient[:, :, blank] = shares[..., ::2].sum(-1)
    for s in range(1, size, 2):  # one state of a row at a time, for they may be alike
        gradient[xp.arange(batch), :, states[:, s]] += shares[..., s]
    return settle(gradient.astype(logs.dtype, copy=False), out)


def _ctc_vjp(
    g: Any,
    needs: tuple[bool, ...],
    logs: Any,
    labels: Any,
    label_lengths: Any,
    lengths: Any,
    blank: int,
) -> tuple[Any, ...]:
    found = ctc_grad(g, logs, labels, label_lengths, lengths, blank=blank)
    return found, None, None, None


ctc.vjp_joint(_ctc_vjp, first_order=True)


# ---- decoding ----


def _beams_infer(
    logs: Spec, lengths: Spec, *, width: int, paths: int, blank: int
) -> tuple[Spec, Spec]:
    batch, frames, _ = logs.shape
    return (
        Spec((paths, batch, frames), np.dtype(np.int32)),
        Spec((batch, paths), logs.dtype),
    )


class _Beams(NamedTuple):
    """The likeliest labellings so far, each an array (batch, width).

    Attributes
    ----------
    last : array of int64
        The last label, -1 where there is none yet.
    blank, label : array of float
        Logarithms of the alignments that end in a blank, and in the last label.
    own, parent : array of uint64
        Hashes of the labelling, and of it without its last label.
    """

    last: Array
    blank: Array
    label: Array
    own: Array
    parent: Array


class _Move(NamedTuple):
    """Which labelling each one grew from, and by which label (-1: by none)."""

    source: Array
    label: Array


_PRIME = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio; odd
_ONE = np.uint64(1)


@primitive(infer=_beams_infer, kind=OPAQUE, differentiable=False)
def ctc_beams(
    xp: Any,
    logs: Array,
    lengths: Array,
    *,
    width: int,
    paths: int,
    blank: int,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Likeliest labellings, -1 behind the last label, and logarithms of how likely.

    At each frame the `width` best beginnings are kept, each with all alignments found
    (Hannun et al. 2014, algorithm 1).
    """
    wide = np.float32 if logs.dtype.itemsize == 2 else logs.dtype
    moves: list[_Move] = []
    with np.errstate(all="ignore"):
        beams = _nothing_said(xp, len(logs), width, wide)
        for t in range(logs.shape[1]):
            new, move = _extended(xp, beams, logs[:, t].astype(wide), blank)
            going = (t < lengths)[:, None]
            beams = _Beams(*(xp.where(going, a, b) for a, b in zip(new, beams)))
            moves.append(
                _Move(
                    xp.where(going, move.source, xp.arange(width)),
                    xp.where(going, move.label, -1),
                )
            )
        scores = xp.logaddexp(beams.blank, beams.label)
    order = xp.argsort(-scores, axis=1, kind="stable")[:, :paths]
    scores = xp.take_along_axis(scores, order, axis=1)
    labels = _read_back(xp, moves, order)
    labels = xp.where(xp.isfinite(scores)[..., None], labels, np.int32(-1))
    lack = max(paths - width, 0)
    labels = xp.pad(labels, ((0, 0), (0, lack), (0, 0)), constant_values=-1)
    scores = xp.pad(scores, ((0, 0), (0, lack)), constant_values=-np.inf)
    found = labels.transpose(1, 0, 2), scores.astype(logs.dtype, copy=False)
    return settle_all(found, out)


def _nothing_said(xp: Any, batch: int, width: int, dtype: Any) -> _Beams:
    size = (batch, width)
    # Places that hold nothing yet get hashes of their own.
    own = xp.zeros(size, np.uint64) + xp.arange(width, dtype=np.uint64)
    by_blank = xp.full(size, -np.inf, dtype)
    by_blank[:, 0] = 0
    by_label = xp.full(size, -np.inf, dtype)
    last = xp.full(size, -1, np.int64)
    return _Beams(last, by_blank, by_label, own, own + np.uint64(width))


def _extended(xp: Any, beams: _Beams, frame: Array, blank: int) -> tuple[_Beams, _Move]:
    """Return the best labellings after one more frame of (batch, classes)."""
    last, by_blank, by_label, own, parent = beams
    width, classes = last.shape[1], frame.shape[1]
    total = xp.logaddexp(by_blank, by_label)
    said = last >= 0
    known = xp.maximum(last, 0)
    again = xp.take_along_axis(frame, known, axis=1)
    stay_blank = total + frame[:, blank : blank + 1]
    stay_label = xp.where(said, by_label + again, -np.inf)
    # To say a label twice takes a blank between.
    twice = xp.arange(classes) == last[..., None]
    grown = xp.where(twice, by_blank[..., None], total[..., None]) + frame[:, None, :]
    grown[:, :, blank] = -np.inf
    # What grows into a labelling that is there already is added to it.
    kin = (parent[:, None, :] == own[:, :, None]) & said[:, None, :]
    b, j = xp.nonzero(kin.any(1) & xp.isfinite(total))
    i = xp.argmax(kin, axis=1)[b, j]
    stay_label[b, j] = xp.logaddexp(stay_label[b, j], grown[b, i, known[b, j]])
    grown[b, i, known[b, j]] = -np.inf
    stay = xp.logaddexp(stay_blank, stay_label)
    grown = grown.reshape(len(frame), width * classes)
    scores = xp.concatenate([stay, grown], axis=1)
    best = _largest(xp, scores, width)
    stays = best < width
    source = xp.where(stays, best, (best - width) // classes)
    new = xp.where(stays, -1, (best - width) % classes)

    def of(x: Array) -> Array:
        return xp.take_along_axis(x, source, axis=1)

    before = of(own)
    found = _Beams(
        xp.where(stays, of(last), new),
        xp.where(stays, of(stay_blank), -np.inf),
        xp.where(stays, of(stay_label), xp.take_along_axis(scores, best, axis=1)),
        xp.where(stays, before, before * _PRIME + (new + 1).astype(np.uint64) + _ONE),
        xp.where(stays, of(parent), before),
    )
    return found, _Move(source, new)


def _largest(xp: Any, scores: Array, count: int) -> Array:
    """Return the positions of the largest of each row, the first of equals first."""
    if count < scores.shape[1]:
        some = xp.argpartition(-scores, count - 1, axis=1)[:, :count]
        some = xp.sort(some, axis=1)
    else:
        some = xp.zeros(scores.shape, np.int64) + xp.arange(scores.shape[1])
    found = xp.take_along_axis(scores, some, axis=1)
    order = xp.argsort(-found, axis=1, kind="stable")[:, :count]
    return xp.take_along_axis(some, order, axis=1)


def _read_back(xp: Any, moves: list[_Move], place: Array) -> Array:
    """Return the labels that led to the labellings at `place`, -1 behind the last."""
    labels = xp.full((*place.shape, len(moves)), -1, np.int32)
    for t in range(len(moves) - 1, -1, -1):
        labels[..., t] = xp.take_along_axis(moves[t].label, place, axis=1)
        place = xp.take_along_axis(moves[t].source, place, axis=1)
    order = xp.argsort(labels < 0, axis=-1, kind="stable")
    return xp.take_along_axis(labels, order, axis=-1)
