"""Arithmetic: mixed types, broadcasting, gradients where they are delicate."""

import math

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor, grad
from cornu.errors import ShapeError
from cornu.primitives import arithmetic as ar
from cornu.primitives.reduction import reduce_sum


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("int32", "float32", "float32"),
        ("uint8", "int8", "int16"),
        ("int64", "float16", "float16"),
        ("bool", "float32", "float32"),
        ("float32", "float64", "float64"),
    ],
)
@pytest.mark.parametrize("op", [ar.add, ar.subtract, ar.multiply, ar.maximum])
def test_mixed_types(op, a, b, wanted):
    if op is ar.subtract and a == b == "bool":
        return
    x, y = np.array([1, 0], a), np.array([1, 1], b)
    found = op(x, y)
    assert found.dtype == wanted
    assert op(Tensor(y), x).dtype == wanted
    numpy_name = {"maximum": np.maximum}.get(op.name, getattr(np, op.name))
    assert found.tolist() == numpy_name(x.astype(wanted), y.astype(wanted)).tolist()


def test_scalars_are_weak():
    half = np.array([1, 2], "float16")
    assert ar.add(half, 0.5).dtype == "float16"
    assert ar.multiply(2, half).dtype == "float16"
    small = np.array([1, 2], "int8")
    assert ar.add(small, 1).dtype == "int8"
    assert ar.add(small, 0.5).dtype == "float32"
    assert ar.add(small, 0.5).tolist() == [1.5, 2.5]


def test_division_of_integers_is_in_floats():
    found = ar.divide(np.array([1, 2], "int32"), np.array([2, 4], "int32"))
    assert found.dtype == "float32"
    assert found.tolist() == [0.5, 0.5]
    assert ar.divide(np.array([True]), 2).dtype == "float32"
    assert ar.divide(1, 2).dtype == "float32"


def test_division_by_zero_in_gradients_is_infinite_not_an_error():
    with np.errstate(divide="ignore", invalid="ignore"):
        assert math.isinf(float(grad(lambda x: 1.0 / x)(0.0)))


@pytest.mark.parametrize("sign", [1, -1])
def test_remainder_takes_the_sign_of_the_divisor(sign):
    x, y = np.array([7.0, -7.0, 6.0]), np.array([3.0, 3.0, -4.0]) * sign
    assert ar.mod(x, y).tolist() == [a - b * math.floor(a / b) for a, b in zip(x, y)]
    assert ar.floor_divide(x, y).tolist() == [math.floor(a / b) for a, b in zip(x, y)]


def test_shapes_that_do_not_fit_are_told():
    with pytest.raises(ShapeError) as caught:
        ar.add(np.zeros((2, 3)), np.zeros((4, 3)))
    assert str(caught.value) == (
        "shapes (2, 3) and (4, 3) do not broadcast: sizes [2, 4] meet on axis -2; each "
        "must be equal or 1."
    )


def test_gradients_sum_over_broadcast_axes():
    a, b = Tensor(np.ones((2, 1, 3))), Tensor(np.full((4, 1), 2.0))
    with GradientTape() as tape:
        tape.watch([a, b])
        y = a * b
    da, db = tape.gradient(y, [a, b])
    assert (da.numpy() == np.full((2, 1, 3), 8.0)).all()
    assert (db.numpy() == np.full((4, 1), 6.0)).all()


@pytest.mark.parametrize("op", [ar.maximum, ar.minimum])
def test_ties_share_the_gradient(op):
    a, b = Tensor([1.0, 2.0, 3.0]), Tensor([3.0, 2.0, 1.0])
    with GradientTape() as tape:
        tape.watch([a, b])
        y = op(a, b)
    da, db = tape.gradient(y, [a, b])
    wanted = [0.0, 0.5, 1.0] if op is ar.maximum else [1.0, 0.5, 0.0]
    assert da.tolist() == wanted
    assert db.tolist() == wanted[::-1]


def test_nan_wins_an_extremum():
    x = np.array([np.nan, 1.0])
    assert np.isnan(ar.maximum(x, 0.0)[0])
    assert np.isnan(ar.minimum(0.0, x)[0])


@pytest.mark.parametrize("box", [float, Tensor])
@pytest.mark.parametrize(
    ("base", "exponent", "slope"),
    [
        (3.0, 2.0, 6.0),
        (0.0, 0.0, 0.0),
        (0.0, 1.0, 1.0),
        (0.0, 2.0, 0.0),
        (-2.0, 3.0, 12.0),
        (4.0, 0.5, 0.25),
    ],
)
def test_power_gradient_of_the_base(base, exponent, slope, box):
    exponent = box(exponent)
    assert float(grad(lambda a: ar.power(a, exponent))(base)) == pytest.approx(slope)


@pytest.mark.parametrize("box", [float, Tensor])
@pytest.mark.parametrize(
    ("base", "exponent", "slope"),
    [(2.0, 3.0, 8 * math.log(2)), (0.0, 2.0, 0.0), (1.0, 5.0, 0.0)],
)
def test_power_gradient_of_the_exponent(base, exponent, slope, box):
    base = box(base)
    assert float(grad(lambda b: ar.power(base, b))(exponent)) == pytest.approx(slope)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_power_with_a_scalar_stays_in_its_type_throughout(dtype):
    seen = set()
    from cornu.core import observers

    def observer(primitive, args, params, result):
        if result.dtype.kind == "f":
            seen.add(result.dtype.name)

    x = Tensor(np.array([1.0, 2.0], dtype))
    observers.active.append(observer)
    try:
        with GradientTape() as tape:
            tape.watch(x)
            y = x**3
        tape.gradient(y, x)
    finally:
        observers.active.remove(observer)
    assert seen == {dtype}


def test_arctan2_in_all_quadrants():
    a, b = np.array([1.0, 1.0, -1.0, -1.0, 0.0]), np.array([1.0, -1.0, 1.0, -1.0, -1.0])
    wanted = [math.atan2(y, x) for y, x in zip(a, b)]
    np.testing.assert_allclose(ar.arctan2(a, b), wanted, rtol=1e-15)


def test_a_fixed_dtype_gradient_for_integers_with_floats():
    x = Tensor([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = reduce_sum(ar.multiply(np.array([3, 4]), x), axes=(0,))
    assert tape.gradient(y, x).dtype == "float32"
