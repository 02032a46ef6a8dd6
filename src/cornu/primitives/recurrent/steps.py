"""What the recurrent primitives share: checks, layouts, masks, the way back."""

from typing import Any, NamedTuple

from cornu.core import Spec
from cornu.errors import ShapeError
from cornu.primitives.comparison import where
from cornu.primitives.movement import concatenate, reshape
from cornu.typing import Array, Shape

LONG_RUN = 2**12
"""Elements from which a pass's own overhead is small."""

_CHUNK_BYTES = 2**18


def check_sizes(
    name: str,
    gates: int,
    z: Spec,
    wh: Spec,
    states: dict[str, Spec],
    mask: Spec | None,
    drop: Spec | None,
) -> tuple[int | None, int | None, int | None]:
    """Return (batch, time, units) of a call, or say what does not fit."""
    if len(z.shape) != 3:
        raise ShapeError(
            f"{name}: z is {z.shape}; expected rank 3, (batch, time, {gates} * units)."
        )
    batch, time, width = z.shape
    if len(wh.shape) != 2:
        raise ShapeError(
            f"{name}: wh is {wh.shape}; expected (units, {gates} * units)."
        )
    units = wh.shape[0]
    if units is not None:
        for word, n in (("wh", wh.shape[1]), ("z", width)):
            if n is not None and n != gates * units:
                raise ShapeError(
                    f"{name}: the last size of {word} is {n}; for {units} units (wh is "
                    f"{wh.shape}) it must be {gates * units}."
                )
    for word, state in states.items():
        _fit(name, word, state, ("batch", "units"), (batch, units))
        batch = state.shape[0] if batch is None else batch
    _fit(name, "mask", mask, ("batch", "time"), (batch, time))
    _fit(name, "drop", drop, ("gates", "batch", "units"), (gates, batch, units))
    return batch, time, units


def _fit(
    name: str, word: str, spec: Spec | None, axes: tuple[str, ...], wanted: Shape
) -> None:
    if spec is None:
        return
    agree = len(spec.shape) == len(wanted) and all(
        a is None or b is None or a == b for a, b in zip(spec.shape, wanted)
    )
    if not agree:
        raise ShapeError(
            f"{name}: {word} is {spec.shape}; expected ({', '.join(axes)}) = {wanted}."
        )


def time_major(x: Array, reverse: bool) -> Array:
    """View (batch, time, ...) as (time, batch, ...), in order of processing."""
    x = x.swapaxes(0, 1)
    return x[::-1] if reverse else x


def skipped_steps(
    xp: Any, mask: Array | None, steps: Array, reverse: bool
) -> Array | None:
    """Return True where a state is carried over, (time, batch, 1)."""
    if mask is None:
        return None
    if mask.shape != steps.shape[:2]:
        raise ValueError("the mask does not fit")  # the shape rule has the words
    return time_major(xp.logical_not(mask), reverse)[:, :, None]


def previous(hs: Array, h0: Array, t: int) -> Array:
    """Return the state before step `t`."""
    return hs[t - 1] if t else h0


def last_state(xs: Array, x0: Array) -> Array:
    """Return a copy of the last state, of the first if there are no steps."""
    return (xs[-1] if len(xs) else x0).copy()


def _product_over_time(team: Any, hs: Array, h0: Array, dz: Array) -> Array:
    """Sum over steps of (state before the step).T @ dz, as one large product."""
    xp, units, width = team.xp, h0.shape[-1], dz.shape[-1]
    if not len(dz):
        return xp.zeros((units, width), dz.dtype)
    if len(dz) == 1:
        return team.product(h0.T, dz[0])
    total = team.product(hs[:-1].reshape(-1, units).T, dz[1:].reshape(-1, width))
    if not team.gives_nothing(h0, dz[0]):
        total += team.product(h0.T, dz[0])
    return total


def check_drop(drop: Array | None, gates: int, h0: Array) -> None:
    """Refuse factors that would broadcast."""
    if drop is not None and drop.shape != (gates, *h0.shape):
        raise ValueError("the factors do not fit")  # the shape rule has the words


class Passage:
    """Lead gradients out of a step to the state before, dropout factors included."""

    def __init__(
        self, xp: Any, wh: Array, drop: Array | None, total: Array | None, gates: int
    ) -> None:
        self.xp = xp
        self.back = wh.T
        self.drop = drop
        self.gates = gates
        if drop is not None:
            self.total = total  # sums the factors' gradients
            self.weights = weights_by_gate(xp, wh, gates).swapaxes(1, 2)

    def leave(self, dz_t: Array, dh: Array, before: Array) -> None:
        """Fill `dh` from the gradients of all gates, (batch, gates * units)."""
        if self.drop is None:
            self.xp.matmul(dz_t, self.back, out=dh)
            return
        by_gates = by_gate(dz_t[None], self.gates)[0]
        self.through(self.xp.matmul(by_gates, self.weights), dh, before)

    def through(self, met: Array, dh: Array, before: Array) -> None:
        """Pass the dropout factors with the gradients of what the gates were fed."""
        self.total += met * before
        self.xp.multiply(met, self.drop, out=met)
        self.xp.sum(met, axis=0, out=dh)


def start(into: Array, g: Array | None) -> Array:
    """Write the gradient of a last state, zero if there is none."""
    if g is None:
        into.fill(0)
    else:
        into[...] = g
    return into


def major_buffer(xp: Any, out: Array | None, shape: Shape, dtype: Any) -> Array:
    """Return time-major memory for a (batch, time, n) result: that of `out` if fit."""
    if out is not None:
        view = out.swapaxes(0, 1)
        if view.flags.c_contiguous:
            return view
    return xp.empty(shape, dtype)


def deliver(out: Any, *results: Array) -> tuple[Array, ...]:
    """Copy results into `out` where they are not there yet; return `out` or them."""
    if out is None:
        return results
    for target, found in zip(out, results, strict=True):
        same = (target.shape, target.strides) == (found.shape, found.strides)
        if not (same and _address(target) == _address(found)):
            target[...] = found
    return tuple(out)


def _address(x: Array) -> int:
    interface = getattr(x, "__cuda_array_interface__", None)
    return (interface or x.__array_interface__)["data"][0]


def steps_at_once(step_bytes: int) -> int:
    """Return for how many steps to prepare at once, so that all stays in the cache."""
    return max(1, _CHUNK_BYTES // max(step_bytes, 1))


def of_rows(x: Array | None, rows: slice, axis: int = 0) -> Array | None:
    """Return some rows of an array that may be absent."""
    return None if x is None else x[(slice(None),) * axis + (rows,)]


class Carry:
    """Move the gradients of masked steps past the step, to the state before."""

    def __init__(self, xp: Any, skipped: Array | None) -> None:
        self.xp = xp
        self.skipped = skipped
        self.held: list[Array] = []

    def hold(self, t: int, *gradients: Array) -> None:
        """Set aside, and zero, the rows of `gradients` that step `t` skipped."""
        if self.skipped is None:
            return
        held = self.xp.where(self.skipped[t], 1, 0).astype(gradients[0].dtype)
        self.held = [g * held for g in gradients]
        for g, kept in zip(gradients, self.held):
            self.xp.subtract(g, kept, out=g)

    def release(self, *gradients: Array) -> None:
        """Add what was set aside."""
        for g, kept in zip(gradients, self.held):
            self.xp.add(g, kept, out=g)


def by_gate(x: Array, gates: int) -> Array:
    """View (time, batch, gates * units) as (time, gates, batch, units)."""
    time, batch, width = x.shape
    return x.reshape(time, batch, gates, width // gates).swapaxes(1, 2)


def weights_by_gate(xp: Any, wh: Array, gates: int) -> Array:
    """Copy (units, gates * units) as (gates, units, units)."""
    units = wh.shape[0]
    return xp.ascontiguousarray(wh.reshape(units, gates, units).swapaxes(0, 1))


class Steps(NamedTuple):
    """Iterate a reference: slices of one step, in order of processing."""

    z: list[Any]
    live: list[Any]


def steps(z: Any, mask: Any, reverse: bool) -> Steps:
    """Cut `z` and `mask` into steps, for a reference."""
    order = range(z.shape[1])
    order = order[::-1] if reverse else order
    live = [None if mask is None else mask[:, t : t + 1] for t in order]
    return Steps([z[:, t] for t in order], live)


def choose(live: Any, new: Any, old: Any) -> Any:
    """Take the new value where a step is live."""
    return new if live is None else where(live, new, old)


def stack(rows: list[Any], axis: int, like: Any) -> Any:
    """Join (batch, n) rows along a new time axis."""
    if not rows:
        batch, units = like.shape
        shape = (batch, 0, units) if axis else (0, batch, units)
        return reshape(like[:, :0], shape=shape)
    batch, width = rows[0].shape
    shape = (batch, 1, width) if axis else (1, batch, width)
    return concatenate(*[reshape(r, shape=shape) for r in rows], axis=axis)


def split_gates(x: Any, gates: int) -> Any:
    """Turn (time, gates * batch, units) into (time, gates, batch, units)."""
    time, rows, units = x.shape
    return reshape(x, shape=(time, gates, rows // gates, units))


def contiguous_major(xp: Any, x: Array) -> Array:
    """Return (batch, time, n) as a contiguous (time, batch, n); often no copy."""
    return xp.ascontiguousarray(x.swapaxes(0, 1))


def batch_major(dz: Array, reverse: bool) -> Array:
    """Return time-major gradients in the order and layout of the inputs."""
    return (dz[::-1] if reverse else dz).swapaxes(0, 1)


def recurrent_weights(
    team: Any, hs: Array, h0: Array, drop: Array | None, dz: Array
) -> Array:
    """Return the gradient of the recurrent weights."""
    if drop is None:
        return _product_over_time(team, hs, h0, dz)
    units = h0.shape[-1]
    parts = [
        _product_over_time(team, hs * d, h0 * d, dz[..., k * units : (k + 1) * units])
        for k, d in enumerate(drop)
    ]
    return team.xp.concatenate(parts, axis=1)


def plain_product(h: Any, wh: Any, drop: Any) -> Any:
    """Return the recurrent product of one step, for a reference."""
    if drop is None:
        return h @ wh
    units = wh.shape[0]
    parts = [
        (h * drop[k]) @ wh[:, k * units : (k + 1) * units] for k in range(drop.shape[0])
    ]
    return concatenate(*parts, axis=1)


def in_order(found: tuple[Any, ...], needs: tuple[bool, ...], *absent: int) -> Any:
    """Bring gradients into the order of the inputs; `absent` ones have none."""
    stream = iter(found)
    ordered = [None if i in absent else next(stream, None) for i in range(len(needs))]
    return tuple(x if needed else None for x, needed in zip(ordered, needs))


def need_kept(name: str, keep: bool) -> None:
    """Refuse the gradient of a call that kept nothing for it."""
    if not keep:
        raise ValueError(
            f"{name}: keep=False leaves no gradient; call it with keep=True."
        )
