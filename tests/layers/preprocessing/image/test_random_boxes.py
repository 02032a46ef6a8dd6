"""Random rectangles: sizes and places."""

import numpy as np

import cornu as keras
from cornu import layers, ops
from cornu.layers.preprocessing.image.random_boxes import box_masks


def masks(layer, shape, height, width):
    size = ops.ones((shape[0],))
    return box_masks(layer, ops.zeros(shape), size * height, size * width, None)


def test_sizes_and_places():
    layer = layers.RandomErasing(seed=1)
    found = masks(layer, (500, 20, 10, 3), 0.25, 0.5).numpy()
    assert found.shape == (500, 20, 10, 1)
    rows, columns = found.any((2, 3)).sum(1), found.any((1, 3)).sum(1)
    assert set(rows) <= {4, 5, 6}
    assert set(columns) <= {4, 5, 6}
    assert abs(rows.mean() - 5) < 0.1
    assert abs(columns.mean() - 5) < 0.1
    firsts = found.any((2, 3)).argmax(1)
    assert firsts.min() <= 1
    assert firsts.max() >= 15
    np.testing.assert_array_equal(found.sum((1, 2, 3)), rows * columns)


def test_nothing_and_everything():
    layer = layers.RandomErasing(seed=1)
    assert not masks(layer, (3, 5, 4, 1), 0.0, 0.5).numpy().any()
    assert masks(layer, (3, 5, 4, 1), 1.0, 1.0).numpy().all()


def test_channels_first_and_unknown_sizes():
    layer = layers.RandomErasing(seed=1, data_format="channels_first")
    assert masks(layer, (2, 3, 5, 4), 0.5, 0.5).shape == (2, 1, 5, 4)
    size = keras.Input(())
    found = box_masks(layer, keras.Input((3, None, None)), size, size, None)
    assert found.shape == (None, 1, None, None)
