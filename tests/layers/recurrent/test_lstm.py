import inspect

import numpy as np
import pytest

import cornu as keras

# Names, order and defaults after `units`, as in Keras 3.
SETTINGS = [
    ("activation", "tanh"),
    ("recurrent_activation", "sigmoid"),
    ("use_bias", True),
    ("kernel_initializer", "glorot_uniform"),
    ("recurrent_initializer", "orthogonal"),
    ("bias_initializer", "zeros"),
    ("unit_forget_bias", True),
    ("kernel_regularizer", None),
    ("recurrent_regularizer", None),
    ("bias_regularizer", None),
    ("activity_regularizer", None),
    ("kernel_constraint", None),
    ("recurrent_constraint", None),
    ("bias_constraint", None),
    ("dropout", 0.0),
    ("recurrent_dropout", 0.0),
    ("seed", None),
    ("return_sequences", False),
    ("return_state", False),
    ("go_backwards", False),
    ("stateful", False),
    ("unroll", False),
    ("use_cudnn", "auto"),
]


def test_signature_is_that_of_keras():
    found = list(inspect.signature(keras.layers.LSTM).parameters.values())[1:]
    assert [(p.name, p.default) for p in found[: len(SETTINGS)]] == SETTINGS


@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("return_state", [True, False])
def test_shapes_with_unknown_and_known_sizes(return_sequences, return_state):
    layer = keras.layers.LSTM(
        4, return_sequences=return_sequences, return_state=return_state
    )
    for x in (keras.Input((None, 3)), keras.ops.ones((2, 5, 3))):
        batch, time = x.shape[:2]
        outputs = layer(x)
        outputs = outputs if return_state else (outputs,)
        assert outputs[0].shape == (
            (batch, time, 4) if return_sequences else (batch, 4)
        )
        assert [s.shape for s in outputs[1:]] == [(batch, 4)] * 2 * return_state


def test_weights_and_their_paths():
    layer = keras.layers.LSTM(4, name="own")
    layer.build((None, 5, 3))
    assert [w.path for w in layer.weights] == [
        f"own/lstm_cell/{name}" for name in ("kernel", "recurrent_kernel", "bias")
    ]
    assert layer.weights[0].shape == (3, 16)
    assert layer.weights[1].shape == (4, 16)


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu"])
def test_going_backwards_is_running_over_the_reverse(activation):
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    settings = {"activation": activation, "return_sequences": True}
    forward = keras.layers.LSTM(4, **settings)
    backward = keras.layers.LSTM(4, go_backwards=True, **settings)
    backward.build(x.shape)
    forward.build(x.shape)
    backward.set_weights(forward.get_weights())
    np.testing.assert_allclose(
        backward(x[:, ::-1].copy()), forward(x), rtol=1e-5, atol=1e-6
    )


def test_rows_do_not_touch_each_other():
    x = np.random.default_rng(0).normal(size=(3, 5, 3)).astype("float32")
    layer = keras.layers.LSTM(4)
    whole = np.asarray(layer(x))
    for row in range(3):
        np.testing.assert_allclose(layer(x[row : row + 1])[0], whole[row], rtol=1e-5)


@pytest.mark.parametrize("activation", ["tanh", "gelu"])
def test_training_with_dropout_reaches_every_weight(activation):
    layer = keras.layers.LSTM(
        4, activation=activation, dropout=0.3, recurrent_dropout=0.3, seed=0
    )
    x = np.random.default_rng(0).normal(size=(8, 5, 3)).astype("float32")
    with keras.GradientTape() as tape:
        total = keras.ops.sum(layer(x, training=True) ** 2)
    for gradient in tape.gradient(total, layer.trainable_weights):
        assert np.abs(gradient.numpy()).max() > 0
    np.testing.assert_array_equal(layer(x), layer(x))


def test_config_comes_back():
    layer = keras.layers.LSTM(
        3,
        kernel_regularizer="l2",
        recurrent_constraint="max_norm",
        activity_regularizer="l1",
        recurrent_initializer="he_normal",
        zero_output_for_mask=True,
    )
    twin = keras.layers.LSTM.from_config(layer.get_config())
    assert twin.get_config() == layer.get_config()


def test_an_unknown_setting_suggests_the_nearest():
    with pytest.raises(TypeError, match="Did you mean 'return_sequences'"):
        keras.layers.LSTM(3, return_sequence=True)
