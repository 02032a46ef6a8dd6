"""What convolutional LSTMs share: masks, states, dropout, errors."""

import numpy as np
import pytest

from cornu import Input, Sequential, layers, ops
from cornu.errors import ShapeError
from cornu.random import set_random_seed

X = np.random.default_rng(0).normal(size=(2, 3, 4, 2)).astype("float32")
KWARGS = {"filters": 2, "kernel_size": 2, "return_sequences": True}


def test_a_masked_step_is_skipped():
    layer = layers.ConvLSTM1D(**KWARGS)
    mask = np.array([[True, False, True], [False, True, True]])
    found = layer(X, mask=mask).numpy()
    np.testing.assert_array_equal(found[0, 1], found[0, 0])
    assert not found[1, 0].any()
    short = layer(X[:1, [0, 2]]).numpy()
    np.testing.assert_allclose(found[0, 2], short[0, 1], rtol=1e-5, atol=1e-6)
    again = layers.ConvLSTM1D(**KWARGS, zero_output_for_mask=True)
    again(X)
    again.set_weights(layer.get_weights())
    assert not again(X, mask=mask).numpy()[0, 1].any()


def test_a_stateful_layer_goes_on():
    whole = layers.ConvLSTM1D(**KWARGS)
    wanted = whole(X).numpy()
    layer = layers.ConvLSTM1D(**KWARGS, stateful=True)
    layer(X[:, :2])
    layer.set_weights(whole.get_weights())
    layer.reset_state()
    parts = [layer(X[:, :2]).numpy(), layer(X[:, 2:]).numpy()]
    np.testing.assert_allclose(np.concatenate(parts, 1), wanted, rtol=1e-5, atol=1e-6)
    assert [s.shape for s in layer.states] == [(2, 3, 2), (2, 3, 2)]


def test_states_can_be_handed_on():
    layer = layers.ConvLSTM1D(**KWARGS, return_state=True)
    wanted = layer(X)[0].numpy()
    first, *states = layer(X[:, :1])
    rest = layer(X[:, 1:], initial_state=states)[0]
    found = np.concatenate([first.numpy(), rest.numpy()], 1)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)
    with pytest.raises(ShapeError, match=r"initial_state\[0\] is"):
        layer(X, initial_state=[ops.zeros((2, 4, 2))] * 2)


def test_backwards_inside_a_bidirectional():
    layer = layers.Bidirectional(layers.ConvLSTM1D(**KWARGS))
    assert layer(X).shape == (2, 3, 3, 4)


def test_dropout_is_the_same_for_the_same_seed():
    found = []
    for _ in range(2):
        set_random_seed(1)
        layer = layers.ConvLSTM1D(**KWARGS, dropout=0.5, recurrent_dropout=0.5, seed=3)
        found.append(layer(X, training=True).numpy())
        assert not np.array_equal(found[-1], layer(X).numpy())
    np.testing.assert_array_equal(*found)


def test_it_trains_in_a_traced_step():
    weights = []
    for is_traced in (True, False):
        set_random_seed(1)
        layer = layers.ConvLSTM1D(2, 2, recurrent_dropout=0.3, dropout=0.3, seed=2)
        model = Sequential([Input((3, 4, 2)), layer])
        model.compile("sgd", "mse", run_eagerly=not is_traced)
        x = np.concatenate([X] * 4)
        model.fit(x, x[:, 0, :3], batch_size=2, epochs=2, shuffle=False, verbose=0)
        weights.append(model.get_weights())
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_half_of_the_bits():
    layer = layers.ConvLSTM1D(**KWARGS, dtype="mixed_float16")
    assert layer(X).dtype == "float16"
    assert {w.dtype for w in layer.weights} == {"float32"}


def test_unknown_batch_and_time():
    assert layers.ConvLSTM1D(**KWARGS)(Input((None, 4, 2))).shape == (None, None, 3, 2)


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"filters": 0}, "ConvLSTM1D: filters must be a positive"),
        ({"kernel_size": (1, 2)}, "ConvLSTM1D: kernel_size must be"),
        ({"padding": "causal"}, "ConvLSTM1D: unknown padding 'causal'"),
        ({"strides": 2, "dilation_rate": 2}, "cannot both be above 1"),
    ],
)
def test_arguments_are_checked(kwargs, words):
    with pytest.raises(ValueError, match=words):
        layers.ConvLSTM1D(**{**KWARGS, **kwargs})


def test_inputs_are_checked():
    with pytest.raises(ShapeError, match="must have 4 axes, got 3"):
        layers.ConvLSTM1D(**KWARGS)(ops.ones((2, 3, 4)))
    with pytest.raises(ShapeError, match="all sizes of a step must be known"):
        layers.ConvLSTM1D(**KWARGS)(Input((3, None, 2)))
