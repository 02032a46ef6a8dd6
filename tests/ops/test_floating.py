"""Signs, infinities, limits: values known by hand."""

import math

import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import grad
from cornu.errors import DTypeError
from cornu.symbolic import SymbolicTensor

INF, NAN = math.inf, math.nan


def test_infinities_and_signs():
    x = [INF, -INF, NAN, -0.0, 1.0]
    assert ops.isposinf(x).tolist() == [True, False, False, False, False]
    assert ops.isneginf(x).tolist() == [False, True, False, False, False]
    assert ops.signbit(x).tolist() == [False, True, False, True, False]
    assert ops.signbit(np.array([-NAN, -3, 2])).tolist() == [True, True, False]
    assert ops.signbit(np.array([-1, 0], np.int8)).tolist() == [True, False]


def test_isreal():
    assert ops.isreal([1.0, NAN]).tolist() == [True, True]
    assert ops.isreal(np.array([[1 + 0j, 2j]], np.complex64)).tolist() == [
        [True, False]
    ]
    assert ops.isreal(np.array(1j)).item() is False


def test_neighbours_and_scales():
    assert ops.nextafter([1.0], [2.0]).tolist() == [1 + 2.0**-23]
    assert ops.ldexp(np.array([5e-324]), 1074).tolist() == [1.0]
    assert ops.ldexp(np.array([1], np.int8), 2).dtype == np.float32
    with pytest.raises(DTypeError, match=r"^ldexp: .*x2.*must be integers"):
        ops.ldexp([1.0], [0.5])


def test_nan_to_num():
    x = np.array([NAN, INF, -INF, 2.0], np.float16)
    assert ops.nan_to_num(x).tolist() == [0, 65504, -65504, 2]
    assert ops.nan_to_num(x, 7, posinf=8.0, neginf=9).tolist() == [7, 8, 9, 2]
    slope = grad(lambda y: ops.sum(ops.nan_to_num(y)))(ops.convert_to_tensor(x))
    assert slope.tolist() == [0, 0, 0, 1]


def test_saturate_cast():
    x = np.array([NAN, INF, -INF, -300.7, 2.5, 3e9], np.float32)
    assert ops.saturate_cast(x, "int32").tolist() == [
        0, 2**31 - 1, -(2**31), -300, 2, 2**31 - 1,
    ]  # fmt: skip
    assert ops.saturate_cast(x, "uint8").tolist() == [0, 255, 0, 0, 2, 255]
    assert ops.saturate_cast(x, "int64").tolist()[1:3] == [2**63 - 1, -(2**63)]
    assert ops.saturate_cast(x[1:], "float16").tolist()[:2] == [65504, -65504]
    whole = np.array([2**31 - 1, -5, 70000], np.int32)
    assert ops.saturate_cast(whole, "uint32").tolist() == [2**31 - 1, 0, 70000]
    assert ops.saturate_cast(whole, "float32").tolist()[1:] == [-5, 70000]
    assert ops.saturate_cast(whole, "float16").tolist()[2] == 65504


def test_allclose_is_one_answer():
    assert ops.allclose([1.0, 2.0], [1.0, 2.1]).item() is False
    assert ops.allclose([NAN], [NAN], equal_nan=True).item() is True
    assert ops.allclose(SymbolicTensor((None, 3)), 1.0).shape == ()


def test_select():
    x = np.array([1, 2, 3, 4], np.int8)
    found = ops.select([x < 2, x < 4], [x, 10], 0)
    assert found.tolist() == [1, 10, 10, 0]
    assert found.dtype == np.int8
    assert ops.select([[True, False]], [5], 2.5).tolist() == [5, 2.5]
    with pytest.raises(ValueError, match=r"^select: .*1 conditions.*2"):
        ops.select([[True]], [1, 2])


def test_symbols_keep_short_types():
    x = SymbolicTensor((None, 3), "int8")
    assert ops.select([x > 0], [x], 0).dtype == "int8"
    half = SymbolicTensor((None, 3), "float16")
    assert ops.where(half > 0, half, 0.0).dtype == "float16"
    assert ops.nan_to_num(half).dtype == "float16"
