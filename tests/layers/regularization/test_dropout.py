"""Dropout."""

import numpy as np
import pytest

from cornu import GradientTape, Tensor, layers, ops
from cornu.errors import ShapeError

ONES = np.ones((200, 100), "float32")


def test_zeroes_about_the_rate_and_scales_the_rest():
    found = layers.Dropout(0.25, seed=1)(ONES, training=True).numpy()
    assert set(np.unique(found.round(5))) == {0.0, np.float32(1 / 0.75).round(5)}
    # Six standard deviations of the mean of 20000 draws.
    assert abs((found == 0).mean() - 0.25) < 6 * (0.25 * 0.75 / 20000) ** 0.5


def test_is_the_identity_outside_training():
    layer = layers.Dropout(0.9)
    assert layer(ONES).numpy().tolist() == ONES.tolist()
    assert layer(ONES, training=False).numpy().tolist() == ONES.tolist()


def test_each_call_draws_anew_and_seeds_repeat():
    layer, twin = layers.Dropout(0.5, seed=4), layers.Dropout(0.5, seed=4)
    first, second = layer(ONES, training=True), layer(ONES, training=True)
    assert (first.numpy() != second.numpy()).any()
    assert (first.numpy() == twin(ONES, training=True).numpy()).all()


def test_noise_shape_shares_the_mask():
    layer = layers.Dropout(0.5, noise_shape=(None, 1), seed=2)
    found = layer(ONES, training=True).numpy()
    assert (found == found[:, :1]).all()
    assert 0 < (found[:, 0] == 0).sum() < 200
    short = layers.Dropout(0.5, noise_shape=(100,), seed=2)
    found = short(ONES, training=True).numpy()
    assert (found == found[:1]).all()


def test_gradient_passes_where_inputs_did():
    x = Tensor(ONES)
    layer = layers.Dropout(0.5, seed=3)
    with GradientTape() as tape:
        tape.watch(x)
        y = layer(x, training=True)
    np.testing.assert_array_equal(tape.gradient(y, x).numpy(), y.numpy())


def test_rates_at_the_ends():
    assert not layers.Dropout(1.0)(ONES, training=True).numpy().any()
    layer = layers.Dropout(0)
    assert layer(ONES, training=True).numpy().all()
    assert layer.variables == []


@pytest.mark.parametrize("rate", [-0.1, 1.5, "half"])
def test_rate_is_checked(rate):
    with pytest.raises(ValueError, match="Dropout: rate must be a number from 0 to 1"):
        layers.Dropout(rate)


def test_noise_shape_is_checked():
    with pytest.raises(ValueError, match=r"noise_shape\[0\] must be a positive"):
        layers.Dropout(0.5, noise_shape=(0, 1))
    with pytest.raises(ShapeError, match="has more axes than the input"):
        layers.Dropout(0.5, noise_shape=(1, 1, 1))(ops.ones((2, 3)), training=True)
