"""Conv3D."""

import numpy as np

from cornu import layers


def test_kernel_of_ones_sums_the_window():
    layer = layers.Conv3D(1, 2, kernel_initializer="ones")
    x = np.arange(27.0).reshape(1, 3, 3, 3, 1)
    found = layer(x).numpy()[0, ..., 0]
    expected = [
        [[x[0, d : d + 2, h : h + 2, w : w + 2].sum() for w in (0, 1)] for h in (0, 1)]
        for d in (0, 1)
    ]
    np.testing.assert_allclose(found, expected)
