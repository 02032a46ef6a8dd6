"""Long short-term memory over a whole sequence, and its gradient."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
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
    units = wh.shape[0]
    zs, skipped = (
        by_gate(time_major(z, reverse), 4),
        skipped_steps(xp, mask, z, reverse),
    )
    h0, c0 = xp.ascontiguousarray(h0), xp.ascontiguousarray(c0)
    time, _, batch, _ = zs.shape
    length = time if keep else 1  # one step's scratch serves all when nothing is kept
    # Gate by gate, every pass runs over contiguous memory; the sigmoids come first.
    gates = xp.empty((length, 4, batch, units), z.dtype)
    squashed = xp.empty((length, batch, units), z.dtype)
    cells = xp.empty((time if keep else 2, batch, units), z.dtype)
    hs = xp.empty((time, batch, units), z.dtype)
    product = xp.empty((batch, units), z.dtype)
    weights = _sigmoids_first(xp, weights_by_gate(xp, wh, 4))
    fed = fed_scratch(xp, drop, 4, h0)
    drop = None if drop is None else _sigmoids_first(xp, drop)
    z_both, z_o, z_n = zs[:, :2], zs[:, 3], zs[:, 2]
    act = curve(activation).apply
    activate = _lstm_curves(xp, activation, recurrent_activation)
    matmul, multiply, add = xp.matmul, xp.multiply, xp.add
    h, c = h0, c0
    for t in range(time):
        slot = t if keep else 0
        a, tc, c_new = gates[slot], squashed[slot], cells[t if keep else t & 1]
        both, i, f, o, n = a[:2], a[0], a[1], a[2], a[3]
        matmul(h if fed is None else multiply(h, drop, out=fed), weights, out=a)
        add(both, z_both[t], out=both)
        add(o, z_o[t], out=o)
        add(n, z_n[t], out=n)
        activate(a, a[:3], n)
        multiply(f, c, out=c_new)
        multiply(i, n, out=product)
        add(c_new, product, out=c_new)
        if activation == "tanh":
            xp.tanh(c_new, out=tc)
        else:
            tc[...] = c_new
            act(xp, tc)
        h_new = hs[t]
        multiply(o, tc, out=h_new)
        if skipped is not None:
            xp.copyto(h_new, h, where=skipped[t])
            xp.copyto(c_new, c, where=skipped[t])
        h, c = h_new, c_new
    found = (hs.swapaxes(0, 1), h.copy(), c.copy())
    return (*found, gates, cells, squashed) if keep else found


def _sigmoids_first(xp: Any, x: Array) -> Array:
    """Bring input, forget, new, output into the order input, forget, output, new."""
    return xp.concatenate([x[:2], x[3:], x[2:3]])


def _lstm_curves(xp: Any, activation: str, recurrent_activation: str) -> Any:
    """Return ``activate(all four gates, the three sigmoid ones, the new one)``."""
    if (activation, recurrent_activation) == ("tanh", "sigmoid"):
        multiply, add, tanh = xp.multiply, xp.add, xp.tanh

        def together(a: Array, three: Array, new: Array) -> None:
            # sigmoid(x) = tanh(x / 2) / 2 + 1 / 2, so that one tanh serves all four.
            multiply(three, 0.5, out=three)
            tanh(a, out=a)
            multiply(three, 0.5, out=three)
            add(three, 0.5, out=three)

        return together
    act, gate = curve(activation).apply, curve(recurrent_activation).apply

    def apart(a: Array, three: Array, new: Array) -> None:
        gate(xp, three)
        act(xp, new)

    return apart


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
) -> tuple[Array, ...]:
    """Carry gradients of :data:`lstm`'s results back to z, wh, h0 and c0."""
    units = wh.shape[0]
    act, gate = curve(activation).slope, curve(recurrent_activation).slope
    hs = contiguous_major(xp, sequence)
    carry = Carry(xp, skipped_steps(xp, mask, sequence, reverse))
    back = Passage(xp, g_sequence, wh, drop, 4)
    time, _, batch, _ = gates.shape
    dz = xp.empty((time, batch, 4 * units), wh.dtype)
    out = by_gate(dz, 4)
    d, slopes = xp.empty((2, 4, batch, units), wh.dtype)
    through = xp.empty((batch, units), wh.dtype)
    dh, dc = start_gradient(xp, g_h, h0, wh), start_gradient(xp, g_c, c0, wh)
    multiply, add = xp.multiply, xp.add
    d_i, d_f, d_o, d_n = d
    for t in range(time - 1, -1, -1):
        a, tc, d_t = gates[t], squashed[t], out[t]
        i, f, o, n = a
        back.enter(t, dh)
        if g_cells is not None:
            add(dc, g_cells[t], out=dc)
        carry.hold(t, dh, dc)
        multiply(dh, tc, out=d_o)
        multiply(dh, o, out=dh)
        if g_squashed is not None:
            add(dh, g_squashed[t], out=dh)
        act(xp, tc, through)
        multiply(through, dh, out=through)
        add(dc, through, out=dc)
        multiply(dc, n, out=d_i)
        multiply(dc, previous(cells, c0, t), out=d_f)
        multiply(dc, i, out=d_n)
        multiply(dc, f, out=dc)
        if g_gates is not None:
            add(d, g_gates[t], out=d)
        gate(xp, a[:3], slopes[:3])
        act(xp, n, slopes[3])
        multiply(d[:2], slopes[:2], out=d_t[:2])
        multiply(d_o, slopes[2], out=d_t[3])
        multiply(d_n, slopes[3], out=d_t[2])
        back.leave(dz[t], dh, previous(hs, h0, t))
        carry.release(dh, dc)
    dwh = recurrent_weights(xp, hs, h0, drop, dz)
    return batch_major(dz, reverse), dwh, dh, dc, *back.result()


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
