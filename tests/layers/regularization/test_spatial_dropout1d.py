"""SpatialDropout1D."""

import numpy as np

from cornu import layers


def test_channels_live_or_die_as_a_whole():
    layer = layers.SpatialDropout1D(0.5, seed=1)
    found = layer(np.ones((20, 3, 50)), training=True).numpy()
    per_channel = found.mean((1,))
    assert set(np.unique(per_channel)) == {0.0, 2.0}
    # Samples draw for themselves.
    assert (per_channel[0] != per_channel[1]).any()
