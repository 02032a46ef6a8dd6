"""Special functions against Python's math module."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from cornu.backend import special

POINTS = np.concatenate(
    [
        np.linspace(-6.5, 6.5, 4001),
        np.geomspace(1e-300, 1, 500),
        -np.geomspace(1e-300, 1, 500),
        [0.46875, np.nextafter(0.46875, 1), 4.0, np.nextafter(4.0, 5), 30.0, 1e300],
    ]
)


def test_erf_to_the_last_digits():
    wanted = np.array([math.erf(x) for x in POINTS])
    assert np.abs(special.erf(POINTS) - wanted).max() <= 1e-15
    nonzero = wanted != 0
    gap = np.abs(special.erf(POINTS)[nonzero] / wanted[nonzero] - 1)
    assert gap.max() <= 1e-15


def test_erf_at_the_ends():
    found = special.erf(np.array([0.0, -0.0, np.inf, -np.inf, np.nan]))
    assert found[:4].tolist() == [0.0, 0.0, 1.0, -1.0]
    assert np.signbit(found[1])
    assert np.isnan(found[4])


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(), (0,), (2, 0, 3), (3, 4)])
def test_erf_keeps_type_and_shape(dtype, shape):
    found = special.erf(np.ones(shape, dtype))
    assert found.dtype == dtype
    assert found.shape == shape


def test_erfc_to_the_last_digits():
    x = np.concatenate([np.linspace(-6, 26, 5001), [0.46875, 4.0]])
    wanted = np.array([math.erfc(v) for v in x])
    assert np.abs(special.erfc(x) / wanted - 1).max() <= 2e-15


def test_erfc_at_the_ends():
    found = special.erfc(np.array([0.0, np.inf, -np.inf, np.nan]))
    assert found[:3].tolist() == [1.0, 0.0, 2.0]
    assert np.isnan(found[3])


def test_erfinv_undoes_erf():
    x = np.concatenate([np.linspace(-0.99, 0.99, 2001), np.geomspace(1e-300, 1e-3, 99)])
    back = np.array([math.erf(v) for v in special.erfinv(x)])
    some = x != 0
    assert np.abs(back[some] / x[some] - 1).max() <= 2e-15


def test_erfinv_agrees_with_the_normal_distribution():
    for p in (0.01, 0.2, 0.5, 0.9, 0.999, 1 - 1e-12):
        wanted = NormalDist().inv_cdf(p) / math.sqrt(2)
        assert special.erfinv(np.array(2 * p - 1)) == pytest.approx(wanted, rel=1e-4)


def test_erfinv_at_the_ends():
    found = special.erfinv(np.array([0.0, -0.0, 1.0, -1.0, 1.5, np.nan]))
    assert found[:4].tolist() == [0.0, 0.0, np.inf, -np.inf]
    assert np.signbit(found[1])
    assert np.isnan(found[4:]).all()


@pytest.mark.parametrize("order", [0, 1])
def test_bessel_functions_are_their_integrals(order):
    # I_n(x) is the mean of exp(x cos t) cos(n t); the midpoint rule is exact to digits.
    t = (np.arange(400) + 0.5) * (np.pi / 400)
    x = np.linspace(-60, 60, 241)[:, None]
    wanted = (np.exp(x * np.cos(t)) * np.cos(order * t)).mean(axis=1)
    found = getattr(special, f"i{order}")(x[:, 0])
    np.testing.assert_allclose(found, wanted, rtol=2e-13, atol=1e-14)


def test_bessel_functions_at_the_ends():
    ends = np.array([0.0, np.inf, -np.inf, 800.0, np.nan])
    assert special.i0(ends)[:4].tolist() == [1.0, np.inf, np.inf, np.inf]
    assert special.i1(ends)[:4].tolist() == [0.0, np.inf, -np.inf, np.inf]
    assert np.isnan(special.i0(ends)[4])
    assert np.isfinite(special.i0(np.array(713.0)))
