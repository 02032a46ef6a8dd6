"""Complex numbers in the engine: types, and gradients worked out by hand."""

import numpy as np
import pytest

from cornu import GradientTape, grad, ops
from cornu.autodiff import Tensor
from cornu.primitives import complex as parts
from cornu.primitives.arithmetic import multiply
from cornu.primitives.elementwise import absolute
from cornu.primitives.movement import cast

Z = np.array([3 + 4j, -1 + 2j])


def slopes(function, *inputs):
    boxed = [Tensor(x) for x in inputs]
    with GradientTape() as tape:
        tape.watch(boxed)
        y = function(*boxed)
    return [g.numpy() for g in tape.gradient(y, boxed)]


def test_gradient_of_the_parts():
    # Of a real f it is df/dx - i df/dy.
    assert slopes(parts.real, Z)[0].tolist() == [1, 1]
    assert slopes(parts.imag, Z)[0].tolist() == [-1j, -1j]
    assert slopes(lambda z: parts.real(parts.conj(z)), Z)[0].tolist() == [1, 1]
    assert slopes(lambda z: parts.imag(parts.conj(z)), Z)[0].tolist() == [1j, 1j]
    a, b = slopes(lambda a, b: parts.imag(parts.join_parts(a, b)), Z.real, Z.imag)
    assert (a.tolist(), b.tolist()) == ([0, 0], [1, 1])


def test_gradient_of_the_distance():
    assert absolute(Z).tolist() == [5.0, abs(Z[1])]
    (g,) = slopes(absolute, np.array([3 + 4j, 0j]))
    np.testing.assert_allclose(g, [0.6 - 0.8j, 0])


def test_second_derivatives_at_zero_are_finite():
    z = Tensor(np.array([0j, 1j]))
    with GradientTape() as outer:
        outer.watch(z)
        with GradientTape() as inner:
            inner.watch(z)
            y = ops.sum(absolute(z))
        total = ops.sum(ops.real(inner.gradient(y, z)))
    assert np.isfinite(outer.gradient(total, z).numpy()).all()


def test_real_inputs_have_real_gradients():
    x = np.array([1.0, 2.0])
    gx, gz = slopes(lambda x, z: parts.real(x * z), x, Z)
    assert gx.dtype == np.float64
    assert gx.tolist() == Z.real.tolist()
    assert gz.tolist() == x.tolist()
    (g,) = slopes(lambda x: parts.imag(ops.exp(x * 1j)), x)
    np.testing.assert_allclose(g, np.cos(x))
    assert grad(lambda x: ops.real(cast(x, dtype="complex64")))(2.0).dtype == np.float32


def test_casts_take_the_real_part_without_a_warning():
    assert cast(Z, dtype="float32").tolist() == [3, -1]
    assert cast(Z, dtype="int32").tolist() == [3, -1]
    assert cast(np.array([0j, 1j]), dtype="bool").tolist() == [False, True]
    out = np.empty(2)
    assert cast(Z, dtype="float64", out=out) is out
    assert out.tolist() == [3, -1]


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("float64", 1j, "complex128"),
        ("float32", 1j, "complex64"),
        ("float16", 1j, "complex64"),
        ("int32", 1j, "complex64"),
        ("complex64", 2.0, "complex64"),
        ("complex64", "float64", "complex128"),
        ("complex64", "float16", "complex64"),
        ("complex128", "float32", "complex128"),
        ("complex64", "int64", "complex64"),
    ],
)
def test_types_of_mixed_products(a, b, wanted):
    left = np.ones(2, a)
    right = np.ones(2, b) if isinstance(b, str) else b
    assert multiply(left, right).dtype == wanted
    assert multiply(Tensor(left), right).dtype == wanted


def test_bfloat16_beside_complex_numbers():
    ml_dtypes = pytest.importorskip("ml_dtypes")
    x = np.ones(2, ml_dtypes.bfloat16)
    assert multiply(x, np.ones(2, "complex64")).dtype == np.complex64
    assert parts.join_parts(x, x).tolist() == [1 + 1j] * 2


def test_powers_of_negative_and_complex_bases():
    base = np.array([-2 + 0j, 1j])
    (g,) = slopes(lambda b: parts.real(base**b), np.array([1.0 + 0j, 2.0 + 0j]))
    np.testing.assert_allclose(g, base ** np.array([1, 2]) * np.log(base))
    (g,) = slopes(lambda b: parts.real(2j**b), np.array([1.0 + 0j]))
    np.testing.assert_allclose(g, 2j * np.log(2j))
