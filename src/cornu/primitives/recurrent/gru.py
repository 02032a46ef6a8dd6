"""Gated recurrent units over a whole sequence, and their gradient."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives.movement import concatenate
from cornu.primitives.recurrent.curves import curve
from cornu.primitives.recurrent.steps import (
    Carry,
    Passage,
    batch_major,
    by_gate,
    check_sizes,
    choose,
    contiguous_major,
    fed_scratch,
    in_order,
    need_kept,
    plain_product,
    previous,
    recurrent_weights,
    skipped_steps,
    split_gates,
    stack,
    start_gradient,
    steps,
    time_major,
    weights_by_gate,
)
from cornu.typing import Array


def _gru_infer(
    z: Spec,
    wh: Spec,
    h0: Spec,
    br: Spec | None = None,
    mask: Spec | None = None,
    drop: Spec | None = None,
    *,
    reset_after: bool = True,
    keep: bool = True,
    **_: Any,
) -> tuple[Spec, ...]:
    batch, time, units = check_sizes("gru", 3, z, wh, {"h0": h0}, mask, drop)
    width = None if units is None else 3 * units
    if br is not None:
        if not reset_after:
            raise ShapeError("gru: a recurrent bias needs reset_after=True.")
        known = width is not None and br.shape[:1] != (None,)
        if len(br.shape) != 1 or (known and br.shape[0] != width):
            raise ShapeError(
                f"gru: br is {br.shape}; expected (3 * units,) = ({width},)."
            )
    found = (Spec((batch, time, units), z.dtype), Spec((batch, units), z.dtype))
    if not keep:
        return found
    return (*found, Spec((time, 4, batch, units), z.dtype))


def _gru_reference(
    z: Any,
    wh: Any,
    h0: Any,
    br: Any = None,
    mask: Any = None,
    drop: Any = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    reset_after: bool = True,
    reverse: bool = False,
    keep: bool = True,
) -> tuple[Any, ...]:
    act, gate = curve(activation).plain, curve(recurrent_activation).plain
    units = wh.shape[0]
    h = h0
    states, gates = [], []
    for z_t, live in zip(*steps(z, mask, reverse)):
        wide = plain_product(h, wh, drop)
        wide = wide if br is None else wide + br
        update = gate(z_t[:, :units] + wide[:, :units])
        reset = gate(z_t[:, units : 2 * units] + wide[:, units : 2 * units])
        if reset_after:
            inner = wide[:, 2 * units :]
            new = act(z_t[:, 2 * units :] + reset * inner)
        else:
            inner = reset * (h if drop is None else h * drop[2])
            new = act(z_t[:, 2 * units :] + inner @ wh[:, 2 * units :])
        h = choose(live, update * h + (1 - update) * new, h)
        states.append(h)
        gates.append(concatenate(update, reset, inner, new, axis=0))
    found = (stack(states, 1, h0), h)
    if not keep:
        return found
    like = concatenate(h0, h0, h0, h0, axis=0)
    return (*found, split_gates(stack(gates, 0, like), 4))


@primitive(infer=_gru_infer, kind=OPAQUE, reference=_gru_reference)
def gru(
    xp: Any,
    z: Array,
    wh: Array,
    h0: Array,
    br: Array | None = None,
    mask: Array | None = None,
    drop: Array | None = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    reset_after: bool = True,
    reverse: bool = False,
    keep: bool = True,
) -> tuple[Array, ...]:
    """Run gated recurrent units over a sequence.

    With sigmoid `s`, activation `a` and the columns of `z` and `wh` in the
    update, reset, new: ``u = s(z_u + h @ w_u)``, ``r = s(z_r + h @ w_r)``,
    ``n = a(z_n + r * (h @ w_n))`` or, without `reset_after`,
    ``n = a(z_n + (r * h) @ w_n)``; then ``h = u * h + (1 - u) * n``.

    Parameters
    ----------
    z : Array, shape (batch, time, 3 * units)
        Projected inputs, bias included.
    wh : Array, shape (units, 3 * units)
    h0 : Array, shape (batch, units)
    br : Array, shape (3 * units,), or None
        Bias of the recurrent product; only with `reset_after`.
    mask : Array of bool, shape (batch, time), or None
    drop : Array, shape (3, batch, units), or None
    activation, recurrent_activation : str
    reset_after : bool, default True
    reverse : bool, default False
    keep : bool, default True
        Whether to return what the gradient needs.

    Returns
    -------
    tuple of Array
        Sequence (batch, time, units) and last state (batch, units); with `keep` also
        (time, 4, batch, units): update and reset gate, what the reset acts on or gives
        (``h @ w_n`` plus its bias, or ``r * h``), and the new value.

    References
    ----------
    .. [1] Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for
       Statistical Machine Translation", EMNLP 2014.
    """
    if br is not None and not reset_after:
        raise ValueError("a recurrent bias")  # the shape rule has the words
    units = wh.shape[0]
    zs, skipped = (
        by_gate(time_major(z, reverse), 3),
        skipped_steps(xp, mask, z, reverse),
    )
    h0 = xp.ascontiguousarray(h0)
    time, _, batch, _ = zs.shape
    gates = xp.empty((time if keep else 1, 4, batch, units), z.dtype)
    hs = xp.empty((time, batch, units), z.dtype)
    fill = (_gru_after if reset_after else _gru_before)(
        xp, wh, br, curve(activation).apply, curve(recurrent_activation).apply
    )
    fed = fed_scratch(xp, drop, 3, h0)
    h = h0
    for t in range(time):
        a, h_new = gates[t if keep else 0], hs[t]
        fill(a, zs[t], h if fed is None else xp.multiply(h, drop, out=fed))
        update, new = a[0], a[3]
        xp.subtract(h, new, out=h_new)
        xp.multiply(h_new, update, out=h_new)
        xp.add(h_new, new, out=h_new)
        if skipped is not None:
            xp.copyto(h_new, h, where=skipped[t])
        h = h_new
    found = (hs.swapaxes(0, 1), h.copy())
    return (*found, gates) if keep else found


def _gru_after(xp: Any, wh: Array, br: Array | None, act: Any, gate: Any) -> Any:
    """Return the function that fills a step's gates; the reset comes after `wh`."""
    weights = weights_by_gate(xp, wh, 3)
    bias = None if br is None else br.reshape(3, 1, -1)

    def fill(a: Array, z_t: Array, fed: Array) -> None:
        wide, pair, reset, inner, new = a[:3], a[:2], a[1], a[2], a[3]
        xp.matmul(fed, weights, out=wide)
        if bias is not None:
            xp.add(wide, bias, out=wide)
        xp.add(pair, z_t[:2], out=pair)
        gate(xp, pair)
        xp.multiply(reset, inner, out=new)
        xp.add(new, z_t[2], out=new)
        act(xp, new)

    return fill


def _gru_before(xp: Any, wh: Array, br: Array | None, act: Any, gate: Any) -> Any:
    """Return the function that fills a step's gates; the reset comes before `wh`."""
    weights = weights_by_gate(xp, wh, 3)

    def fill(a: Array, z_t: Array, fed: Array) -> None:
        pair, reset, inner, new = a[:2], a[1], a[2], a[3]
        several = fed.ndim == 3  # one copy of the state a gate, by recurrent dropout
        xp.matmul(fed[:2] if several else fed, weights[:2], out=pair)
        xp.add(pair, z_t[:2], out=pair)
        gate(xp, pair)
        xp.multiply(reset, fed[2] if several else fed, out=inner)
        xp.matmul(inner, weights[2], out=new)
        xp.add(new, z_t[2], out=new)
        act(xp, new)

    return fill


def _gru_gradient_infer(
    g_sequence: Spec | None,
    g_h: Spec | None,
    g_gates: Spec | None,
    wh: Spec,
    h0: Spec,
    mask: Spec | None,
    drop: Spec | None,
    sequence: Spec,
    *_: Any,
    **params: Any,
) -> tuple[Spec, ...]:
    batch, time, units = sequence.shape
    width = None if units is None else 3 * units
    state, bias = Spec(h0.shape, wh.dtype), Spec((width,), wh.dtype)
    found = Spec((batch, time, width), wh.dtype), wh, state, bias
    return found if drop is None else (*found, drop)


@primitive(infer=_gru_gradient_infer, kind=OPAQUE, differentiable=False)
def gru_gradient(
    xp: Any,
    g_sequence: Array | None,
    g_h: Array | None,
    g_gates: Array | None,
    wh: Array,
    h0: Array,
    mask: Array | None,
    drop: Array | None,
    sequence: Array,
    gates: Array,
    *,
    activation: str,
    recurrent_activation: str,
    reset_after: bool,
    reverse: bool,
) -> tuple[Array, ...]:
    """Carry gradients of :data:`gru`'s results back to z, wh, h0 and br."""
    units = wh.shape[0]
    act, gate = curve(activation).slope, curve(recurrent_activation).slope
    hs = contiguous_major(xp, sequence)
    carry = Carry(xp, skipped_steps(xp, mask, sequence, reverse))
    back = Passage(xp, g_sequence, wh, drop, 3)
    time, _, batch, _ = gates.shape
    dz = xp.empty((time, batch, 3 * units), wh.dtype)
    # With the reset after the product, z and the product differ in the last gate.
    dp = xp.empty_like(dz) if reset_after else dz
    out, out_product = by_gate(dz, 3), by_gate(dp, 3)
    d, slopes = xp.empty((2, 3, batch, units), wh.dtype)
    direct = xp.empty((batch, units), wh.dtype)
    dh = start_gradient(xp, g_h, h0, wh)
    pair, last = slice(0, 2 * units), slice(2 * units, None)
    w_pair, w_new = wh[:, pair].T, wh[:, last].T
    multiply = xp.multiply
    d_update, d_reset, d_new = d
    for t in range(time - 1, -1, -1):
        a, before = gates[t], previous(hs, h0, t)
        update, reset, inner, new = a
        back.enter(t, dh)
        carry.hold(t, dh)
        gate(xp, a[:2], slopes[:2])
        act(xp, new, slopes[2])
        multiply(dh, update, out=direct)
        xp.subtract(before, new, out=d_update)
        multiply(d_update, dh, out=d_update)
        xp.subtract(dh, direct, out=d_new)
        if g_gates is not None:
            xp.add(d_update, g_gates[t, 0], out=d_update)
            xp.add(d_new, g_gates[t, 3], out=d_new)
        multiply(d_new, slopes[2], out=d_new)
        xp.copyto(out[t, 2], d_new)
        if reset_after:
            multiply(d_new, inner, out=d_reset)
            if g_gates is not None:
                xp.add(d_reset, g_gates[t, 1], out=d_reset)
            multiply(d[:2], slopes[:2], out=out[t, :2])
            xp.copyto(out_product[t, :2], out[t, :2])
            multiply(d_new, reset, out=d_new)
            if g_gates is not None:
                xp.add(d_new, g_gates[t, 2], out=d_new)
            xp.copyto(out_product[t, 2], d_new)
            back.leave(dp[t], dh, before)
        else:
            met = d_new @ w_new
            if g_gates is not None:
                xp.add(met, g_gates[t, 2], out=met)
            multiply(met, before if drop is None else before * drop[2], out=d_reset)
            if g_gates is not None:
                xp.add(d_reset, g_gates[t, 1], out=d_reset)
            multiply(d[:2], slopes[:2], out=out[t, :2])
            multiply(met, reset, out=met)
            if drop is None:
                xp.matmul(dz[t, :, pair], w_pair, out=dh)
                xp.add(dh, met, out=dh)
            else:
                both = xp.matmul(out[t, :2], back.weights[:2])
                back.through(xp.concatenate([both, met[None]]), dh, before)
        xp.add(dh, direct, out=dh)
        carry.release(dh)
    if reset_after:
        dwh = recurrent_weights(xp, hs, h0, drop, dp)
    else:
        dwh = xp.empty(wh.shape, wh.dtype)
        factors = None if drop is None else drop[:2]
        dwh[:, pair] = recurrent_weights(xp, hs, h0, factors, dz[:, :, pair])
        met = gates[:, 2].reshape(-1, units)
        dwh[:, last] = met.T @ dz[:, :, last].reshape(-1, units)
    flat = dp.reshape(-1, 3 * units)
    dbr = xp.ones(len(flat), wh.dtype) @ flat
    return batch_major(dz, reverse), dwh, dh, dbr, *back.result()


def _gru_vjp(
    g: Any,
    given: tuple[int, ...],
    needs: tuple[bool, ...],
    ans: Any,
    wh: Any,
    h0: Any,
    mask: Any,
    drop: Any,
    activation: str,
    recurrent_activation: str,
    reset_after: bool,
    reverse: bool,
    keep: bool,
) -> tuple[Any, ...]:
    settings = {
        "activation": activation,
        "recurrent_activation": recurrent_activation,
        "reset_after": reset_after,
        "reverse": reverse,
    }
    need_kept("gru", keep)
    found = gru_gradient(*g, wh, h0, mask, drop, ans[0], *ans[2:], **settings)
    return in_order(found, needs, 4)


gru.vjp_joint(_gru_vjp, first_order=True)
