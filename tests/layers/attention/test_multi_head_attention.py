"""MultiHeadAttention: its arguments, and where its weights are saved."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers

X = np.random.default_rng(5).normal(size=(2, 3, 4)).astype("float32")


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"num_heads": 0, "key_dim": 2}, "num_heads must be a positive integer"),
        ({"num_heads": 2, "key_dim": 2.5}, "key_dim must be a positive integer"),
        ({"num_heads": 2, "key_dim": 2, "value_dim": -1}, "value_dim must be"),
        ({"num_heads": 2, "key_dim": 2, "output_shape": 0}, "output_shape must be"),
        ({"num_heads": 2, "key_dim": 2, "attention_axes": "a"}, "attention_axes"),
    ],
)
def test_arguments_are_checked(kwargs, words):
    with pytest.raises(ValueError, match=words):
        layers.MultiHeadAttention(**kwargs)


def test_one_value_stands_for_a_tuple():
    layer = layers.MultiHeadAttention(2, 3, output_shape=5, attention_axes=1)
    assert (layer.output_shape, layer.attention_axes) == ((5,), (1,))
    assert layer.value_dim == 3


def test_only_what_projections_return_is_regularized():
    layer = layers.MultiHeadAttention(2, 3, activity_regularizer="l2")
    layer(X, X)
    assert len(layer.losses) == 4


def test_weights_are_saved_where_keras_looks_for_them(tmp_path):
    h5py = pytest.importorskip("h5py")
    inputs = keras.Input((3, 4))
    layer = layers.MultiHeadAttention(2, 3, use_gate=True)
    model = keras.Model(inputs, layer(inputs, inputs))
    path = tmp_path / "model.weights.h5"
    model.save_weights(path)
    with h5py.File(path) as file:
        group = file["layers/multi_head_attention"]
        parts = {k for k in group if "dense" in k}
    names = ("query", "key", "value", "output")
    assert parts == {"_gate_dense", *(f"{n}_dense" for n in names)}
    before = model(X).numpy()
    model.set_weights([w * 0 for w in model.get_weights()])
    model.load_weights(path)
    np.testing.assert_array_equal(model(X).numpy(), before)


def test_it_learns_to_copy_by_place():
    # Which of the steps counts is said by a flag; only looking there can tell.
    rng = np.random.default_rng(0)
    x = rng.normal(size=(256, 4, 3)).astype("float32")
    place = rng.integers(0, 4, 256)
    x[..., 0] = 4.0 * (np.arange(4) == place[:, None])
    y = x[np.arange(256), place, 1]
    keras.utils.set_random_seed(0)
    inputs = keras.Input((4, 3))
    seen = layers.MultiHeadAttention(2, 4)(inputs, inputs)
    outputs = layers.Dense(1)(layers.GlobalAveragePooling1D()(seen))
    model = keras.Model(inputs, outputs)
    model.compile("adam", "mse")
    model.optimizer.learning_rate = 0.02
    losses = model.fit(x, y, epochs=20, batch_size=64, verbose=0).history["loss"]
    assert losses[-1] < 0.2 * losses[0]
