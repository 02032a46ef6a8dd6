"""Gated recurrent units over a whole sequence, and their gradient."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
from cornu.errors import ShapeError
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
    out: tuple[Array, ...] | None = None,
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
    return gru_by(
        Alone(xp), z, wh, h0, br, mask, drop, activation=activation,
        recurrent_activation=recurrent_activation, reset_after=reset_after,
        reverse=reverse, keep=keep, out=out,
    )  # fmt: skip


@in_single
def gru_by(
    team: Any,
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
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Do what :data:`gru` does, the rows shared out by `team`."""
    if br is not None and not reset_after:
        raise ValueError("a recurrent bias")  # the shape rule has the words
    xp, units, dtype = team.xp, wh.shape[0], z.dtype
    zs = by_gate(time_major(z, reverse), 3)
    skipped = skipped_steps(xp, mask, z, reverse)
    check_drop(drop, 3, h0)
    time, _, batch, _ = zs.shape
    hs = major_buffer(xp, out and out[0], (time, batch, units), dtype)
    last = xp.empty((batch, units), dtype) if out is None else out[1]
    kept: tuple[Array, ...] = ()
    if keep:
        shape = (time, 4, batch, units)
        kept = (xp.empty(shape, dtype) if out is None else out[2],)
    gate = _Gate(xp, recurrent_activation, dtype)
    weights = weights_by_gate(xp, wh, 3)
    weights[:2] *= gate.scale
    make = _gru_after if reset_after else _gru_before
    fill = make(xp, weights, br, curve(activation).apply, gate)

    def run(rows: slice) -> None:
        _gru_rows(
            team,
            zs[:, :, rows],
            h0[rows],
            of_rows(skipped, rows, 1),
            of_rows(drop, rows, 1),
            gate.scale,
            fill,
            hs[:, rows],
            last[rows],
            kept[0][:, :, rows] if keep else None,
        )

    team.share(run, batch, 6.0 * time * batch * units * units)
    return deliver(out, hs.swapaxes(0, 1), last, *kept)


def _gru_rows(
    team: Any,
    zs: Array,
    h: Array,
    skipped: Array | None,
    drop: Array | None,
    scale: Array,
    fill: Any,
    hs: Array,
    last: Array,
    kept: Array | None,
) -> None:
    xp, dtype = team.xp, zs.dtype
    time, _, batch, units = zs.shape
    at_once = min(steps_at_once(3 * batch * units * dtype.itemsize), max(time, 1))
    copied = kept is None or batch * units < LONG_RUN
    store: Any = kept
    gates = team.scratch("gru.gates", (at_once, 4, batch, units), dtype)
    fed_z = team.scratch("gru.z", (at_once, 3, batch, units), dtype)
    fed = None if drop is None else team.scratch("gru.fed", drop.shape, dtype)
    states = list(hs)
    for first in range(0, time, at_once):
        stop = min(first + at_once, time)
        part, some = zs[first:stop], fed_z[: stop - first]
        fresh = gates[: stop - first] if copied else store[first:stop]
        xp.multiply(part[:, :2], scale, out=some[:, :2])
        some[:, 2] = part[:, 2]
        for t, z_t in enumerate(some, first):
            a, h_new = fresh[t - first], states[t]
            fill(a, z_t, h if fed is None else xp.multiply(h, drop, out=fed))
            new = a[3]
            xp.subtract(h, new, out=h_new)
            xp.multiply(h_new, a[0], out=h_new)
            xp.add(h_new, new, out=h_new)
            if skipped is not None:
                xp.copyto(h_new, h, where=skipped[t])
            h = h_new
        if kept is not None and copied:
            store[first:stop] = fresh
    last[...] = h


class _Gate:
    """Apply the gates' curve to inputs that come multiplied by `scale`.

    Of a sigmoid that is a half: sigmoid(x) = tanh(x / 2) / 2 + 1 / 2.
    """

    def __init__(self, xp: Any, name: str, dtype: Any) -> None:
        self.xp = xp
        self.apply = None if name == "sigmoid" else curve(name).apply
        self.scale = xp.asarray(0.5 if name == "sigmoid" else 1.0, dtype)

    def __call__(self, x: Array) -> None:
        xp, half = self.xp, self.scale
        if self.apply is not None:
            self.apply(xp, x)
            return
        xp.tanh(x, out=x)
        xp.multiply(x, half, out=x)
        xp.add(x, half, out=x)


def _gru_after(xp: Any, weights: Array, br: Array | None, act: Any, gate: _Gate) -> Any:
    """Return the function that fills a step's gates; the reset comes after `wh`."""
    bias = None
    if br is not None:
        bias = br.reshape(3, 1, -1).copy()
        bias[:2] *= gate.scale

    def fill(a: Array, z_t: Array, fed: Array) -> None:
        wide, pair, reset, inner, new = a[:3], a[:2], a[1], a[2], a[3]
        xp.matmul(fed, weights, out=wide)
        if bias is not None:
            xp.add(wide, bias, out=wide)
        xp.add(pair, z_t[:2], out=pair)
        gate(pair)
        xp.multiply(reset, inner, out=new)
        xp.add(new, z_t[2], out=new)
        act(xp, new)

    return fill


def _gru_before(
    xp: Any, weights: Array, br: Array | None, act: Any, gate: _Gate
) -> Any:
    """Return the function that fills a step's gates; the reset comes before `wh`."""

    def fill(a: Array, z_t: Array, fed: Array) -> None:
        pair, reset, inner, new = a[:2], a[1], a[2], a[3]
        several = fed.ndim == 3  # one copy of the state a gate, by recurrent dropout
        xp.matmul(fed[:2] if several else fed, weights[:2], out=pair)
        xp.add(pair, z_t[:2], out=pair)
        gate(pair)
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
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Carry gradients of :data:`gru`'s results back to z, wh, h0 and br."""
    return gru_gradient_by(
        Alone(xp), g_sequence, g_h, g_gates, wh, h0, mask, drop, sequence, gates,
        activation=activation, recurrent_activation=recurrent_activation,
        reset_after=reset_after, reverse=reverse, out=out,
    )  # fmt: skip


@in_single
def gru_gradient_by(
    team: Any,
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
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Do what :data:`gru_gradient` does, the rows shared out by `team`."""
    xp, units, dtype = team.xp, wh.shape[0], wh.dtype
    hs = contiguous_major(xp, sequence)
    skipped = skipped_steps(xp, mask, sequence, reverse)
    time, _, batch, _ = gates.shape
    given = None if out is None else (out[0][:, ::-1] if reverse else out[0])
    dz = major_buffer(xp, given, (time, batch, 3 * units), dtype)
    # With the reset after the product, z and the product differ in the last gate.
    dp = xp.empty(dz.shape, dtype) if reset_after else dz
    dh = start(xp.empty((batch, units), dtype) if out is None else out[2], g_h)
    total = None if drop is None else xp.zeros(drop.shape, drop.dtype)
    g_states = None if g_sequence is None else g_sequence.swapaxes(0, 1)
    slopes = curve(activation).slope, curve(recurrent_activation).slope
    rows_back = _gru_rows_after if reset_after else _gru_rows_before

    def run(rows: slice) -> None:
        factors = of_rows(drop, rows, 1)
        back = Passage(xp, wh, factors, of_rows(total, rows, 1), 3)
        rows_back(
            team,
            (of_rows(g_states, rows, 1), of_rows(g_gates, rows, 2)),
            (h0[rows], hs[:, rows], gates[:, :, rows]),
            Carry(xp, of_rows(skipped, rows, 1)),
            back,
            slopes,
            (dz[:, rows], dp[:, rows]),
            dh[rows],
        )

    team.share(run, batch, 6.0 * time * batch * units * units)
    pair, last = slice(0, 2 * units), slice(2 * units, None)
    if reset_after:
        dwh = recurrent_weights(team, hs, h0, drop, dp)
    else:
        dwh = xp.empty(wh.shape, dtype)
        factors = None if drop is None else drop[:2]
        dwh[:, pair] = recurrent_weights(team, hs, h0, factors, dz[:, :, pair])
        met = gates[:, 2].reshape(-1, units)
        dwh[:, last] = team.product(met.T, dz[:, :, last].reshape(-1, units))
    flat = dp.reshape(-1, 3 * units)
    dbr = team.product(xp.ones((1, len(flat)), dtype), flat)[0]
    extra = () if total is None else (total,)
    return deliver(out, batch_major(dz, reverse), dwh, dh, dbr, *extra)


def _gru_rows_after(
    team: Any,
    above: tuple[Array | None, Array | None],
    kept: tuple[Array, Array, Array],
    carry: Carry,
    back: Passage,
    slopes: tuple[Any, Any],
    into: tuple[Array, Array],
    dh: Array,
) -> None:
    (g_states, g_gates), (h0, hs, gates), (dz, dp) = above, kept, into
    xp, dtype, (act, gate) = team.xp, dz.dtype, slopes
    time, _, batch, units = gates.shape
    at_once = min(steps_at_once(3 * batch * units * dtype.itemsize), max(time, 1))
    # What the gradients of the update, the reset and the new value are multiplied by.
    factors = team.scratch("gru.factors", (at_once, 3, batch, units), dtype)
    rest = team.scratch("gru.rest", (at_once, batch, units), dtype)
    direct = team.scratch("gru.direct", (batch, units), dtype)
    multiply, add, subtract = xp.multiply, xp.add, xp.subtract
    out, out_product = by_gate(dz, 3), by_gate(dp, 3)
    extra = None
    inner: Any = None if g_gates is None else g_gates[:, 2]
    for stop in range(time, 0, -at_once):
        first = max(stop - at_once, 0)
        span, count = slice(first, stop), stop - first
        a, k, q = gates[span], factors[:count], rest[:count]
        gate(xp, a[:, :2], k[:, :2])
        act(xp, a[:, 3], k[:, 2])
        if g_gates is not None:
            extra = k * xp.stack([g_gates[span, g] for g in (0, 1, 3)], axis=1)
        for t in range(first, stop):
            subtract(previous(hs, h0, t), a[t - first, 3], out=q[t - first])
        multiply(k[:, 0], q, out=k[:, 0])
        multiply(k[:, 1], a[:, 2], out=k[:, 1])
        subtract(1, a[:, 0], out=q)
        multiply(k[:, 2], q, out=k[:, 2])
        for t in range(stop - 1, first - 1, -1):
            k_t, d_t, p_t = k[t - first], out[t], out_product[t]
            if g_states is not None:
                add(dh, g_states[t], out=dh)
            carry.hold(t, dh)
            multiply(dh, k_t[0], out=p_t[0])
            new = d_t[2]
            multiply(dh, k_t[2], out=new)
            if extra is not None:
                add(p_t[0], extra[t - first, 0], out=p_t[0])
                add(new, extra[t - first, 2], out=new)
            multiply(new, k_t[1], out=p_t[1])
            multiply(new, gates[t, 1], out=p_t[2])
            if extra is not None:
                add(p_t[1], extra[t - first, 1], out=p_t[1])
                add(p_t[2], inner[t], out=p_t[2])
            multiply(dh, gates[t, 0], out=direct)
            back.leave(dp[t], dh, previous(hs, h0, t))
            add(dh, direct, out=dh)
            carry.release(dh)
        dz[span, :, : 2 * units] = dp[span, :, : 2 * units]


def _gru_rows_before(
    team: Any,
    above: tuple[Array | None, Array | None],
    kept: tuple[Array, Array, Array],
    carry: Carry,
    back: Passage,
    slopes: tuple[Any, Any],
    into: tuple[Array, Array],
    dh: Array,
) -> None:
    (g_states, g_gates), (h0, hs, gates), (dz, _) = above, kept, into
    xp, dtype, (act, gate) = team.xp, dz.dtype, slopes
    time, _, batch, units = gates.shape
    shape = (3, batch, units)
    d, slopes_t = (team.scratch(f"gru.{n}", shape, dtype) for n in ("d", "slopes"))
    direct, met = (
        team.scratch(f"gru.{n}", shape[1:], dtype) for n in ("direct", "met")
    )
    multiply, add = xp.multiply, xp.add
    d_update, d_reset, d_new = d
    w_pair, w_new = back.back[: 2 * units], back.back[2 * units :]
    out = by_gate(dz, 3)
    for t in range(time - 1, -1, -1):
        a, before = gates[t], previous(hs, h0, t)
        update, reset, _, new = a
        if g_states is not None:
            add(dh, g_states[t], out=dh)
        carry.hold(t, dh)
        gate(xp, a[:2], slopes_t[:2])
        act(xp, new, slopes_t[2])
        multiply(dh, update, out=direct)
        xp.subtract(before, new, out=d_update)
        multiply(d_update, dh, out=d_update)
        xp.subtract(dh, direct, out=d_new)
        if g_gates is not None:
            add(d_update, g_gates[t, 0], out=d_update)
            add(d_new, g_gates[t, 3], out=d_new)
        multiply(d_new, slopes_t[2], out=d_new)
        xp.copyto(out[t, 2], d_new)
        xp.matmul(d_new, w_new, out=met)
        if g_gates is not None:
            add(met, g_gates[t, 2], out=met)
        multiply(met, before, out=d_reset)
        if back.drop is not None:
            multiply(d_reset, back.drop[2], out=d_reset)
        if g_gates is not None:
            add(d_reset, g_gates[t, 1], out=d_reset)
        multiply(d[:2], slopes_t[:2], out=out[t, :2])
        multiply(met, reset, out=met)
        if back.drop is None:
            xp.matmul(dz[t, :, : 2 * units], w_pair, out=dh)
            add(dh, met, out=dh)
        else:
            both = xp.matmul(out[t, :2], back.weights[:2])
            back.through(xp.concatenate([both, met[None]]), dh, before)
        add(dh, direct, out=dh)
        carry.release(dh)


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
