"""Small models that Keras 2 and Keras 3 both build, for old HDF5 files."""

from __future__ import annotations

from typing import Any

import numpy as np


def stack(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Dense(
                5, activation="relu", input_shape=(4,), kernel_regularizer="l2"
            ),
            layers.BatchNormalization(momentum=0.9),
            layers.Dropout(0.2),
            layers.Dense(3, activation="softmax", kernel_initializer="he_normal"),
        ],
        name="stack",
    )
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model


def images(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(name="images")
    model.add(layers.Conv2D(3, (3, 3), activation="relu", input_shape=(8, 8, 1)))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.SeparableConv2D(2, 2, padding="same"))
    model.add(layers.LeakyReLU(0.1))
    model.add(layers.Conv2DTranspose(2, 2, strides=2))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(2))
    model.compile("sgd", "mse")
    return model


def branches(keras: Any) -> Any:
    layers = keras.layers
    a = keras.Input((4,), name="a")
    b = keras.Input((4,), name="b")
    shared = layers.Dense(3, activation="tanh", name="shared")
    x, y = shared(a), shared(b)
    both = layers.Concatenate(name="both")([x, y])
    total = layers.Add(name="total")([x, y])
    out = [layers.Dense(1, name="p")(both), layers.Dense(2, name="q")(total)]
    return keras.Model([a, b], out, name="branches")


def words(keras: Any) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((6,), dtype="int32"),
            layers.Embedding(11, 4, mask_zero=True),
            layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
            layers.GRU(4, return_sequences=True),
            layers.TimeDistributed(layers.Dense(3, activation="tanh")),
            layers.SimpleRNN(2),
        ],
        name="words",
    )


def attention(keras: Any) -> Any:
    layers = keras.layers
    inner = keras.Sequential(
        [keras.Input((5, 4)), layers.Dense(4, activation="relu")], name="inner"
    )
    x = keras.Input((5, 4), name="x")
    h = layers.MultiHeadAttention(2, 3, name="look")(x, x)
    h = layers.LayerNormalization(name="norm")(layers.Add(name="sum")([x, h]))
    h = inner(inner(h))
    return keras.Model(x, layers.Flatten(name="flat")(h), name="attention")


MODELS = {f.__name__: f for f in (stack, images, branches, words, attention)}


def inputs(name: str) -> Any:
    """Return the same data each time, for predictions."""
    rng = np.random.default_rng(5)
    if name == "words":
        return np.array([[1, 2, 3, 4, 0, 0], [10, 9, 8, 7, 6, 5], [3, 0, 0, 0, 0, 0]])
    if name == "branches":
        return [rng.normal(size=(3, 4)).astype("float32") for _ in range(2)]
    shape = {"stack": (3, 4), "images": (3, 8, 8, 1), "attention": (3, 5, 4)}[name]
    return rng.normal(size=shape).astype("float32")


def targets(name: str) -> Any:
    """Return what the compiled ones are trained on for two steps."""
    return np.eye(3, dtype="float32") if name == "stack" else np.ones((3, 2), "float32")
