"""ConvLSTM2D: layouts agree."""

import numpy as np

from cornu import layers


def test_channels_first_is_the_transposed_answer():
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 5, 2)).astype("float32")
    kwargs = {"filters": 3, "kernel_size": 2, "return_sequences": True, "strides": 2}
    last = layers.ConvLSTM2D(**kwargs)
    wanted = last(x).numpy()
    first = layers.ConvLSTM2D(**kwargs, data_format="channels_first")
    first.build((None, 3, 2, 4, 5))
    first.set_weights(last.get_weights())
    found = first(np.moveaxis(x, -1, 2)).numpy()
    np.testing.assert_allclose(found, np.moveaxis(wanted, -1, 2), rtol=1e-4, atol=1e-5)
