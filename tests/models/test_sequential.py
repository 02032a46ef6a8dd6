"""Stacks of layers."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import NotBuiltError, ShapeError

X = np.linspace(-1, 1, 12, dtype="float32").reshape(4, 3)


@pytest.mark.parametrize(
    "first",
    [
        [keras.Input((3,)), layers.Dense(2)],
        [layers.Dense(2, input_shape=(3,))],
        [layers.Dense(2, input_dim=3)],
        [layers.InputLayer(shape=(3,)), layers.Dense(2)],
        [layers.Dense(2, batch_input_shape=(None, 3))],
    ],
    ids=["Input", "input_shape", "input_dim", "InputLayer", "batch_input_shape"],
)
def test_ways_to_give_the_input_shape(first):
    model = keras.Sequential([*first, layers.Dense(1)])
    assert model.built
    assert (model.input_shape, model.output_shape) == ((None, 3), (None, 1))
    assert [type(x).__name__ for x in model.layers] == ["Dense", "Dense"]
    assert model.count_params() == 11


def test_fixed_batch_size():
    model = keras.Sequential([keras.Input((3,), batch_size=4), layers.Dense(2)])
    assert model.input_shape == (4, 3)
    assert model.output_shape == (4, 2)


def test_without_a_shape_it_is_built_by_data():
    model = keras.Sequential([layers.Dense(2), layers.Dense(1)])
    assert not model.built
    assert model.weights == []
    with pytest.raises(AttributeError):
        _ = model.output_shape
    assert model(X).shape == (4, 1)
    assert model.built
    assert model.input_shape == (None, 3)
    assert len(model.weights) == 4


def test_built_by_hand():
    model = keras.Sequential([layers.Dense(2), layers.Dense(1)], name="m")
    model.build((None, 5))
    assert model.layers[0].kernel.shape == (5, 2)
    assert model.layers[1].kernel.path.startswith("m/dense")


def test_build_needs_layers_and_a_shape():
    with pytest.raises(NotBuiltError, match="no layers"):
        keras.Sequential().build((None, 2))
    with pytest.raises(ShapeError, match="shape"):
        keras.Sequential([layers.Dense(1)]).build()


def test_computes_one_layer_after_the_other():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.ReLU()])
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(model(X), np.maximum(X @ kernel + bias, 0), rtol=1e-6)


def test_add_and_pop():
    model = keras.Sequential()
    model.add(keras.Input((3,)))
    assert not model.built
    model.add(layers.Dense(4))
    assert model.output_shape == (None, 4)
    last = layers.Dense(1)
    model.add(last)
    assert model.output_shape == (None, 1)
    kept = model.layers[0].get_weights()
    assert model.pop() is last
    assert model.output_shape == (None, 4)
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], kept[0])
    model.pop()
    assert (model.built, model.layers) == (False, [])
    with pytest.raises(ValueError, match="no layers"):
        keras.Sequential().pop()


def test_adding_keeps_the_weights_there_are():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    kept = model.get_weights()
    model.add(layers.Dense(1))
    np.testing.assert_array_equal(model.get_weights()[0], kept[0])


def test_input_must_come_first():
    model = keras.Sequential([layers.Dense(1)])
    with pytest.raises(ValueError, match="first"):
        model.add(keras.Input((3,)))


def test_a_symbol_is_no_layer():
    x = keras.Input((3,))
    with pytest.raises(ValueError, match="symbol"):
        keras.Sequential([x, layers.Dense(1)(x)])


def test_training_flag_reaches_the_layers():
    model = keras.Sequential([keras.Input((3,)), layers.Dropout(0.9)])
    np.testing.assert_array_equal(model(X), X)
    np.testing.assert_array_equal(model.predict(X, verbose=0), X)
    assert (np.asarray(model(X, training=True)) == 0).any()


def test_models_in_models():
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="inner")
    deferred = keras.Sequential([layers.Dense(4), layers.Dense(1)], name="deferred")
    model = keras.Sequential([inner, deferred])
    assert model(X).shape == (4, 1)
    assert len(model.weights) == 6
    assert model.get_layer("inner") is inner
    inner.trainable = False
    assert len(model.trainable_weights) == 4


def test_part_of_a_model_as_a_model():
    model = keras.Sequential(
        [keras.Input((3,)), layers.Dense(2, name="hidden"), layers.Dense(1)]
    )
    part = keras.Model(model.inputs, model.get_layer("hidden").output)
    kernel, bias = model.get_layer("hidden").get_weights()
    np.testing.assert_allclose(part.predict(X, verbose=0), X @ kernel + bias, rtol=1e-5)


def test_config_round_trip():
    model = keras.Sequential(
        [keras.Input((3,)), layers.Dense(2, activation="tanh"), layers.Dropout(0.1)],
        name="m",
    )
    twin = keras.Sequential.from_config(model.get_config())
    assert twin.name == "m"
    assert twin.output_shape == (None, 2)
    assert twin.get_config() == model.get_config()
    twin.set_weights(model.get_weights())
    np.testing.assert_array_equal(model(X), twin(X))


def test_mask_comes_out_of_the_last_layer():
    model = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(5, 2, mask_zero=True),
            layers.LSTM(2, return_sequences=True),
        ]
    )
    out = model(np.array([[1, 0, 2]]))
    np.testing.assert_array_equal(out._keras_mask, [[True, False, True]])


def test_one_missing_or_superfluous_last_axis_of_size_one_is_forgiven():
    model = keras.Sequential([keras.Input((1,)), layers.Dense(2)])
    assert model.predict(np.ones(4), verbose=0).shape == (4, 2)


def test_integers_are_taken_as_numbers():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    assert model.predict(np.ones((4, 3), int), verbose=0).dtype == "float32"
