"""Dot against einsum."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError


def data(*shape):
    return np.random.default_rng(len(shape)).normal(size=shape).astype("float32")


@pytest.mark.parametrize(
    ("left", "right", "axes", "formula"),
    [
        ((3, 4), (3, 4), 1, "bi,bi->b"),
        ((2, 3, 4), (2, 5, 4), 2, "bij,bkj->bik"),
        ((2, 3, 4), (2, 4, 5), (2, 1), "bij,bjk->bik"),
        ((2, 3, 4), (2, 3), (1, 1), "bij,bi->bj"),
        ((2, 3), (2, 3, 4), (1, 1), "bi,bij->bj"),
        ((2, 3, 4), (2, 4, 5), (-1, -2), "bij,bjk->bik"),
        ((2, 3, 4, 5), (2, 5, 3), (1, 2), "bijk,bli->bjkl"),
    ],
)
def test_sums_over_the_axes(left, right, axes, formula):
    a, b = data(*left), data(*right)
    expected = np.einsum(formula, a, b)
    if expected.ndim == 1:
        expected = expected[:, None]
    found = layers.Dot(axes=axes)([a, b]).numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(layers.dot([a, b], axes=axes).numpy(), found)


def test_normalised_products_are_cosines():
    a, b = data(3, 4), data(3, 4) + 1
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    expected = (a * b).sum(1) / lengths
    found = layers.Dot(axes=1, normalize=True)([a, b]).numpy()
    np.testing.assert_allclose(found[:, 0], expected, rtol=1e-5)


def test_symbols():
    assert layers.Dot(1)([Input((3,)), Input((3,))]).shape == (None, 1)
    x, y = Input((3, 4)), Input((4, 5))
    assert layers.Dot((2, 1))([x, y]).shape == (None, 3, 5)


def test_axes_are_checked():
    with pytest.raises(TypeError, match="axes must be an integer or a pair"):
        layers.Dot("a")
    with pytest.raises(ValueError, match="axes must be one integer or two"):
        layers.Dot((1, 2, 3))
    with pytest.raises(ShapeError, match="an axis behind the batch"):
        layers.Dot(0)([ops.ones((2, 3)), ops.ones((2, 3))])


def test_sizes_must_agree():
    with pytest.raises(ShapeError, match=r"has size 3, axis 1 of .* has 4"):
        layers.Dot(1)([ops.ones((2, 3)), ops.ones((2, 4))])
