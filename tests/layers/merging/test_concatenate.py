"""Concatenate."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError


def test_joins_along_an_axis():
    a, b = np.arange(6.0).reshape(1, 2, 3), -np.ones((1, 1, 3))
    expected = np.concatenate([a, b], axis=1)
    np.testing.assert_array_equal(layers.Concatenate(axis=1)([a, b]).numpy(), expected)
    np.testing.assert_array_equal(layers.concatenate([a, b], axis=1).numpy(), expected)


def test_symbols():
    assert layers.Concatenate()([Input((3,)), Input((None,))]).shape == (None, None)
    assert layers.Concatenate()([Input((3,)), Input((4,))]).shape == (None, 7)


def test_masks_are_joined_along_time():
    x = ops.ones((1, 2, 3))
    mask = ops.array([[True, False]])
    found = layers.Concatenate(axis=1).compute_mask([x, x], [mask, None])
    assert found.numpy().tolist() == [[True, False, True, True]]
    other = ops.array([[False, False]])
    found = layers.Concatenate().compute_mask([x, x], [mask, other])
    assert found.numpy().tolist() == [[True, False]]


@pytest.mark.parametrize("shapes", [((2, 3), (3, 3)), ((2, 3), (2, 3, 3))])
def test_other_axes_must_agree(shapes):
    with pytest.raises(ShapeError, match="must have one rank and agree except on axis"):
        layers.Concatenate()([ops.ones(s) for s in shapes])


def test_axis_must_exist():
    with pytest.raises(ShapeError, match="axis 3"):
        layers.Concatenate(axis=3)([ops.ones((2, 3)), ops.ones((2, 3))])
