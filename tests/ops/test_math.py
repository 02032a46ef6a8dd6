import math

import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import Tensor, grad
from cornu.errors import DTypeError

UNARY = {
    # name: (what NumPy or Python calls it, lowest and highest input)
    "absolute": (np.abs, -3, 3),
    "abs": (np.abs, -3, 3),
    "negative": (np.negative, -3, 3),
    "sign": (np.sign, -3, 3),
    "square": (np.square, -3, 3),
    "sqrt": (np.sqrt, 0.1, 3),
    "rsqrt": (lambda x: 1 / np.sqrt(x), 0.1, 3),
    "reciprocal": (np.reciprocal, 0.1, 3),
    "exp": (np.exp, -3, 3),
    "expm1": (np.expm1, -3, 3),
    "log": (np.log, 0.1, 3),
    "log1p": (np.log1p, -0.9, 3),
    "log2": (np.log2, 0.1, 3),
    "log10": (np.log10, 0.1, 3),
    "sin": (np.sin, -3, 3),
    "cos": (np.cos, -3, 3),
    "tan": (np.tan, -1, 1),
    "arcsin": (np.arcsin, -1, 1),
    "arccos": (np.arccos, -1, 1),
    "arctan": (np.arctan, -3, 3),
    "sinh": (np.sinh, -3, 3),
    "cosh": (np.cosh, -3, 3),
    "tanh": (np.tanh, -3, 3),
    "arcsinh": (np.arcsinh, -3, 3),
    "arccosh": (np.arccosh, 1, 3),
    "arctanh": (np.arctanh, -0.9, 0.9),
    "floor": (np.floor, -3, 3),
    "ceil": (np.ceil, -3, 3),
    "trunc": (np.trunc, -3, 3),
    "round": (np.round, -3, 3),
    "erf": (np.vectorize(math.erf), -3, 3),
    "cbrt": (np.cbrt, -3, 3),
    "exp2": (np.exp2, -3, 3),
    "fabs": (np.fabs, -3, 3),
    "deg2rad": (np.deg2rad, -200, 200),
    "rad2deg": (np.rad2deg, -3, 3),
    "isnan": (np.isnan, -3, 3),
    "isinf": (np.isinf, -3, 3),
    "isfinite": (np.isfinite, -3, 3),
    "logical_not": (np.logical_not, -3, 3),
}

BINARY = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "true_divide": np.divide,
    "floor_divide": np.floor_divide,
    "mod": np.mod,
    "fmod": np.fmod,
    "fmax": np.fmax,
    "fmin": np.fmin,
    "hypot": np.hypot,
    "heaviside": np.heaviside,
    "divide_no_nan": np.divide,
    "power": np.power,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "arctan2": np.arctan2,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "logical_and": np.logical_and,
    "logical_or": np.logical_or,
    "logical_xor": np.logical_xor,
}


@pytest.mark.parametrize("name", UNARY)
def test_one_input(name, rng):
    reference, low, high = UNARY[name]
    x = rng.uniform(low, high, (3, 4))
    op = getattr(ops, name)
    np.testing.assert_allclose(op(x), reference(x), rtol=1e-12, atol=1e-14)
    from_list = op(x.tolist())
    assert isinstance(from_list, Tensor)
    np.testing.assert_allclose(
        from_list.numpy(), reference(x.astype("f4")), rtol=1e-5, atol=1e-6
    )
    assert isinstance(op(float(x[0, 0])), Tensor)
    assert op.__name__ == name
    assert op.__doc__


@pytest.mark.parametrize("name", BINARY)
def test_two_inputs(name, rng):
    a, b = rng.uniform(0.5, 3, (3, 4)), rng.uniform(0.5, 3, 4)
    a[0, 0] = b[0]
    op, reference = getattr(ops, name), BINARY[name]
    np.testing.assert_allclose(op(a, b), reference(a, b), rtol=1e-12)
    np.testing.assert_allclose(op(a, 2.0), reference(a, 2.0), rtol=1e-12)
    np.testing.assert_allclose(op(2.0, a), reference(2.0, a), rtol=1e-12)
    for x1, x2 in (([1.5], [2.0]), ([1.5], 2), (1.5, 2)):
        result = op(x1, x2)
        assert isinstance(result, Tensor)
        np.testing.assert_allclose(result.numpy(), reference(x1, x2), rtol=1e-6)


def test_numbers_take_the_type_of_arrays():
    assert ops.add(np.ones(1, np.float16), 2.5).dtype == np.float16
    assert ops.add(np.ones(1, np.int8), 2).dtype == np.int8
    assert ops.add(np.ones(1, np.int32), 2.5).dtype == np.float32
    assert ops.add(1, 2).dtype == np.int32
    assert ops.divide(np.ones(1, np.int32), 2).dtype == np.float32
    assert ops.where([True], np.ones(1, np.int32), 2.5).dtype == np.float32
    assert ops.where(True, 1, 2).dtype == np.int32


def test_rounding():
    tens = ops.round(np.array([14.0, 15.0, 25.0]), decimals=-1)
    assert tens.tolist() == [10.0, 20.0, 20.0]
    places = ops.round(np.array([0.125, 0.375]), decimals=2)
    assert places.tolist() == [0.12, 0.38]
    assert ops.round(np.array([14, 16]), decimals=-1).tolist() == [10, 20]
    for op in (ops.round, ops.trunc):
        assert op(np.array([3], np.int8)).dtype == np.int8


def test_clip():
    x = np.array([-2.0, 0.5, 2.0])
    assert ops.clip(x, -1, 1).tolist() == [-1.0, 0.5, 1.0]
    assert ops.clip(x, None, 1).tolist() == [-2.0, 0.5, 1.0]
    assert ops.clip(x, [0.0, 0.0, 3.0], 4.0).tolist() == [0.0, 0.5, 3.0]
    whole = ops.clip(np.array([0, 5]), 1, 3)
    assert whole.tolist() == [1, 3]
    assert whole.dtype.kind == "i"
    assert ops.clip(np.array([0, 5], np.int32), 0.5, 3).dtype == np.float32
    assert ops.clip(np.array([False, True]), 0, 0).dtype == np.int32


def test_where():
    assert ops.where([True, False], [1.0, 2.0], 0).tolist() == [1.0, 0.0]
    rows, columns = ops.where([[False, True], [True, False]])
    assert (rows.tolist(), columns.tolist()) == ([0, 1], [1, 0])
    assert rows.dtype == np.int32
    with pytest.raises(ValueError, match="both x1 and x2"):
        ops.where([True], 1.0)


def test_positions_need_values():
    from cornu.symbolic import SymbolicTensor

    with pytest.raises(TypeError, match="only known with values"):
        ops.nonzero(SymbolicTensor((2,)))


def test_isclose():
    a, b = [1.0, 1.0, np.inf, np.nan], [1.0 + 1e-7, 1.1, np.inf, np.nan]
    assert ops.isclose(a, b).tolist() == [True, False, True, False]
    assert ops.isclose(a, b, equal_nan=True).tolist() == [True, False, True, True]


def test_logarithms_of_powers_are_exact():
    tens, twos = np.array([1.0, 10, 1000, 1e15]), np.array([1.0, 8, 2.0**-30])
    assert ops.log10(tens).tolist() == [0, 1, 3, 15]
    assert ops.log2(twos).tolist() == [0, 3, -30]
    assert ops.exp2([3, -2]).tolist() == [8, 0.25]
    assert ops.log10([1000.0]).tolist() == [3]


def test_truth_values_count_as_numbers():
    true = np.array([True, False])
    for op in (ops.power, ops.fmod, ops.mod, ops.floor_divide):
        assert op(true, np.array([True, True])).dtype == np.int32
    assert ops.square(true).dtype == np.int32
    for op in (ops.negative, ops.sign):
        with pytest.raises(DTypeError, match="cast"):
            op(true)
    with pytest.raises(DTypeError, match="logical_xor"):
        ops.subtract(true, true)


def test_integers_to_negative_powers_are_refused():
    with pytest.raises(DTypeError, match=r"^power: .*cast x1"):
        ops.power(np.array([2, 3]), np.array([1, -1]))
    assert ops.power(np.array([2.0]), np.array([-1])).tolist() == [0.5]


def test_integers_are_rounded_as_integers():
    assert ops.round(np.array([14, 15, 25, 126], np.int8), -1).tolist() == [
        10, 20, 20, 127,
    ]  # fmt: skip
    assert ops.round(np.array([-15, -25, 2**62 + 1]), -1).tolist() == [
        -20, -20, 2**62 - 4,
    ]  # fmt: skip
    assert ops.round(np.array([99], np.uint8), -3).tolist() == [0]
    assert ops.round(np.array([60000.0], np.float16), 1).tolist() == [60000]


def test_bounds_out_of_an_integers_range_do_not_wrap():
    assert ops.clip(np.array([1, 5], np.uint8), -1, 300).tolist() == [1, 5]


def test_numbers_win_over_nan():
    nan = math.nan
    assert ops.fmax([nan, 1.0], [2.0, nan]).tolist() == [2, 1]
    assert ops.fmin([nan, 3.0], [2.0, 1.0]).tolist() == [2, 1]
    assert np.isnan(ops.fmax(nan, nan).item())
    assert ops.fmax(np.array([3]), 2).dtype.kind == "i"


def test_division_by_zero_gives_zero_and_a_finite_slope():
    assert ops.divide_no_nan([1.0, 0.0, 4.0], [0.0, 0.0, 2.0]).tolist() == [0, 0, 2]
    assert ops.divide_no_nan(np.array([1.0], np.float16), 0).dtype == np.float16
    x = ops.convert_to_tensor([0.0, 2.0])
    slope = grad(lambda y: ops.sum(ops.divide_no_nan(1.0, y)))(x)
    assert slope.tolist() == [0, -0.25]


def test_steps_and_lengths_at_zero():
    found = ops.heaviside([-1.0, 0.0, 2.0, math.nan], 0.5)
    assert found.tolist()[:3] == [0, 0.5, 1]
    assert np.isnan(found.tolist()[3])
    slope = grad(lambda x: ops.sum(ops.hypot(x, 0.0)))
    assert slope(ops.convert_to_tensor([0.0, 3.0])).tolist() == [0, 1]
    assert ops.hypot(np.array(3e200), np.array(4e200)) == pytest.approx(5e200)


def test_bare_integer_arrays_become_the_default_float():
    for op in (ops.deg2rad, ops.rad2deg, ops.fabs, ops.exp2, ops.sinc):
        assert op(np.array([1, 2])).dtype == np.float32
