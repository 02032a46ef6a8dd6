"""Functions beyond the elementary: error functions, Bessel, sinc, sums of powers."""

import math
from typing import Any

from cornu.ops.arguments import as_float, as_operand, binary, meet, unary
from cornu.ops.math import absolute, add, divide, less, multiply, where
from cornu.primitives import arithmetic, elementwise

erfc = unary(
    "erfc",
    elementwise.erfc,
    "Return the complementary error function 1 - erf(x), exact where it is small.",
)
erfinv = unary(
    "erfinv",
    elementwise.erfinv,
    "Return the number whose error function is x; NaN outside [-1, 1].",
)
i0 = unary(
    "i0", elementwise.i0, "Return the modified Bessel function of the first kind, I_0."
)
logaddexp = binary(
    "logaddexp", arithmetic.logaddexp, "Return log(exp(x1) + exp(x2)) safely."
)


def logaddexp2(x1: Any, x2: Any) -> Any:
    """Return log2(2 ** x1 + 2 ** x2), without overflow on the way.

    Parameters
    ----------
    x1, x2 : array-like
        Their shapes broadcast.

    Returns
    -------
    Tensor, float

    Examples
    --------
    >>> logaddexp2([10.0], 10.0).tolist()
    [11.0]
    """
    x1, x2 = meet(x1, x2, to_float=True)
    ln_2 = math.log(2)
    total = arithmetic.logaddexp(multiply(x1, ln_2), multiply(x2, ln_2))
    return multiply(total, 1 / ln_2)


# From (-1) ** k / (2 k + 1)!; at half a radian the next term is below 1e-17.
_SERIES = tuple((-1) ** k / math.factorial(2 * k + 1) for k in range(9))
_NEAR = 0.5


def sinc(x: Any) -> Any:
    """Return sin(pi x) / (pi x), and 1 at 0.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, float, shape of `x`

    Notes
    -----
    Near zero the power series is summed, so that derivatives keep their digits there.

    Examples
    --------
    >>> sinc([0.0, 0.5]).numpy().round(4).tolist()
    [1.0, 0.6366000175476074]
    """
    angle = multiply(as_float(as_operand(x)), math.pi)
    near = less(absolute(angle), _NEAR)
    far = where(near, 1.0, angle)
    square = elementwise.square(where(near, angle, 0.0))
    series = multiply(square, _SERIES[-1])
    for term in reversed(_SERIES[1:-1]):
        series = multiply(add(series, term), square)
    return where(near, add(series, _SERIES[0]), divide(elementwise.sin(far), far))
