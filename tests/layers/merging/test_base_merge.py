"""What layers of several inputs share."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError

A = np.arange(24.0).reshape(2, 3, 4)
B = np.arange(8.0).reshape(2, 4)


def test_shorter_shapes_get_axes_behind_the_batch():
    expected = A + B[:, None]
    np.testing.assert_array_equal(layers.Add()([A, B]).numpy(), expected)
    np.testing.assert_array_equal(layers.Add()([B, A]).numpy(), expected)


def test_symbols():
    assert layers.Add()([Input((None, 4)), Input((4,))]).shape == (None, None, 4)


def test_masks_meet_by_or():
    layer = layers.Add()
    one = ops.array([[True, False, False]])
    other = ops.array([[False, False, True]])
    inputs = [A[:1], A[:1]]
    mask = layer.compute_mask(inputs, [one, other])
    assert mask.numpy().tolist() == [[True, False, True]]
    assert layer.compute_mask(inputs, [one, None]) is None
    assert layer.compute_mask(inputs, None) is None
    with pytest.raises(ValueError, match="1 masks for 2 inputs"):
        layer.compute_mask(inputs, [one])


def test_one_tensor_is_no_list():
    with pytest.raises(ValueError, match="call it on a list of tensors"):
        layers.Add()(ops.ones((2, 3)))


def test_shapes_must_fit():
    with pytest.raises(ShapeError, match=r"\(2, 3\), \(2, 4\).* do not fit"):
        layers.Multiply()([ops.ones((2, 3)), ops.ones((2, 4))])
    with pytest.raises(ShapeError, match="different batch sizes"):
        layers.Add()([ops.ones((2, 3)), ops.ones((3, 3))])
