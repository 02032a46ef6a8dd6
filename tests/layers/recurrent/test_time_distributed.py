import numpy as np
import pytest

import cornu as keras
from cornu.errors import ShapeError

layers = keras.layers


def data(*shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


@pytest.mark.parametrize(
    ("inner", "shape"),
    [
        (lambda: layers.Dense(4), (2, 5, 3)),
        (lambda: layers.Conv2D(2, 2), (2, 3, 4, 5, 2)),
        (lambda: layers.LSTM(4), (2, 3, 4, 5)),
    ],
)
def test_every_step_meets_the_same_layer(inner, shape):
    layer = layers.TimeDistributed(inner())
    x = data(*shape)
    found = layer(x)
    for t in range(shape[1]):
        np.testing.assert_allclose(
            found[:, t], layer.layer(x[:, t]), rtol=1e-5, atol=1e-6
        )


def test_shapes_with_unknown_sizes():
    layer = layers.TimeDistributed(layers.Dense(4))
    assert layer(keras.Input((None, 3))).shape == (None, None, 4)
    assert layer(keras.Input((7, 3))).shape == (None, 7, 4)
    assert [w.path.split("/")[-1] for w in layer.weights] == ["kernel", "bias"]


def test_statistics_are_those_of_each_step():
    layer = layers.TimeDistributed(layers.BatchNormalization(epsilon=1e-6))
    x = data(8, 3, 4) * np.arange(1, 4, dtype="float32")[:, None]
    found = np.asarray(layer(x, training=True))
    np.testing.assert_allclose(found.mean(axis=0), np.zeros((3, 4)), atol=1e-5)
    np.testing.assert_allclose(found.std(axis=0), np.ones((3, 4)), rtol=1e-3)


def test_several_outputs():
    layer = layers.TimeDistributed(layers.LSTM(4, return_state=True))
    assert [y.shape for y in layer(data(2, 3, 5, 6))] == [(2, 3, 4)] * 3


def test_the_mask_travels_on():
    mask = np.array([[1, 0, 1], [1, 1, 0]], bool)
    layer = layers.TimeDistributed(layers.Dense(4))
    np.testing.assert_array_equal(layer.compute_mask(data(2, 3, 5), mask), mask)
    np.testing.assert_array_equal(layer(data(2, 3, 5), mask=mask), layer(data(2, 3, 5)))


def test_config_comes_back():
    layer = layers.TimeDistributed(layers.Dense(4, activation="relu"))
    twin = layers.TimeDistributed.from_config(layer.get_config())
    assert twin.get_config() == layer.get_config()


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="layer must be a layer, got 3"):
        layers.TimeDistributed(3)
    with pytest.raises(ShapeError, match=r"at least 3 axes.*got \(2, 5\)"):
        layers.TimeDistributed(layers.Dense(2))(data(2, 5))
