"""A plain recurrence over a whole sequence, and its gradient."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
from cornu.primitives.recurrent.curves import curve
from cornu.primitives.recurrent.steps import (
    Carry,
    Passage,
    batch_major,
    check_sizes,
    choose,
    contiguous_major,
    fed_scratch,
    in_order,
    last_state,
    plain_product,
    previous,
    recurrent_weights,
    skipped_steps,
    stack,
    start_gradient,
    steps,
    time_major,
)
from cornu.typing import Array


def _simple_rnn_infer(
    z: Spec,
    wh: Spec,
    h0: Spec,
    mask: Spec | None = None,
    drop: Spec | None = None,
    **_: Any,
) -> tuple[Spec, ...]:
    batch, time, units = check_sizes("simple_rnn", 1, z, wh, {"h0": h0}, mask, drop)
    return Spec((batch, time, units), z.dtype), Spec((batch, units), z.dtype)


def _simple_rnn_reference(
    z: Any,
    wh: Any,
    h0: Any,
    mask: Any = None,
    drop: Any = None,
    *,
    activation: str = "tanh",
    reverse: bool = False,
) -> tuple[Any, ...]:
    act = curve(activation).plain
    h, states = h0, []
    for z_t, live in zip(*steps(z, mask, reverse)):
        h = choose(live, act(z_t + plain_product(h, wh, drop)), h)
        states.append(h)
    return stack(states, 1, h0), h


@primitive(infer=_simple_rnn_infer, kind=OPAQUE, reference=_simple_rnn_reference)
def simple_rnn(
    xp: Any,
    z: Array,
    wh: Array,
    h0: Array,
    mask: Array | None = None,
    drop: Array | None = None,
    *,
    activation: str = "tanh",
    reverse: bool = False,
) -> tuple[Array, Array]:
    """Run ``h = activation(z[:, t] + (h * drop) @ wh)`` over a sequence.

    Parameters
    ----------
    z : Array, shape (batch, time, units)
        Projected inputs, bias included.
    wh : Array, shape (units, units)
    h0 : Array, shape (batch, units)
    mask : Array of bool, shape (batch, time), or None
    drop : Array, shape (1, batch, units), or None
    activation : str, default "tanh"
    reverse : bool, default False

    Returns
    -------
    tuple of Array
        Sequence (batch, time, units) and last state (batch, units).
    """
    act = curve(activation).apply
    zs, skipped = time_major(z, reverse), skipped_steps(xp, mask, z, reverse)
    h0 = xp.ascontiguousarray(h0)
    hs = xp.empty((*zs.shape[:2], wh.shape[0]), z.dtype)
    fed = fed_scratch(xp, drop, 1, h0)
    for t in range(len(zs)):
        before, h = previous(hs, h0, t), hs[t]
        if fed is not None:
            xp.multiply(before, drop, out=fed)
        xp.matmul(before if fed is None else fed[0], wh, out=h)
        xp.add(h, zs[t], out=h)
        act(xp, h)
        if skipped is not None:
            xp.copyto(h, before, where=skipped[t])
    return hs.swapaxes(0, 1), last_state(hs, h0)


def _simple_rnn_gradient_infer(
    g_sequence: Spec | None,
    g_h: Spec | None,
    wh: Spec,
    h0: Spec,
    mask: Spec | None,
    drop: Spec | None,
    sequence: Spec,
    **_: Any,
) -> tuple[Spec, ...]:
    found = Spec(sequence.shape, wh.dtype), wh, Spec(h0.shape, wh.dtype)
    return found if drop is None else (*found, drop)


@primitive(infer=_simple_rnn_gradient_infer, kind=OPAQUE, differentiable=False)
def simple_rnn_gradient(
    xp: Any,
    g_sequence: Array | None,
    g_h: Array | None,
    wh: Array,
    h0: Array,
    mask: Array | None,
    drop: Array | None,
    sequence: Array,
    *,
    activation: str,
    reverse: bool,
) -> tuple[Array, ...]:
    """Carry gradients of :data:`simple_rnn`'s results back to z, wh and h0."""
    act = curve(activation)
    hs = contiguous_major(xp, sequence)
    carry = Carry(xp, skipped_steps(xp, mask, sequence, reverse))
    back = Passage(xp, g_sequence, wh, drop, 1)
    dz = xp.empty_like(hs)
    dh, slope = start_gradient(xp, g_h, h0, wh), xp.empty(h0.shape, wh.dtype)
    for t in range(len(hs) - 1, -1, -1):
        back.enter(t, dh)
        carry.hold(t, dh)
        act.slope(xp, hs[t], slope)
        xp.multiply(dh, slope, out=dz[t])
        back.leave(dz[t], dh, previous(hs, h0, t))
        carry.release(dh)
    dwh = recurrent_weights(xp, hs, h0, drop, dz)
    return batch_major(dz, reverse), dwh, dh, *back.result()


def _simple_rnn_vjp(
    g: Any,
    given: tuple[int, ...],
    needs: tuple[bool, ...],
    ans: Any,
    wh: Any,
    h0: Any,
    mask: Any,
    drop: Any,
    activation: str,
    reverse: bool,
) -> tuple[Any, ...]:
    found = simple_rnn_gradient(
        *g, wh, h0, mask, drop, ans[0], activation=activation, reverse=reverse
    )
    return in_order(found, needs, 3)


simple_rnn.vjp_joint(_simple_rnn_vjp, first_order=True)
