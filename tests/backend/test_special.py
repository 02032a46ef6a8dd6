"""Special functions against Python's math module."""

import math

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


def test_erf_into_out():
    x, out = np.linspace(-1, 1, 5), np.empty(5)
    assert special.erf(x, out=out) is out
    assert (out == special.erf(x)).all()
