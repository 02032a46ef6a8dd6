"""Masking."""

import numpy as np

from cornu import layers, ops


def test_marks_and_clears_steps_of_one_value():
    x = ops.array([[[1.0, -1.0], [-1.0, -1.0], [0.0, -1.0]]])
    layer = layers.Masking(mask_value=-1.0)
    assert layer.compute_mask(x).numpy().tolist() == [[True, False, True]]
    assert layer(x).numpy().tolist() == [[[1.0, -1.0], [0.0, 0.0], [0.0, -1.0]]]


def test_mask_travels_to_layers_behind():
    x = np.array([[[2.0], [0.0], [4.0]]])
    masked = layers.Masking()(x)
    assert layers.GlobalAveragePooling1D()(masked).numpy().tolist() == [[3.0]]
