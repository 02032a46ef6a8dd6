"""ConvLSTM1D with a window of one is an LSTM at each place."""

import numpy as np

from cornu import layers


def test_a_window_of_one_is_an_lstm():
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 2)).astype("float32")
    layer = layers.ConvLSTM1D(3, 1, return_sequences=True)
    found = layer(x).numpy()
    plain = layers.LSTM(3, return_sequences=True)
    plain.build((None, 3, 2))
    kernel, recurrent, bias = layer.get_weights()
    plain.set_weights([kernel[0], recurrent[0], bias])
    for place in range(4):
        wanted = plain(x[:, :, place]).numpy()
        np.testing.assert_allclose(found[:, :, place], wanted, rtol=1e-4, atol=1e-5)
