"""One step of an optimizer over many variables at once, fused.

Every step takes the learning rate, the number of finished steps, and then arrays in
groups of equal length: all weights, all their gradients, all first slots, all second
slots, and so on. It returns new weights and new slots in the same order. Bodies go
through memory once, in blocks that stay in cache; small variables are joined and
treated as one. ``out`` may be the inputs themselves: each block is read before it is
written.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cornu.core import REDUCTION, STATE, Primitive, Spec, dtype_name, primitive
from cornu.primitives.arithmetic import maximum
from cornu.primitives.elementwise import absolute, sign, sqrt
from cornu.primitives.movement import cast
from cornu.primitives.reduction import reduce_sum
from cornu.typing import Array

BLOCK = 131072
"""Elements a block: its arrays fit into a common third-level cache, and threads seldom
wait for each other between the calls on it."""

SMALL = 8192
"""Variables below this many elements are joined: copying them is cheaper than calls."""

Arrays = Sequence[Array]
Rule = Callable[..., None]


def _stepped(slots: int) -> Callable[..., tuple[Spec, ...]]:
    """Return the shape rule of a step with `slots` slots a variable."""

    def infer(*specs: Spec, **params: Any) -> tuple[Spec, ...]:
        return _without_gradients(specs[2:], slots)

    return infer


def _rows(arrays: Sequence[Any], slots: int) -> list[Sequence[Any]]:
    """Split into weights, gradients, first slots, ..."""
    count = len(arrays) // (2 + slots)
    return [arrays[i * count : (i + 1) * count] for i in range(2 + slots)]


def _without_gradients(arrays: Sequence[Any], slots: int) -> tuple[Any, ...]:
    weights, _, *others = _rows(arrays, slots)
    return tuple(a for row in (weights, *others) for a in row)


# ---- going through memory ----


def _sweep(
    xp: Any, rule: Rule, arrays: Arrays, slots: int, out: Arrays | None
) -> tuple[Array, ...]:
    """Run ``rule(weights, gradients, slots, new_weights, new_slots, scratch)``.

    The rule gets flat blocks; it writes to the last three.
    """
    rows = _rows(arrays, slots)
    count = len(rows[0])
    results: list[list[Any]] = [[None] * count for _ in range(1 + slots)]
    if out is not None:
        results = [list(out[i * count : (i + 1) * count]) for i in range(1 + slots)]
    joined = []
    on_host = isinstance(rows[0][0], np.ndarray)
    for j, weights in enumerate(rows[0]):
        if not on_host or (weights.size < SMALL and count > 1):
            joined.append(j)
            continue
        for row in results:
            if row[j] is None:
                row[j] = xp.empty(weights.shape, weights.dtype)
        _sweep_one(xp, rule, [row[j] for row in rows], [row[j] for row in results])
    if joined:
        _sweep_joined(xp, rule, rows, results, joined)
    return tuple(a for row in results for a in row)


def _sweep_one(xp: Any, rule: Rule, inputs: Arrays, outputs: Arrays) -> None:
    flat = [a.reshape(-1) for a in inputs]
    new = [a.reshape(-1) for a in outputs]
    size = flat[0].size
    block = BLOCK if isinstance(flat[0], np.ndarray) else max(size, 1)
    scratch = [xp.empty(min(block, size), flat[0].dtype) for _ in range(2)]
    for start in range(0, size, block):
        stop = min(start + block, size)
        piece = [a[start:stop] for a in flat]
        target = [a[start:stop] for a in new]
        rule(*piece[:2], piece[2:], target[0], target[1:],
             [s[: stop - start] for s in scratch])  # fmt: skip


def _sweep_joined(
    xp: Any,
    rule: Rule,
    rows: Sequence[Arrays],
    results: list[list[Any]],
    joined: list[int],
) -> None:
    inputs = [xp.concatenate([row[j].reshape(-1) for j in joined]) for row in rows]
    # The joined inputs are copies already, so the answers may take their places.
    outputs = [inputs[0], *inputs[2:]]
    _sweep_one(xp, rule, inputs, outputs)
    for row, flat in zip(results, outputs):
        start = 0
        for j in joined:
            like = rows[0][j]
            stop = start + like.size
            piece = flat[start:stop].reshape(like.shape)
            start = stop
            if row[j] is None:
                row[j] = piece
            else:
                row[j][...] = piece


def _descend(xp: Any, weights: Array, change: Array, shrink: Any, out: Array) -> None:
    """Write ``weights * shrink - change``; a `shrink` of None is one."""
    if shrink is None:
        xp.subtract(weights, change, out=out)
    else:
        xp.multiply(weights, shrink, out=out)
        xp.subtract(out, change, out=out)


class _Number:
    """Do arithmetic on arrays of no axes by calls that name where the answer goes.

    Formulas stay readable, and a recorded step can repeat the calls one by one.
    """

    __slots__ = ("value", "xp")

    def __init__(self, xp: Any, value: Array) -> None:
        self.xp = xp
        self.value = value

    def _call(self, name: str, *operands: Any) -> "_Number":
        plain = [v.value if isinstance(v, _Number) else v for v in operands]
        out = self.xp.empty((), self.value.dtype)
        return _Number(self.xp, getattr(self.xp, name)(*plain, out=out))

    def __add__(self, other: Any) -> "_Number":
        return self._call("add", self, other)

    def __sub__(self, other: Any) -> "_Number":
        return self._call("subtract", self, other)

    def __rsub__(self, other: Any) -> "_Number":
        return self._call("subtract", other, self)

    def __mul__(self, other: Any) -> "_Number":
        return self._call("multiply", self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "_Number":
        return self._call("divide", self, other)

    def __rtruediv__(self, other: Any) -> "_Number":
        return self._call("divide", other, self)

    def __rpow__(self, other: Any) -> "_Number":
        return self._call("power", other, self)

    def root(self) -> "_Number":
        return self._call("sqrt", self)


def _root(x: Any) -> Any:
    return x.root() if isinstance(x, _Number) else sqrt(x)


def _worked_out(xp: Any, formula: Callable[..., Any], *scalars: Any) -> Any:
    """Return ``formula(*scalars)`` for arrays of no axes, or a tuple of such."""
    numbers = [v if isinstance(v, float) else _Number(xp, v) for v in scalars]
    found = formula(*numbers)
    if isinstance(found, tuple):
        return tuple(each.value for each in found)
    return found.value


def _as_type(xp: Any, scalar: Any, dtype: np.dtype) -> Any:
    """Return a copy of an array of no axes in another type."""
    return xp.multiply(scalar, 1, out=xp.empty((), dtype), casting="same_kind")


def _scalars(
    xp: Any, rate: Any, step: Any, like: Any, decay: float
) -> tuple[Any, Any, Any]:
    """Return the rate, the step counted from one, and how weights shrink."""
    dtype = np.dtype(like.dtype)
    if rate.dtype != dtype:
        rate = _as_type(xp, rate, dtype)
    t = _as_type(xp, step, dtype)
    xp.add(t, 1, out=t)
    shrink = _worked_out(xp, lambda r: 1 - r * decay, rate) if decay else None
    return rate, t, shrink


def _reference(
    rule: Callable[..., tuple[Any, ...]],
    slots: int,
    arrays: Sequence[Any],
    rate: Any,
    step: Any,
    decay: float,
) -> tuple[Any, ...]:
    """Run ``rule(g, slots, rate, t) -> (change, *slots)`` variable by variable."""
    columns = []
    for weights, gradient, *state in zip(*_rows(arrays, slots)):
        kind = dtype_name(np.dtype(weights.dtype))
        own_rate = rate if rate.dtype == weights.dtype else cast(rate, dtype=kind)
        t = cast(step, dtype=kind) + 1
        shrink = 1 - own_rate * decay if decay else None
        change, *state = rule(gradient, state, own_rate, t)
        kept = weights if shrink is None else weights * shrink
        columns.append((kept - change, *state))
    return tuple(a for row in zip(*columns) for a in row)


# ---- stochastic gradient descent ----


def _sgd_reference(
    rate: Any, step: Any, *arrays: Any, decay: float = 0.0
) -> tuple[Any, ...]:
    return _reference(lambda g, _, rate, t: (rate * g,), 0, arrays, rate, step, decay)


@primitive(
    infer=_stepped(0), kind=STATE, reference=_sgd_reference, differentiable=False
)
def sgd_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Move weights against their gradients."""
    rate, _, shrink = _scalars(xp, rate, step, arrays[0], decay)

    def rule(w: Any, g: Any, _: Any, new: Any, __: Any, scratch: Any) -> None:
        change = scratch[0]
        xp.multiply(g, rate, out=change)
        _descend(xp, w, change, shrink, new)

    return _sweep(xp, rule, arrays, 0, out)


def _momentum_reference(
    rate: Any,
    step: Any,
    *arrays: Any,
    momentum: float,
    nesterov: bool = False,
    decay: float = 0.0,
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        velocity = state[0] * momentum - rate * g
        ahead = velocity * momentum - rate * g if nesterov else velocity
        return -ahead, velocity

    return _reference(rule, 1, arrays, rate, step, decay)


@primitive(
    infer=_stepped(1), kind=STATE, reference=_momentum_reference, differentiable=False
)
def momentum_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    momentum: float,
    nesterov: bool = False,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Gradient descent with a velocity that decays by `momentum` each step."""
    rate, _, shrink = _scalars(xp, rate, step, arrays[0], decay)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        velocity, (pull, ahead) = new_slots[0], tmp
        xp.multiply(g, rate, out=pull)
        xp.multiply(slots[0], momentum, out=velocity)
        xp.subtract(velocity, pull, out=velocity)
        if nesterov:
            xp.multiply(velocity, -momentum, out=ahead)
            xp.add(ahead, pull, out=ahead)
        else:
            xp.negative(velocity, out=ahead)
        _descend(xp, w, ahead, shrink, new)

    return _sweep(xp, rule, arrays, 1, out)


# ---- steps scaled by past squared gradients ----


def _adagrad_reference(
    rate: Any, step: Any, *arrays: Any, epsilon: float, decay: float = 0.0
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        total = state[0] + g * g
        return rate * g / sqrt(total + epsilon), total

    return _reference(rule, 1, arrays, rate, step, decay)


@primitive(
    infer=_stepped(1), kind=STATE, reference=_adagrad_reference, differentiable=False
)
def adagrad_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    epsilon: float,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Divide gradients by the root of the sum of all their squares so far."""
    rate, _, shrink = _scalars(xp, rate, step, arrays[0], decay)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        total, (root, change) = new_slots[0], tmp
        xp.multiply(g, g, out=root)
        xp.add(slots[0], root, out=total)
        xp.add(total, epsilon, out=root)
        xp.sqrt(root, out=root)
        xp.multiply(g, rate, out=change)
        xp.divide(change, root, out=change)
        _descend(xp, w, change, shrink, new)

    return _sweep(xp, rule, arrays, 1, out)


def _adadelta_reference(
    rate: Any, step: Any, *arrays: Any, rho: float, epsilon: float, decay: float = 0.0
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        squares = rho * state[0] + (1 - rho) * g * g
        change = sqrt(state[1] + epsilon) * g / sqrt(squares + epsilon)
        moves = rho * state[1] + (1 - rho) * change * change
        return rate * change, squares, moves

    return _reference(rule, 2, arrays, rate, step, decay)


@primitive(
    infer=_stepped(2), kind=STATE, reference=_adadelta_reference, differentiable=False
)
def adadelta_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    rho: float,
    epsilon: float,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Scale gradients by the ratio of recent moves to recent gradients."""
    rate, _, shrink = _scalars(xp, rate, step, arrays[0], decay)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        (squares, moves), (change, extra) = new_slots, tmp
        _blend_square(xp, slots[0], g, rho, extra, squares)
        xp.add(slots[1], epsilon, out=change)
        xp.sqrt(change, out=change)
        xp.multiply(change, g, out=change)
        xp.add(squares, epsilon, out=extra)
        xp.sqrt(extra, out=extra)
        xp.divide(change, extra, out=change)
        _blend_square(xp, slots[1], change, rho, extra, moves)
        xp.multiply(change, rate, out=change)
        _descend(xp, w, change, shrink, new)

    return _sweep(xp, rule, arrays, 2, out)


def _blend_square(
    xp: Any, mean: Array, x: Array, keep: float, scratch: Array, out: Array
) -> None:
    """Write ``keep * mean + (1 - keep) * x ** 2``."""
    xp.multiply(x, x, out=scratch)
    xp.multiply(scratch, 1 - keep, out=scratch)
    xp.multiply(mean, keep, out=out)
    xp.add(out, scratch, out=out)


def _blend(
    xp: Any, mean: Array, x: Array, keep: float, scratch: Array, out: Array
) -> None:
    """Write ``keep * mean + (1 - keep) * x``."""
    xp.multiply(x, 1 - keep, out=scratch)
    xp.multiply(mean, keep, out=out)
    xp.add(out, scratch, out=out)


def _rmsprop_slots(momentum: float, centered: bool) -> int:
    return 1 + (momentum > 0) + centered


def _rmsprop_reference(
    rate: Any,
    step: Any,
    *arrays: Any,
    rho: float,
    epsilon: float,
    momentum: float = 0.0,
    centered: bool = False,
    decay: float = 0.0,
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        squares = rho * state[0] + (1 - rho) * g * g
        new = [squares]
        spread = squares
        if centered:
            average = rho * state[-1] + (1 - rho) * g
            spread = squares - average * average
        change = rate * g / sqrt(spread + epsilon)
        if momentum > 0:
            change = momentum * state[1] + change
            new.append(change)
        if centered:
            new.append(average)
        return change, *new

    slots = _rmsprop_slots(momentum, centered)
    return _reference(rule, slots, arrays, rate, step, decay)


def _rmsprop_infer(
    *specs: Spec, momentum: float = 0.0, centered: bool = False, **params: Any
) -> tuple[Spec, ...]:
    return _without_gradients(specs[2:], _rmsprop_slots(momentum, centered))


@primitive(
    infer=_rmsprop_infer, kind=STATE, reference=_rmsprop_reference, differentiable=False
)
def rmsprop_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    rho: float,
    epsilon: float,
    momentum: float = 0.0,
    centered: bool = False,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Divide gradients by the root of a running mean of their squares.

    The slots are the mean of squares, with `momentum` the moving change, with
    `centered` the mean of the gradients.
    """
    rate, _, shrink = _scalars(xp, rate, step, arrays[0], decay)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        change, root = tmp
        _blend_square(xp, slots[0], g, rho, change, new_slots[0])
        if centered:
            average = new_slots[-1]
            _blend(xp, slots[-1], g, rho, change, average)
            xp.multiply(average, average, out=root)
            xp.subtract(new_slots[0], root, out=root)
            xp.add(root, epsilon, out=root)
        else:
            xp.add(new_slots[0], epsilon, out=root)
        xp.sqrt(root, out=root)
        xp.multiply(g, rate, out=change)
        xp.divide(change, root, out=change)
        if momentum > 0:
            xp.multiply(slots[1], momentum, out=new_slots[1])
            xp.add(new_slots[1], change, out=new_slots[1])
            change = new_slots[1]
        _descend(xp, w, change, shrink, new)

    return _sweep(xp, rule, arrays, _rmsprop_slots(momentum, centered), out)


# ---- running means of gradients and of their squares ----


def _toward(
    xp: Any, mean: Array, x: Array, weight: float, scratch: Array, out: Array
) -> None:
    """Write ``mean + weight * (x - mean)``."""
    xp.subtract(x, mean, out=scratch)
    xp.multiply(scratch, weight, out=scratch)
    xp.add(mean, scratch, out=out)


def _adam_rate(rate: Any, t: Any, beta_1: float, beta_2: float) -> Any:
    """Return the learning rate that makes up for means having started at zero."""
    return rate * _root(1 - beta_2**t) / (1 - beta_1**t)


def _adam_reference(
    rate: Any,
    step: Any,
    *arrays: Any,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    amsgrad: bool = False,
    decay: float = 0.0,
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        m = state[0] + (g - state[0]) * (1 - beta_1)
        v = state[1] + (g * g - state[1]) * (1 - beta_2)
        new = [m, v]
        if amsgrad:
            v = maximum(state[2], v)
            new.append(v)
        rate = _adam_rate(rate, t, beta_1, beta_2)
        return m * rate / (sqrt(v) + epsilon), *new

    return _reference(rule, 2 + amsgrad, arrays, rate, step, decay)


def _adam_infer(*specs: Spec, amsgrad: bool = False, **params: Any) -> tuple[Spec, ...]:
    return _without_gradients(specs[2:], 2 + amsgrad)


@primitive(
    infer=_adam_infer, kind=STATE, reference=_adam_reference, differentiable=False
)
def adam_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    amsgrad: bool = False,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Scale a running mean of gradients by the root of one of their squares.

    The slots are both means, and with `amsgrad` the largest mean of squares so far.
    """
    rate, t, shrink = _scalars(xp, rate, step, arrays[0], decay)
    scale = _worked_out(xp, _adam_rate, rate, t, beta_1, beta_2)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        m, v, scratch = new_slots[0], new_slots[1], tmp[0]
        _toward(xp, slots[0], g, 1 - beta_1, scratch, m)
        xp.multiply(g, g, out=scratch)
        xp.subtract(scratch, slots[1], out=scratch)
        xp.multiply(scratch, 1 - beta_2, out=scratch)
        xp.add(slots[1], scratch, out=v)
        if amsgrad:
            v = new_slots[2]
            xp.maximum(slots[2], new_slots[1], out=v)
        xp.sqrt(v, out=scratch)
        xp.add(scratch, epsilon, out=scratch)
        xp.divide(m, scratch, out=scratch)
        xp.multiply(scratch, scale, out=scratch)
        _descend(xp, w, scratch, shrink, new)

    return _sweep(xp, rule, arrays, 2 + amsgrad, out)


def _adamax_reference(
    rate: Any,
    step: Any,
    *arrays: Any,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    decay: float = 0.0,
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        m = state[0] + (g - state[0]) * (1 - beta_1)
        norm = maximum(beta_2 * state[1], absolute(g))
        return rate / (1 - beta_1**t) * m / (norm + epsilon), m, norm

    return _reference(rule, 2, arrays, rate, step, decay)


@primitive(
    infer=_stepped(2), kind=STATE, reference=_adamax_reference, differentiable=False
)
def adamax_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Adam with the largest recent gradient in place of the mean of squares."""
    rate, t, shrink = _scalars(xp, rate, step, arrays[0], decay)
    scale = _worked_out(xp, lambda r, t: r / (1 - beta_1**t), rate, t)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        (m, norm), scratch = new_slots, tmp[0]
        _toward(xp, slots[0], g, 1 - beta_1, scratch, m)
        xp.absolute(g, out=scratch)
        xp.multiply(slots[1], beta_2, out=norm)
        xp.maximum(norm, scratch, out=norm)
        xp.add(norm, epsilon, out=scratch)
        xp.divide(m, scratch, out=scratch)
        xp.multiply(scratch, scale, out=scratch)
        _descend(xp, w, scratch, shrink, new)

    return _sweep(xp, rule, arrays, 2, out)


def nadam_blend(t: Any, beta_1: float) -> Any:
    """Return how much of the mean enters step `t`; it grows towards `beta_1`."""
    return beta_1 * (1 - 0.5 * 0.96**t)


def _nadam_scales(
    rate: Any, t: Any, product: Any, beta_1: float, beta_2: float
) -> tuple[Any, Any, Any]:
    """Return the factors of the mean, of the gradient, and of the mean of squares."""
    now, ahead = nadam_blend(t, beta_1), nadam_blend(t + 1, beta_1)
    product = product * now
    of_mean = rate * ahead / (1 - product * ahead)
    of_gradient = rate * (1 - now) / (1 - product)
    return of_mean, of_gradient, 1 / (1 - beta_2**t)


def _nadam_reference(
    rate: Any,
    step: Any,
    product: Any,
    *arrays: Any,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    decay: float = 0.0,
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        m = state[0] + (g - state[0]) * (1 - beta_1)
        v = state[1] + (g * g - state[1]) * (1 - beta_2)
        own = cast(product, dtype=g.dtype.name)
        of_mean, of_gradient, of_squares = _nadam_scales(rate, t, own, beta_1, beta_2)
        change = of_mean * m + of_gradient * g
        return change / (sqrt(v * of_squares) + epsilon), m, v

    return _reference(rule, 2, arrays, rate, step, decay)


def _nadam_infer(*specs: Spec, **params: Any) -> tuple[Spec, ...]:
    return _without_gradients(specs[3:], 2)


@primitive(
    infer=_nadam_infer, kind=STATE, reference=_nadam_reference, differentiable=False
)
def nadam_step(
    xp: Any,
    rate: Array,
    step: Array,
    product: Array,
    *arrays: Array,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Adam that looks one step of momentum ahead.

    `product` is the product of :func:`nadam_blend` over all earlier steps.
    """
    rate, t, shrink = _scalars(xp, rate, step, arrays[0], decay)
    product = _as_type(xp, product, t.dtype)
    scales = _worked_out(xp, _nadam_scales, rate, t, product, beta_1, beta_2)
    of_mean, of_gradient, of_squares = scales

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        (m, v), (change, scratch) = new_slots, tmp
        _toward(xp, slots[0], g, 1 - beta_1, scratch, m)
        xp.multiply(g, g, out=change)
        _toward(xp, slots[1], change, 1 - beta_2, scratch, v)
        xp.multiply(m, of_mean, out=change)
        xp.multiply(g, of_gradient, out=scratch)
        xp.add(change, scratch, out=change)
        xp.multiply(v, of_squares, out=scratch)
        xp.sqrt(scratch, out=scratch)
        xp.add(scratch, epsilon, out=scratch)
        xp.divide(change, scratch, out=change)
        _descend(xp, w, change, shrink, new)

    return _sweep(xp, rule, arrays, 2, out)


def _lion_reference(
    rate: Any,
    step: Any,
    *arrays: Any,
    beta_1: float,
    beta_2: float,
    decay: float = 0.0,
) -> tuple[Any, ...]:
    def rule(g: Any, state: Any, rate: Any, t: Any) -> Any:
        direction = sign(state[0] * beta_1 + g * (1 - beta_1))
        return rate * direction, state[0] * beta_2 + g * (1 - beta_2)

    return _reference(rule, 1, arrays, rate, step, decay)


@primitive(
    infer=_stepped(1), kind=STATE, reference=_lion_reference, differentiable=False
)
def lion_step(
    xp: Any,
    rate: Array,
    step: Array,
    *arrays: Array,
    beta_1: float,
    beta_2: float,
    decay: float = 0.0,
    out: Arrays | None = None,
) -> tuple[Array, ...]:
    """Move by the sign of a blend of the gradient and its running mean."""
    rate, _, shrink = _scalars(xp, rate, step, arrays[0], decay)

    def rule(w: Any, g: Any, slots: Any, new: Any, new_slots: Any, tmp: Any) -> None:
        change, extra = tmp
        _blend(xp, slots[0], g, beta_1, extra, change)
        xp.sign(change, out=change)
        xp.multiply(change, rate, out=change)
        _blend(xp, slots[0], g, beta_2, extra, new_slots[0])
        _descend(xp, w, change, shrink, new)

    return _sweep(xp, rule, arrays, 1, out)


# ---- lengths of gradients ----


def _sum_squares_reference(*arrays: Any) -> Any:
    sums = [reduce_sum(a * a, axes=tuple(range(len(a.shape)))) for a in arrays]
    return functools.reduce(lambda a, b: a + b, sums)


def _one_number(*specs: Spec) -> Spec:
    return Spec((), specs[0].dtype)


@primitive(
    infer=_one_number,
    kind=REDUCTION,
    reference=_sum_squares_reference,
    differentiable=False,
)
def sum_squares(xp: Any, *arrays: Array) -> Array:
    """Sum of the squares of all elements of all arrays, of one float type."""
    total = None
    for a in arrays:
        flat = a.reshape(-1)
        part = xp.dot(flat, flat)
        total = part if total is None else total + part
    return xp.asarray(total)


# ---- what planners need to know ----

_SLOTS: dict[str, Callable[..., int]] = {
    "sgd_step": lambda **p: 0,
    "momentum_step": lambda **p: 1,
    "adagrad_step": lambda **p: 1,
    "adadelta_step": lambda **p: 2,
    "rmsprop_step": lambda **p: _rmsprop_slots(
        p.get("momentum", 0.0), p.get("centered", False)
    ),
    "adam_step": lambda **p: 2 + p.get("amsgrad", False),
    "adamax_step": lambda **p: 2,
    "nadam_step": lambda **p: 2,
    "lion_step": lambda **p: 1,
}


FLATTENABLE = tuple(_SLOTS)
"""Names of the steps that go element by element."""


def scalars_and_slots(step: Primitive, params: dict[str, Any]) -> Any:
    """Return how many inputs come before the arrays, and the slots a variable has.

    None if `step` is no fused optimizer step. All of them work element by element, so
    that many variables may be given as one long one.
    """
    slots = _SLOTS.get(step.name)
    if slots is None:
        return None
    return (3 if step.name == "nadam_step" else 2), slots(**params)
