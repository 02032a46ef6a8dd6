"""Conv3DTranspose: its own order of arguments."""

import numpy as np

from cornu import layers


def test_data_format_stands_before_output_padding():
    layer = layers.Conv3DTranspose(2, 2, 2, "valid", "channels_first", 1)
    assert layer.data_format == "channels_first"
    assert layer.output_padding == (1, 1, 1)
    assert layer(np.ones((1, 3, 2, 2, 2), "float32")).shape == (1, 2, 5, 5, 5)


def test_windows_side_by_side_repeat_the_kernel():
    layer = layers.Conv3DTranspose(1, 2, strides=2, use_bias=False)
    found = layer(np.ones((1, 2, 2, 2, 1), "float32")).numpy()[0, ..., 0]
    wanted = np.tile(layer.kernel.numpy()[..., 0, 0], (2, 2, 2))
    np.testing.assert_allclose(found, wanted, rtol=1e-6)
