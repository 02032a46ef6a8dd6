import numpy as np
import pytest

from cornu import GradientTape, Input, ops
from cornu.autodiff import Tensor
from cornu.errors import DTypeError, ShapeError


def slope(function, x):
    x = ops.convert_to_tensor(x)
    with GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    return tape.gradient(y, x).numpy()


def test_numbers_and_lists_are_complex64():
    assert Tensor([1 + 2j]).dtype == np.complex64
    assert ops.real(1 + 2j).dtype == np.float32
    assert complex(ops.conj(1 + 2j)) == 1 - 2j


def test_parts_of_real_numbers():
    x = np.array([1, -2], "int8")
    assert ops.real(x) is x
    assert ops.conj(x) is x
    assert ops.imag(x).dtype == np.int8
    assert ops.imag(x).tolist() == [0, 0]
    assert ops.imag([True]).tolist() == [False]


def test_angles_of_the_axes():
    found = ops.angle(np.array([1, 1j, -1, -1j, 0], "complex128"))
    np.testing.assert_allclose(found, np.pi * np.array([0, 0.5, 1, -0.5, 0]))
    assert found.dtype == np.float64
    assert ops.angle(np.array([-3.0], "float64")).tolist() == [np.pi]


def test_slope_of_the_angle_of_zero_is_zero():
    assert slope(ops.angle, np.array([0j, 2j])).tolist() == [0, -0.5 + 0j]


def test_polar_of_a_number_keeps_the_digits_of_the_array():
    found = ops.polar(0.1, np.array([0.0, np.pi / 2]))
    assert found.dtype == np.complex128
    np.testing.assert_allclose(found, [0.1, 0.1j], atol=1e-17)


def test_polar_of_halves_is_computed_in_float32():
    x = np.array([0.3], "float16")
    found = ops.polar(np.array([1.0], "float16"), x)
    assert found.dtype == np.complex64
    np.testing.assert_allclose(found, np.exp(1j * x.astype("f8")), rtol=1e-6)


def test_pairs_and_back():
    z = np.array([[1 + 2j], [3 - 4j]])
    pairs = ops.view_as_real(z)
    assert pairs.tolist() == [[[1.0, 2.0]], [[3.0, -4.0]]]
    assert ops.view_as_complex(pairs).tolist() == z.tolist()
    assert ops.view_as_complex(np.ones((2, 2), "float64")).dtype == np.complex128


def test_symbols_of_unknown_size():
    z = Input((None,), dtype="complex64")
    assert (ops.angle(z).shape, ops.angle(z).dtype) == ((None, None), "float32")
    assert ops.view_as_real(z).shape == (None, None, 2)


def test_complex_where_real_is_wanted():
    with pytest.raises(DTypeError, match="view_as_complex: x must be real, got compl"):
        ops.view_as_complex(np.ones((2, 2), "complex64"))
    with pytest.raises(ShapeError, match=r"must have size 2.* got shape \(3,\)"):
        ops.view_as_complex([1.0, 2.0, 3.0])


def test_variance_of_complex_numbers_is_real():
    z = np.array([1 + 1j, -1 - 1j])
    assert ops.var(z).item() == 2.0
    assert ops.var(z).dtype == np.float64
    np.testing.assert_allclose(slope(ops.var, z), z.conj())
