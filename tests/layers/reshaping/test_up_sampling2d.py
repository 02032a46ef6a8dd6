"""UpSampling2D: values of Keras 3 for a row of 0, 1, 2 made twice as long."""

import numpy as np
import pytest

from cornu import Input, layers

ROW = np.arange(3.0).reshape(1, 1, 3, 1)
KERAS = {
    "nearest": [0, 0, 1, 1, 2, 2],
    "bilinear": [0.0, 0.25, 0.75, 1.25, 1.75, 2.0],
    "bicubic": [-0.0882353, 0.16788322, 0.7099237, 1.2900764, 1.8321168, 2.0882354],
    "lanczos3": [-0.09251435, 0.12321412, 0.607683, 1.3923169, 1.876786, 2.0925143],
    "lanczos5": [-0.02776685, 0.07459582, 0.5591798, 1.4408201, 1.9254042, 2.027767],
}


@pytest.mark.parametrize("name", KERAS)
def test_interpolations(name):
    layer = layers.UpSampling2D((1, 2), interpolation=name)
    np.testing.assert_allclose(layer(ROW).numpy().ravel(), KERAS[name], atol=2e-6)


def test_axes_are_treated_alike():
    x = np.random.default_rng(0).normal(size=(1, 3, 4, 2)).astype("float32")
    layer = layers.UpSampling2D((2, 3), interpolation="bilinear")
    turned = layers.UpSampling2D((3, 2), interpolation="bilinear")
    expected = turned(x.swapaxes(1, 2)).numpy().swapaxes(1, 2)
    np.testing.assert_allclose(layer(x).numpy(), expected, atol=1e-6)


def test_channels_first():
    x = np.arange(4.0).reshape(1, 1, 2, 2)
    layer = layers.UpSampling2D(2, data_format="channels_first")
    expected = x.repeat(2, axis=2).repeat(2, axis=3)
    np.testing.assert_array_equal(layer(x).numpy(), expected)


@pytest.mark.parametrize("name", ["nearest", "bilinear"])
def test_unknown_sizes(name):
    layer = layers.UpSampling2D((2, 3), interpolation=name)
    assert layer(Input((None, 4, 1))).shape == (None, None, 12, 1)


def test_interpolation_is_checked():
    with pytest.raises(ValueError, match="Did you mean 'bilinear'"):
        layers.UpSampling2D(2, interpolation="biliner")
