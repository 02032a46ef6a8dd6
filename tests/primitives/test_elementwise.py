"""Functions of one input: values, types, extremes."""

import math

import numpy as np
import pytest

from cornu.autodiff import grad
from cornu.primitives import elementwise as ew

POINTS = [0.3, 0.7, 0.99]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("exp", math.exp),
        ("expm1", math.expm1),
        ("log", math.log),
        ("log1p", math.log1p),
        ("sqrt", math.sqrt),
        ("rsqrt", lambda x: 1 / math.sqrt(x)),
        ("sin", math.sin),
        ("cos", math.cos),
        ("tan", math.tan),
        ("arcsin", math.asin),
        ("arccos", math.acos),
        ("arctan", math.atan),
        ("sinh", math.sinh),
        ("cosh", math.cosh),
        ("tanh", math.tanh),
        ("arcsinh", math.asinh),
        ("arctanh", math.atanh),
        ("sigmoid", lambda x: 1 / (1 + math.exp(-x))),
        ("softplus", lambda x: math.log(1 + math.exp(x))),
        ("erf", math.erf),
        ("reciprocal", lambda x: 1 / x),
    ],
)
def test_values_against_the_math_module(name, wanted):
    found = getattr(ew, name)(np.array(POINTS))
    np.testing.assert_allclose(found, [wanted(x) for x in POINTS], rtol=1e-14)


def test_rounding():
    x = np.array([-1.5, -0.5, 0.5, 1.5, 2.5])
    assert ew.floor(x).tolist() == [-2, -1, 0, 1, 2]
    assert ew.ceil(x).tolist() == [-1, 0, 1, 2, 3]
    assert ew.trunc(x).tolist() == [-1, 0, 0, 1, 2]
    assert ew.rint(x).tolist() == [-2, 0, 0, 2, 2]


@pytest.mark.parametrize("name", ["exp", "sqrt", "sigmoid", "erf", "softplus", "tanh"])
@pytest.mark.parametrize("dtype", ["int32", "bool", "uint8"])
def test_integers_become_floats(name, dtype):
    found = getattr(ew, name)(np.array([0, 1], dtype))
    assert found.dtype == "float32"


@pytest.mark.parametrize("name", ["relu", "negative", "absolute", "square", "sign"])
def test_integers_stay_where_they_can(name):
    assert getattr(ew, name)(np.array([0, 1], "int32")).dtype == "int32"


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_curves_saturate_without_overflow(dtype):
    x = np.array([-1e4, 1e4], dtype)
    assert ew.sigmoid(x).tolist() == [0.0, 1.0]
    assert ew.softplus(x).tolist() == [0.0, float(x[1])]
    assert ew.tanh(x).tolist() == [-1.0, 1.0]
    assert ew.erf(x).tolist() == [-1.0, 1.0]


@pytest.mark.parametrize("x", [-1e4, 1e4])
@pytest.mark.parametrize("name", ["sigmoid", "softplus", "tanh", "erf", "relu"])
def test_slopes_are_finite_at_saturation(name, x):
    assert math.isfinite(float(grad(getattr(ew, name))(x)))


@pytest.mark.parametrize(("name", "slope"), [("relu", 0.0), ("absolute", 0.0)])
def test_slope_at_the_kink(name, slope):
    assert float(grad(getattr(ew, name))(0.0)) == slope


def test_nan_and_infinities_pass():
    x = np.array([np.nan, np.inf, -np.inf])
    found = ew.relu(x)
    assert np.isnan(found[0])
    assert found[1:].tolist() == [np.inf, 0.0]
    assert np.isnan(ew.sigmoid(x)[0])
    assert ew.sigmoid(x)[1:].tolist() == [1.0, 0.0]
