"""Special functions on NumPy arrays, in double precision internally.

References
----------
.. [1] Cody, "Rational Chebyshev approximations for the error function",
   Mathematics of Computation 23, 1969.
.. [2] Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
   Applied Statistics 37, 1988.
.. [3] NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov,
   equations 10.25.2 and 10.40.1.
"""

import math

import numpy as np

from cornu.typing import Array

_ERF_P = (
    3.20937758913846947e03,
    3.77485237685302021e02,
    1.13864154151050156e02,
    3.16112374387056560e00,
    1.85777706184603153e-01,
)
_ERF_Q = (
    2.84423683343917062e03,
    1.28261652607737228e03,
    2.44024637934444173e02,
    2.36012909523441209e01,
    1.0,
)
_ERFC_P = (
    1.23033935479799725e03,
    2.05107837782607147e03,
    1.71204761263407058e03,
    8.81952221241769090e02,
    2.98635138197400131e02,
    6.61191906371416295e01,
    8.88314979438837594e00,
    5.64188496988670089e-01,
    2.15311535474403846e-08,
)
_ERFC_Q = (
    1.23033935480374942e03,
    3.43936767414372164e03,
    4.36261909014324716e03,
    3.29079923573345963e03,
    1.62138957456669019e03,
    5.37181101862009858e02,
    1.17693950891312499e02,
    1.57449261107098347e01,
    1.0,
)
_TAIL_P = (
    6.58749161529837803e-04,
    1.60837851487422766e-02,
    1.25781726111229246e-01,
    3.60344899949804439e-01,
    3.05326634961232344e-01,
    1.63153871373020978e-02,
)
_TAIL_Q = (
    2.33520497626869185e-03,
    6.05183413124413191e-02,
    5.27905102951428412e-01,
    1.87295284992346047e00,
    2.56852019228982242e00,
    1.0,
)


def _horner(coefficients: tuple[float, ...], z: Array) -> Array:
    total = np.full_like(z, coefficients[-1])
    for c in reversed(coefficients[:-1]):
        total *= z
        total += c
    return total


def _erfc_positive(a: Array) -> Array:
    """Complementary error function for ``a >= 0.46875``, equations of [1]."""
    middle = np.minimum(a, 4.0)
    result = _horner(_ERFC_P, middle) / _horner(_ERFC_Q, middle)
    far = np.maximum(a, 4.0)
    z = 1.0 / (far * far)
    tail = z * _horner(_TAIL_P, z) / _horner(_TAIL_Q, z)
    tail = (1.0 / math.sqrt(math.pi) - tail) / far
    # a * a rounded would cost digits of its exponential: part of it is exact.
    short = np.floor(a * 16.0) / 16.0
    slope = np.exp(-short * short) * np.exp(-(a - short) * (a + short))
    return slope * np.where(a <= 4.0, result, tail)


def erf(x: Array) -> Array:
    """Error function, elementwise; result in the dtype of `x`."""
    wide = np.asarray(x, np.float64)
    near, far = _erf_parts(wide)
    result = np.where(np.abs(wide) <= 0.46875, near, np.copysign(1.0 - far, wide))
    return np.where(np.isnan(wide), wide, result).astype(x.dtype)


def erfc(x: Array) -> Array:
    """Complementary error function, elementwise; result in the dtype of `x`."""
    wide = np.asarray(x, np.float64)
    near, far = _erf_parts(wide)
    result = np.where(wide > 0, far, 2.0 - far)
    result = np.where(np.abs(wide) <= 0.46875, 1.0 - near, result)
    return np.where(np.isnan(wide), wide, result).astype(x.dtype)


def _erf_parts(x: Array) -> tuple[Array, Array]:
    """Return erf(x), good near zero, and erfc(|x|), good away from it."""
    a = np.minimum(np.abs(x), 30.0)  # exp(-900) is 0 already; keeps inf out
    z = np.minimum(a, 0.46875) ** 2
    near = np.clip(x, -1.0, 1.0) * _horner(_ERF_P, z) / _horner(_ERF_Q, z)
    return near, _erfc_positive(np.maximum(a, 0.46875))


# The coefficients of [2], PPND16: near the middle, further out, in the far tails.
_MIDDLE_P = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_MIDDLE_Q = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_OUTER_P = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_OUTER_Q = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_FAR_P = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_FAR_Q = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


def erfinv(x: Array) -> Array:
    """Inverse of the error function, elementwise; result in the dtype of `x`.

    It is the percentage point of [2] at (1 + x) / 2, divided by the root of two; what
    that needs is formed from `x` directly, so that no digit is lost near zero.
    """
    wide = np.asarray(x, np.float64)
    a = np.abs(wide)
    inside = np.minimum(a, 0.85)
    z = 0.180625 - 0.25 * inside * inside
    middle = 0.5 * wide * _horner(_MIDDLE_P, z) / _horner(_MIDDLE_Q, z)
    # The least tail there is: 1 - a is a multiple of 2 ** -53.
    tail = np.clip(0.5 * (1.0 - a), 2.0**-54, 0.5)
    r = np.sqrt(-np.log(tail))
    z = np.minimum(r, 5.0) - 1.6
    outer = _horner(_OUTER_P, z) / _horner(_OUTER_Q, z)
    z = np.maximum(r, 5.0) - 5.0
    far = _horner(_FAR_P, z) / _horner(_FAR_Q, z)
    outer = np.copysign(np.where(r <= 5.0, outer, far), wide)
    result = np.where(a <= 0.85, middle, outer) / math.sqrt(2.0)
    result = np.where(a == 1.0, np.copysign(np.inf, wide), result)
    return np.where(a <= 1.0, result, np.nan).astype(x.dtype)


_NEAR = 20.0  # from here on the asymptotic series reaches the last digit
_SERIES = {
    order: tuple(
        1.0 / (math.factorial(k) * math.factorial(k + order)) for k in range(45)
    )
    for order in (0, 1)
}


def _asymptotic(order: int) -> tuple[float, ...]:
    """Return the coefficients of 1 / x in equation 10.40.1 of [3]."""
    terms = [1.0]
    for k in range(1, 28):
        terms.append(-terms[-1] * (4 * order**2 - (2 * k - 1) ** 2) / (8 * k))
    return tuple(terms)


_FAR_SERIES = {order: _asymptotic(order) for order in (0, 1)}


def i0(x: Array) -> Array:
    """Bessel function I of order 0, elementwise; result in the dtype of `x`."""
    return _bessel(x, 0)


def i1(x: Array) -> Array:
    """Bessel function I of order 1, elementwise; result in the dtype of `x`."""
    return _bessel(x, 1)


def _bessel(x: Array, order: int) -> Array:
    """Sum the series of [3]; all terms of the first are positive, none cancels."""
    wide = np.asarray(x, np.float64)
    a = np.abs(wide)
    half = 0.5 * np.minimum(a, _NEAR)
    near = _horner(_SERIES[order], half * half) * half**order
    large = np.clip(a, _NEAR, 1400.0)  # from 714 on the result is infinite
    far = _horner(_FAR_SERIES[order], 1.0 / large) / np.sqrt(2.0 * math.pi * large)
    root = np.exp(0.5 * large)  # its square may overflow early
    with np.errstate(over="ignore"):
        result = np.where(a <= _NEAR, near, root * far * root)
    if order % 2:
        result = np.copysign(result, wide)
    return np.where(np.isnan(wide), wide, result).astype(x.dtype)
