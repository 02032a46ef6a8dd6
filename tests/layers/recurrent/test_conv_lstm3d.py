"""ConvLSTM3D: shapes of outputs and states."""

import numpy as np

from cornu import layers


def test_shapes():
    layer = layers.ConvLSTM3D(2, (1, 2, 3), return_state=True)
    found = layer(np.ones((1, 2, 3, 4, 5, 2), "float32"))
    assert [x.shape for x in found] == [(1, 3, 3, 3, 2)] * 3
