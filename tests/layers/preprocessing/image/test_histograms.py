"""Counts of values, plane by plane."""

import numpy as np

import cornu as keras
from cornu import ops
from cornu.layers.preprocessing.image.histograms import (
    counts_of,
    flattened,
    planes_of,
)


def test_planes_and_their_rows():
    images = np.arange(24).reshape(2, 2, 3, 2)
    planes = planes_of(ops.array(images), -1)
    assert planes.shape == (2, 2, 2, 3)
    assert flattened(planes)[1].tolist() == images[0, :, :, 1].ravel().tolist()


def test_unknown_sizes():
    planes = planes_of(keras.Input((None, None, 3)), -1)
    assert flattened(planes).shape == (None, None)


def test_counts():
    assert counts_of(ops.array([[0, 1, 1], [2, 2, 2]]), 3).tolist() == [
        [1, 2, 0],
        [0, 0, 3],
    ]
