"""A plain recurrence over a whole sequence, and its gradient."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
from cornu.primitives.recurrent.curves import curve
from cornu.primitives.recurrent.steps import (
    Carry,
    Passage,
    batch_major,
    check_drop,
    check_sizes,
    choose,
    contiguous_major,
    deliver,
    in_order,
    major_buffer,
    of_rows,
    plain_product,
    previous,
    recurrent_weights,
    skipped_steps,
    stack,
    start,
    steps,
    steps_at_once,
    time_major,
)
from cornu.primitives.recurrent.team import Alone, in_single
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
    out: tuple[Array, ...] | None = None,
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
    return simple_rnn_by(
        Alone(xp),
        z,
        wh,
        h0,
        mask,
        drop,
        activation=activation,
        reverse=reverse,
        out=out,
    )


@in_single
def simple_rnn_by(
    team: Any,
    z: Array,
    wh: Array,
    h0: Array,
    mask: Array | None = None,
    drop: Array | None = None,
    *,
    activation: str = "tanh",
    reverse: bool = False,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, Array]:
    """Do what :data:`simple_rnn` does, the rows shared out by `team`."""
    xp, units, dtype = team.xp, wh.shape[0], z.dtype
    act = curve(activation).apply
    zs, skipped = time_major(z, reverse), skipped_steps(xp, mask, z, reverse)
    check_drop(drop, 1, h0)
    time, batch, _ = zs.shape
    hs = major_buffer(xp, out and out[0], (time, batch, units), dtype)
    last = xp.empty((batch, units), dtype) if out is None else out[1]

    def run(rows: slice) -> None:
        h, factors = h0[rows], of_rows(drop, rows, 1)
        fed = None
        if factors is not None:
            fed = team.scratch("rnn.fed", factors.shape, dtype)
        some, states = zs[:, rows], hs[:, rows]
        for t, h_new in enumerate(states):
            if fed is not None:
                xp.multiply(h, factors, out=fed)
            xp.matmul(h if fed is None else fed[0], wh, out=h_new)
            xp.add(h_new, some[t], out=h_new)
            act(xp, h_new)
            if skipped is not None:
                xp.copyto(h_new, h, where=skipped[t, rows])
            h = h_new
        last[rows] = h

    team.share(run, batch, 2.0 * time * batch * units * units)
    return deliver(out, hs.swapaxes(0, 1), last)


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
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Carry gradients of :data:`simple_rnn`'s results back to z, wh and h0."""
    return simple_rnn_gradient_by(
        Alone(xp), g_sequence, g_h, wh, h0, mask, drop, sequence,
        activation=activation, reverse=reverse, out=out,
    )  # fmt: skip


@in_single
def simple_rnn_gradient_by(
    team: Any,
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
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Do what :data:`simple_rnn_gradient` does, the rows shared out by `team`."""
    xp, units, dtype = team.xp, wh.shape[0], wh.dtype
    slope = curve(activation).slope
    hs = contiguous_major(xp, sequence)
    skipped = skipped_steps(xp, mask, sequence, reverse)
    time, batch, _ = hs.shape
    given = None if out is None else (out[0][:, ::-1] if reverse else out[0])
    dz = major_buffer(xp, given, (time, batch, units), dtype)
    dh = start(xp.empty((batch, units), dtype) if out is None else out[2], g_h)
    total = None if drop is None else xp.zeros(drop.shape, drop.dtype)
    g_states = None if g_sequence is None else g_sequence.swapaxes(0, 1)

    def run(rows: slice) -> None:
        back = Passage(xp, wh, of_rows(drop, rows, 1), of_rows(total, rows, 1), 1)
        carry = Carry(xp, of_rows(skipped, rows, 1))
        d, d_out, before = dh[rows], dz[:, rows], h0[rows]
        states = hs[:, rows]
        at_once = min(steps_at_once(d.nbytes), max(time, 1))
        slopes = team.scratch("rnn.slopes", (at_once, *d.shape), dtype)
        for stop in range(time, 0, -at_once):
            first = max(stop - at_once, 0)
            slope(xp, states[first:stop], slopes[: stop - first])
            for t in range(stop - 1, first - 1, -1):
                if g_states is not None:
                    xp.add(d, g_states[t, rows], out=d)
                carry.hold(t, d)
                xp.multiply(d, slopes[t - first], out=d_out[t])
                back.leave(d_out[t], d, previous(states, before, t))
                carry.release(d)

    team.share(run, batch, 2.0 * time * batch * units * units)
    dwh = recurrent_weights(team, hs, h0, drop, dz)
    extra = () if total is None else (total,)
    return deliver(out, batch_major(dz, reverse), dwh, dh, *extra)


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
