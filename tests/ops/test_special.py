"""Special functions: known values and derivatives where they are hard."""

import math

import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import grad


def twice(function):
    return grad(lambda x: ops.sum(grad(lambda y: ops.sum(function(y)))(x)))


def test_known_values():
    assert ops.erfc(np.array(10.0)) == pytest.approx(math.erfc(10), rel=1e-14)
    assert ops.erfinv(np.array(0.5)) == pytest.approx(0.4769362762044699, rel=1e-15)
    assert ops.i0(np.array(1.0)) == pytest.approx(1.2660658777520084, rel=1e-15)
    assert ops.sinc(np.array([0.0, 0.5])).tolist() == pytest.approx([1, 2 / math.pi])


def test_sums_of_powers_do_not_overflow():
    assert ops.logaddexp([1000.0], 1000.0).item() == pytest.approx(1000 + math.log(2))
    assert ops.logaddexp2([-2000.0, 3000.0], -2000.0).tolist() == [-1999, 3000]
    inf = math.inf
    with np.errstate(invalid="ignore"):
        assert ops.logaddexp([-inf, inf], [-inf, inf]).tolist() == [-inf, inf]


@pytest.mark.parametrize("value", [0.0, 1e-9, 1e-4, 0.15, 0.17])
def test_the_curvature_of_sinc_keeps_its_digits(value):
    # -pi ** 2 / 3 + pi ** 4 x ** 2 / 10 - pi ** 6 x ** 4 / 168 + ...
    t = (math.pi * value) ** 2
    terms = [
        (-1) ** k * (2 * k) * (2 * k - 1) * t ** (k - 1) / math.factorial(2 * k + 1)
        for k in range(1, 12)
    ]
    found = twice(ops.sinc)(ops.convert_to_tensor(np.array([value])))
    assert found.item() == pytest.approx(math.pi**2 * sum(terms), rel=1e-12)


def test_derivatives_of_bessel_functions_at_zero():
    zero = ops.convert_to_tensor(np.zeros(1))
    assert grad(lambda x: ops.sum(ops.i0(x)))(zero).tolist() == [0]
    assert twice(ops.i0)(zero).tolist() == [0.5]


def test_equal_terms_share_the_gradient_of_logaddexp():
    x = ops.convert_to_tensor([0.0, 1e4, -1e4])
    slope = grad(lambda a: ops.sum(ops.logaddexp(a, x)))(x)
    assert slope.tolist() == [0.5, 0.5, 0.5]


def test_half_types_are_kept():
    bfloat16 = np.dtype(pytest.importorskip("ml_dtypes").bfloat16)
    for kind in (np.dtype("float16"), bfloat16):
        x = np.array([0.25, 0.5]).astype(kind)
        for op in (ops.erfc, ops.erfinv, ops.i0, ops.sinc):
            assert op(x).dtype == kind
        for op in (ops.logaddexp, ops.logaddexp2, ops.hypot):
            assert op(x, 0.5).dtype == kind
