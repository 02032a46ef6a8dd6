"""Long short-term memory over a whole sequence, and its gradient."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
from cornu.primitives.movement import concatenate
from cornu.primitives.recurrent.curves import curve
from cornu.primitives.recurrent.steps import (
    LONG_RUN,
    Carry,
    Passage,
    batch_major,
    by_gate,
    check_drop,
    check_sizes,
    choose,
    contiguous_major,
    deliver,
    in_order,
    major_buffer,
    need_kept,
    of_rows,
    plain_product,
    previous,
    recurrent_weights,
    skipped_steps,
    split_gates,
    stack,
    start,
    steps,
    steps_at_once,
    time_major,
    weights_by_gate,
)
from cornu.primitives.recurrent.team import Alone, in_single
from cornu.typing import Array


def _lstm_infer(
    z: Spec,
    wh: Spec,
    h0: Spec,
    c0: Spec,
    mask: Spec | None = None,
    drop: Spec | None = None,
    *,
    keep: bool = True,
    **_: Any,
) -> tuple[Spec, ...]:
    batch, time, units = check_sizes("lstm", 4, z, wh, {"h0": h0, "c0": c0}, mask, drop)
    state = Spec((batch, units), z.dtype)
    found = (Spec((batch, time, units), z.dtype), state, state)
    if not keep:
        return found
    cells = Spec((time, batch, units), z.dtype)
    return (*found, Spec((time, 4, batch, units), z.dtype), cells, cells)


def _lstm_reference(
    z: Any,
    wh: Any,
    h0: Any,
    c0: Any,
    mask: Any = None,
    drop: Any = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    reverse: bool = False,
    keep: bool = True,
) -> tuple[Any, ...]:
    act, gate = curve(activation).plain, curve(recurrent_activation).plain
    units = wh.shape[0]
    h, c = h0, c0
    states, gates, cells, squashed = [], [], [], []
    for z_t, live in zip(*steps(z, mask, reverse)):
        a = z_t + plain_product(h, wh, drop)
        i, f = gate(a[:, :units]), gate(a[:, units : 2 * units])
        new, o = act(a[:, 2 * units : 3 * units]), gate(a[:, 3 * units :])
        c_new = f * c + i * new
        squashed.append(act(c_new))
        h = choose(live, o * squashed[-1], h)
        c = choose(live, c_new, c)
        states.append(h)
        gates.append(concatenate(i, f, o, new, axis=0))
        cells.append(c)
    found = (stack(states, 1, h0), h, c)
    if not keep:
        return found
    return (
        *found,
        split_gates(stack(gates, 0, concatenate(h0, h0, h0, h0, axis=0)), 4),
        stack(cells, 0, c0),
        stack(squashed, 0, c0),
    )


@primitive(infer=_lstm_infer, kind=OPAQUE, reference=_lstm_reference)
def lstm(
    xp: Any,
    z: Array,
    wh: Array,
    h0: Array,
    c0: Array,
    mask: Array | None = None,
    drop: Array | None = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    reverse: bool = False,
    keep: bool = True,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Run long short-term memory over a sequence.

    With ``i, f, n, o = split(z[:, t] + h @ wh)``, sigmoid `s` and activation
    `a`: ``c = s(f) * c + s(i) * a(n)`` and ``h = s(o) * a(c)``.

    Parameters
    ----------
    z : Array, shape (batch, time, 4 * units)
        Projected inputs, bias included; gates in the order input, forget, new, output.
    wh : Array, shape (units, 4 * units)
    h0, c0 : Array, shape (batch, units)
        Output and memory before the first step.
    mask : Array of bool, shape (batch, time), or None
    drop : Array, shape (4, batch, units), or None
    activation, recurrent_activation : str
    reverse : bool, default False
    keep : bool, default True
        Whether to return what the gradient needs.

    Returns
    -------
    tuple of Array
        Sequence (batch, time, units), last output and last memory (batch, units); with
        `keep` also, time-major, the activated gates (time, 4, batch, units) in the
        order input, forget, output, new; the memory of each step; and its activation
        before masking, (time, batch, units).

    References
    ----------
    .. [1] Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9,
       1997; forget gate: Gers et al., Neural Computation 12, 2000.
    """
    return lstm_by(
        Alone(xp), z, wh, h0, c0, mask, drop, activation=activation,
        recurrent_activation=recurrent_activation, reverse=reverse, keep=keep, out=out,
    )  # fmt: skip


@in_single
def lstm_by(
    team: Any,
    z: Array,
    wh: Array,
    h0: Array,
    c0: Array,
    mask: Array | None = None,
    drop: Array | None = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    reverse: bool = False,
    keep: bool = True,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Do what :data:`lstm` does, the rows shared out by `team`."""
    xp, units, dtype = team.xp, wh.shape[0], z.dtype
    zs = time_major(z, reverse)
    skipped = skipped_steps(xp, mask, z, reverse)
    check_drop(drop, 4, h0)
    time, batch, _ = zs.shape
    hs = major_buffer(xp, out and out[0], (time, batch, units), dtype)
    kept: tuple[Array, ...] = ()
    if keep and out is not None:
        kept = tuple(out[3:])
    elif keep:
        kept = (
            xp.empty((time, 4, batch, units), dtype),
            xp.empty((time, batch, units), dtype),
            xp.empty((time, batch, units), dtype),
        )
    h, c = xp.empty((2, batch, units), dtype) if out is None else out[1:3]
    zs = by_gate(zs, 4)
    # Sigmoids first; half the input of a tanh makes it a sigmoid.
    weights = _sigmoids_first(xp, weights_by_gate(xp, wh, 4))
    factors = None if drop is None else _sigmoids_first(xp, drop)
    curves = _Curves(xp, activation, recurrent_activation, dtype)
    weights[:3] *= curves.scale

    def run(rows: slice) -> None:
        _lstm_rows(
            team,
            zs[:, :, rows],
            weights,
            h0[rows],
            c0[rows],
            of_rows(skipped, rows, 1),
            of_rows(factors, rows, 1),
            curves,
            hs[:, rows],
            (h[rows], c[rows]),
            (kept[0][:, :, rows], kept[1][:, rows], kept[2][:, rows]) if keep else (),
        )

    team.share(run, batch, 8.0 * time * batch * units * units)
    return deliver(out, hs.swapaxes(0, 1), h, c, *kept)


def _lstm_rows(
    team: Any,
    zs: Array,
    weights: Array,
    h: Array,
    c: Array,
    skipped: Array | None,
    drop: Array | None,
    curves: "_Curves",
    hs: Array,
    last: tuple[Array, Array],
    kept: tuple[Array, ...],
) -> None:
    xp, dtype = team.xp, zs.dtype
    time, _, batch, units = zs.shape
    at_once = min(steps_at_once(4 * batch * units * dtype.itemsize), max(time, 1))
    # Gate by gate and apart from other rows, every pass runs over contiguous memory.
    # It is worth a copy in the end unless the runs are long in any case.
    copied = not kept or batch * units < LONG_RUN
    gates = team.scratch("lstm.gates", (at_once, 4, batch, units), dtype)
    fresh = team.scratch("lstm.fresh", (4, batch, units), dtype)
    product = team.scratch("lstm.product", (batch, units), dtype)
    fed = None if drop is None else team.scratch("lstm.fed", drop.shape, dtype)
    if kept:
        cells, squashed = list(kept[1]), list(kept[2])
    else:  # one step's scratch serves all
        squashed = [team.scratch("lstm.squashed", (batch, units), dtype)] * time
        pair = list(team.scratch("lstm.cells", (2, batch, units), dtype))
        cells = [pair[t & 1] for t in range(time)]
    states = list(hs)
    matmul, multiply, add = xp.matmul, xp.multiply, xp.add
    activate, squash = curves.activate, curves.squash
    for first in range(0, time, at_once):
        stop = min(first + at_once, time)
        part = zs[first:stop]
        some = gates[: stop - first] if copied else kept[0][first:stop]
        multiply(part[:, :2], curves.scale, out=some[:, :2])
        multiply(part[:, 3], curves.scale, out=some[:, 2])
        some[:, 3] = part[:, 2]
        for t, a in enumerate(some, first):
            tc, c_new, h_new = squashed[t], cells[t], states[t]
            matmul(h if fed is None else multiply(h, drop, out=fed), weights, out=fresh)
            add(a, fresh, out=a)
            activate(a)
            i, f, o, n = a
            multiply(f, c, out=c_new)
            multiply(i, n, out=product)
            add(c_new, product, out=c_new)
            squash(c_new, tc)
            multiply(o, tc, out=h_new)
            if skipped is not None:
                xp.copyto(h_new, h, where=skipped[t])
                xp.copyto(c_new, c, where=skipped[t])
            h, c = h_new, c_new
        if kept and copied:
            kept[0][first:stop] = some
    last[0][...] = h
    last[1][...] = c


def _sigmoids_first(xp: Any, x: Array) -> Array:
    """Bring input, forget, new, output into the order input, forget, output, new."""
    return xp.concatenate([x[:2], x[3:], x[2:3]])


class _Curves:
    """Apply the activations of all four gates, and of the memory.

    The common pair takes one tanh for all four, since sigmoid(x) = tanh(x / 2) / 2 +
    1 / 2; the sigmoids' inputs then come multiplied by `scale`.
    """

    def __init__(
        self, xp: Any, activation: str, recurrent_activation: str, dtype: Any
    ) -> None:
        self.xp = xp
        self.name = activation
        self.act = curve(activation).apply
        self.gate = curve(recurrent_activation).apply
        together = (activation, recurrent_activation) == ("tanh", "sigmoid")
        self.scale = xp.asarray(0.5 if together else 1.0, dtype)
        self.activate = self._together if together else self._apart

    def _together(self, a: Array) -> None:
        xp, three = self.xp, a[:3]
        xp.tanh(a, out=a)
        xp.multiply(three, self.scale, out=three)
        xp.add(three, self.scale, out=three)

    def _apart(self, a: Array) -> None:
        self.gate(self.xp, a[:3])
        self.act(self.xp, a[3])

    def squash(self, c: Array, out: Array) -> None:
        """Write the activation of the memory."""
        if self.name == "tanh":
            self.xp.tanh(c, out=out)
            return
        out[...] = c
        self.act(self.xp, out)


def _lstm_gradient_infer(
    g_sequence: Spec | None,
    g_h: Spec | None,
    g_c: Spec | None,
    g_gates: Spec | None,
    g_cells: Spec | None,
    g_squashed: Spec | None,
    wh: Spec,
    h0: Spec,
    c0: Spec,
    mask: Spec | None,
    drop: Spec | None,
    sequence: Spec,
    *_: Any,
    **params: Any,
) -> tuple[Spec, ...]:
    batch, time, units = sequence.shape
    width = None if units is None else 4 * units
    state = Spec(h0.shape, wh.dtype)
    found = Spec((batch, time, width), wh.dtype), wh, state, state
    return found if drop is None else (*found, drop)


@primitive(infer=_lstm_gradient_infer, kind=OPAQUE, differentiable=False)
def lstm_gradient(
    xp: Any,
    g_sequence: Array | None,
    g_h: Array | None,
    g_c: Array | None,
    g_gates: Array | None,
    g_cells: Array | None,
    g_squashed: Array | None,
    wh: Array,
    h0: Array,
    c0: Array,
    mask: Array | None,
    drop: Array | None,
    sequence: Array,
    gates: Array,
    cells: Array,
    squashed: Array,
    *,
    activation: str,
    recurrent_activation: str,
    reverse: bool,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Carry gradients of :data:`lstm`'s results back to z, wh, h0 and c0."""
    return lstm_gradient_by(
        Alone(xp), g_sequence, g_h, g_c, g_gates, g_cells, g_squashed, wh, h0, c0, mask,
        drop, sequence, gates, cells, squashed, activation=activation,
        recurrent_activation=recurrent_activation, reverse=reverse, out=out,
    )  # fmt: skip


@in_single
def lstm_gradient_by(
    team: Any,
    g_sequence: Array | None,
    g_h: Array | None,
    g_c: Array | None,
    g_gates: Array | None,
    g_cells: Array | None,
    g_squashed: Array | None,
    wh: Array,
    h0: Array,
    c0: Array,
    mask: Array | None,
    drop: Array | None,
    sequence: Array,
    gates: Array,
    cells: Array,
    squashed: Array,
    *,
    activation: str,
    recurrent_activation: str,
    reverse: bool,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Do what :data:`lstm_gradient` does, the rows shared out by `team`."""
    xp, units, dtype = team.xp, wh.shape[0], wh.dtype
    hs = contiguous_major(xp, sequence)
    skipped = skipped_steps(xp, mask, sequence, reverse)
    time, _, batch, _ = gates.shape
    given = None if out is None else (out[0][:, ::-1] if reverse else out[0])
    dz = major_buffer(xp, given, (time, batch, 4 * units), dtype)
    dh, dc = xp.empty((2, batch, units), dtype) if out is None else out[2:4]
    start(dh, g_h)
    start(dc, g_c)
    total = None if drop is None else xp.zeros(drop.shape, drop.dtype)
    g_states = None if g_sequence is None else g_sequence.swapaxes(0, 1)
    slopes = curve(activation).slope, curve(recurrent_activation).slope

    def run(rows: slice) -> None:
        back = Passage(xp, wh, of_rows(drop, rows, 1), of_rows(total, rows, 1), 4)
        _lstm_rows_back(
            team,
            (of_rows(g_states, rows, 1), of_rows(g_gates, rows, 2)),
            (of_rows(g_cells, rows, 1), of_rows(g_squashed, rows, 1)),
            (h0[rows], c0[rows], hs[:, rows]),
            (gates[:, :, rows], cells[:, rows], squashed[:, rows]),
            Carry(xp, of_rows(skipped, rows, 1)),
            back,
            slopes,
            dz[:, rows],
            (dh[rows], dc[rows]),
        )

    team.share(run, batch, 8.0 * time * batch * units * units)
    dwh = recurrent_weights(team, hs, h0, drop, dz)
    extra = () if total is None else (total,)
    return deliver(out, batch_major(dz, reverse), dwh, dh, dc, *extra)


def _lstm_rows_back(
    team: Any,
    above: tuple[Array | None, Array | None],
    inside: tuple[Array | None, Array | None],
    states: tuple[Array, Array, Array],
    kept: tuple[Array, Array, Array],
    carry: Carry,
    back: Passage,
    slopes: tuple[Any, Any],
    dz: Array,
    last: tuple[Array, Array],
) -> None:
    xp, dtype = team.xp, dz.dtype
    (g_states, g_gates), (g_cells, g_squashed) = above, inside
    (h0, c0, hs), (gates, cells, squashed) = states, kept
    act, gate = slopes
    time, _, batch, units = gates.shape
    at_once = min(steps_at_once(6 * batch * units * dtype.itemsize), max(time, 1))
    # What each gate's gradient is multiplied by, in the order of z's columns, and what
    # leads from the output's gradient to the memory's.
    factors = team.scratch("lstm.factors", (at_once, 4, batch, units), dtype)
    inward = team.scratch("lstm.inward", (at_once, batch, units), dtype)
    through = team.scratch("lstm.through", (batch, units), dtype)
    multiply, add = xp.multiply, xp.add
    out, (dh, dc) = by_gate(dz, 4), last
    extra = more = None
    for stop in range(time, 0, -at_once):
        first = max(stop - at_once, 0)
        span = slice(first, stop)
        a, tc = gates[span], squashed[span]
        k, q = factors[: stop - first], inward[: stop - first]
        gate(xp, a[:, :2], k[:, :2])
        act(xp, a[:, 3], k[:, 2])
        gate(xp, a[:, 2], k[:, 3])
        act(xp, tc, q)
        if g_gates is not None:
            g = g_gates[span]
            extra = k * xp.stack([g[:, 0], g[:, 1], g[:, 3], g[:, 2]], axis=1)
        if g_squashed is not None:
            more = q * g_squashed[span]
        multiply(k[:, 0], a[:, 3], out=k[:, 0])
        for t in range(first, stop):
            multiply(k[t - first, 1], previous(cells, c0, t), out=k[t - first, 1])
        multiply(k[:, 2], a[:, 0], out=k[:, 2])
        multiply(k[:, 3], tc, out=k[:, 3])
        multiply(q, a[:, 2], out=q)
        for t in range(stop - 1, first - 1, -1):
            k_t, d_t = k[t - first], out[t]
            if g_states is not None:
                add(dh, g_states[t], out=dh)
            if g_cells is not None:
                add(dc, g_cells[t], out=dc)
            carry.hold(t, dh, dc)
            multiply(dh, k_t[3], out=d_t[3])
            multiply(dh, q[t - first], out=through)
            add(dc, through, out=dc)
            if more is not None:
                add(dc, more[t - first], out=dc)
            multiply(k_t[:3], dc, out=d_t[:3])
            if extra is not None:
                add(d_t, extra[t - first], out=d_t)
            multiply(dc, gates[t, 1], out=dc)
            back.leave(dz[t], dh, previous(hs, h0, t))
            carry.release(dh, dc)


def _lstm_vjp(
    g: Any,
    given: tuple[int, ...],
    needs: tuple[bool, ...],
    ans: Any,
    wh: Any,
    h0: Any,
    c0: Any,
    mask: Any,
    drop: Any,
    activation: str,
    recurrent_activation: str,
    reverse: bool,
    keep: bool,
) -> tuple[Any, ...]:
    settings = {
        "activation": activation,
        "recurrent_activation": recurrent_activation,
        "reverse": reverse,
    }
    need_kept("lstm", keep)
    found = lstm_gradient(*g, wh, h0, c0, mask, drop, ans[0], *ans[3:], **settings)
    return in_order(found, needs, 4)


lstm.vjp_joint(_lstm_vjp, first_order=True)
