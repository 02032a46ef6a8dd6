"""SpatialDropout3D."""

import numpy as np

from cornu import layers


def test_channels_live_or_die_as_a_whole():
    layer = layers.SpatialDropout3D(0.5, seed=1)
    found = layer(np.ones((20, 3, 3, 3, 50)), training=True).numpy()
    per_channel = found.mean((1, 2, 3))
    assert set(np.unique(per_channel)) == {0.0, 2.0}
    # Samples draw for themselves.
    assert (per_channel[0] != per_channel[1]).any()


def test_channels_first():
    layer = layers.SpatialDropout3D(0.5, data_format="channels_first", seed=1)
    found = layer(np.ones((20, 50, 3, 3, 3)), training=True).numpy()
    per_channel = found.mean((2, 3, 4))
    assert set(np.unique(per_channel)) == {0.0, 2.0}
