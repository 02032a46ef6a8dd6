"""Activation curves that recurrent primitives apply in place, found by name.

Each curve's slope is a function of its own output, so the pre-activations need not be
kept for the backward pass. Curves without that property (gelu, swish, ...) are left to
the step-by-step loop of the layers.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from cornu.primitives import elementwise
from cornu.primitives.comparison import clip, where
from cornu.typing import Array
from cornu.utils.naming import suggest


class Curve(NamedTuple):
    """Hold one activation three times: in place, its slope, and in plain primitives.

    Attributes
    ----------
    apply : callable
        ``apply(xp, x)`` overwrites `x` with its activation.
    slope : callable
        ``slope(xp, y, out)`` writes the derivative at the output `y`.
    plain : callable
        ``plain(x)`` on arrays, Tensors or symbols.
    """

    apply: Callable[[Any, Array], None]
    slope: Callable[[Any, Array, Array], None]
    plain: Callable[[Any], Any]


def _apply_linear(xp: Any, x: Array) -> None:
    """Leave `x` as it is."""


def _slope_linear(xp: Any, y: Array, out: Array) -> None:
    out[...] = 1


def _apply_tanh(xp: Any, x: Array) -> None:
    xp.tanh(x, out=x)


def _slope_tanh(xp: Any, y: Array, out: Array) -> None:
    xp.multiply(y, y, out=out)
    xp.subtract(1, out, out=out)


def _apply_sigmoid(xp: Any, x: Array) -> None:
    # Half a tanh cannot overflow and needs no division.
    xp.multiply(x, 0.5, out=x)
    xp.tanh(x, out=x)
    xp.multiply(x, 0.5, out=x)
    xp.add(x, 0.5, out=x)


def _slope_sigmoid(xp: Any, y: Array, out: Array) -> None:
    xp.multiply(y, y, out=out)
    xp.subtract(y, out, out=out)


def _apply_hard_sigmoid(xp: Any, x: Array) -> None:
    xp.multiply(x, 1 / 6, out=x)
    xp.add(x, 0.5, out=x)
    xp.clip(x, 0, 1, out=x)


def _slope_hard_sigmoid(xp: Any, y: Array, out: Array) -> None:
    out[...] = (y > 0) & (y < 1)
    xp.multiply(out, 1 / 6, out=out)


def _apply_relu(xp: Any, x: Array) -> None:
    xp.maximum(x, 0, out=x)


def _slope_relu(xp: Any, y: Array, out: Array) -> None:
    out[...] = y > 0


def _apply_relu6(xp: Any, x: Array) -> None:
    xp.clip(x, 0, 6, out=x)


def _slope_relu6(xp: Any, y: Array, out: Array) -> None:
    out[...] = (y > 0) & (y < 6)


def _apply_elu(xp: Any, x: Array) -> None:
    below = xp.minimum(x, 0)
    xp.expm1(below, out=below)
    xp.maximum(x, below, out=x)  # expm1(x) >= x, with equality only at 0


def _slope_elu(xp: Any, y: Array, out: Array) -> None:
    xp.minimum(y, 0, out=out)
    xp.add(out, 1, out=out)


def _apply_softsign(xp: Any, x: Array) -> None:
    xp.true_divide(x, xp.abs(x) + 1, out=x)


def _slope_softsign(xp: Any, y: Array, out: Array) -> None:
    # y = x / (1 + |x|) gives 1 / (1 + |x|) = 1 - |y|, whose square is the slope.
    xp.subtract(1, xp.abs(y), out=out)
    xp.multiply(out, out, out=out)


def _plain_elu(x: Any) -> Any:
    return where(x > 0, x, elementwise.expm1(where(x > 0, 0 * x, x)))


CURVES: dict[str, Curve] = {
    "linear": Curve(_apply_linear, _slope_linear, lambda x: x),
    "tanh": Curve(_apply_tanh, _slope_tanh, elementwise.tanh),
    "sigmoid": Curve(_apply_sigmoid, _slope_sigmoid, elementwise.sigmoid),
    "hard_sigmoid": Curve(
        _apply_hard_sigmoid,
        _slope_hard_sigmoid,
        lambda x: clip(x * (1 / 6) + 0.5, low=0.0, high=1.0),
    ),
    "relu": Curve(_apply_relu, _slope_relu, elementwise.relu),
    "relu6": Curve(_apply_relu6, _slope_relu6, lambda x: clip(x, low=0.0, high=6.0)),
    "elu": Curve(_apply_elu, _slope_elu, _plain_elu),
    "softsign": Curve(
        _apply_softsign,
        _slope_softsign,
        lambda x: x / (elementwise.absolute(x) + 1),
    ),
}


def curve(name: str) -> Curve:
    """Return the curve called `name`.

    Raises
    ------
    ValueError
        If the recurrent primitives know no such curve.
    """
    try:
        return CURVES[name]
    except KeyError:
        raise ValueError(
            f"Recurrent primitives know no activation {name!r}."
            f"{suggest(str(name), CURVES)} They know {', '.join(sorted(CURVES))}."
        ) from None
