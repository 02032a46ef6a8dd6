"""Define the small models whose weight files, paths and summaries are recorded.

``MODELS[name](keras)`` builds one with any Keras-like library; `fill` gives it weights
by recipe so that values in a file can be told apart; `sample` makes an input.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def mlp(keras: Any) -> Any:
    k = keras.layers
    return keras.Sequential(
        [
            keras.Input((4,)),
            k.Dense(3, activation="relu"),
            k.Dropout(0.5),
            k.Dense(2, name="out"),
        ],
        name="mlp",
    )


def conv_bn(keras: Any) -> Any:
    k = keras.layers
    return keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            k.Conv2D(2, 3),
            k.BatchNormalization(),
            k.MaxPooling2D(),
            k.Conv2D(3, 2, use_bias=False),
            k.BatchNormalization(),
            k.Flatten(),
            k.Dense(2, activation="softmax"),
        ],
        name="conv_bn",
    )


def nested(keras: Any) -> Any:
    k = keras.layers
    inner_input = keras.Input((3,), name="inner_input")
    inner = keras.Model(inner_input, k.Dense(2)(k.Dense(3)(inner_input)), name="inner")
    tail = keras.Sequential([k.Dense(2), k.Dense(1)], name="tail")
    first = keras.Input((4,), name="first")
    middle = inner(k.Dense(3)(first))
    return keras.Model(first, tail(k.concatenate([middle, first])), name="outer")


def shared(keras: Any) -> Any:
    k = keras.layers
    left = keras.Input((4,), name="left")
    right = keras.Input((4,), name="right")
    twin = k.Dense(3, name="twin")
    merged = k.add([twin(left), twin(right)])
    score = k.Dense(1, name="score")(merged)
    label = k.Dense(2, name="label")(merged)
    return keras.Model([left, right], [score, label], name="shared")


def recurrent(keras: Any) -> Any:
    k = keras.layers
    return keras.Sequential(
        [
            keras.Input((5,)),
            k.Embedding(6, 3),
            k.Bidirectional(k.LSTM(2, return_sequences=True)),
            k.GRU(3, return_sequences=True),
            k.RNN(k.StackedRNNCells([k.LSTMCell(2), k.SimpleRNNCell(2)])),
            k.Dense(1),
        ],
        name="recurrent",
    )


def time_distributed(keras: Any) -> Any:
    k = keras.layers
    return keras.Sequential(
        [
            keras.Input((4, 3)),
            k.LSTM(2, return_sequences=True),
            k.LayerNormalization(),
            k.TimeDistributed(k.Dense(2)),
        ],
        name="time_distributed",
    )


def subclassed(keras: Any) -> Any:
    class Tower(keras.Model):
        def __init__(self) -> None:
            super().__init__(name="tower")
            self.blocks = [keras.layers.Dense(3) for _ in range(3)]
            self.table = {"head": keras.layers.Dense(2), "side": keras.layers.Dense(1)}
            self.norm = keras.layers.BatchNormalization()

        def call(self, x: Any) -> Any:
            for block in self.blocks:
                x = block(x)
            x = self.norm(x)
            return self.table["head"](x) + self.table["side"](x)

    model = Tower()
    model(np.zeros((1, 4), np.float32))
    return model


def custom_weights(keras: Any) -> Any:
    class Scale(keras.layers.Layer):
        def build(self, input_shape: Any) -> None:
            self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")
            self.offset = self.add_weight(
                shape=(), name="offset", initializer="zeros", trainable=False
            )

        def call(self, x: Any) -> Any:
            return x * self.scale + self.offset

    return keras.Sequential(
        [keras.Input((4,)), Scale(), Scale(), keras.layers.Dense(1)], name="custom"
    )


def compiled(keras: Any) -> Any:
    model = mlp(keras)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    model.train_on_batch(sample(model), np.ones((2, 2), np.float32))
    return model


def compiled_momentum(keras: Any) -> Any:
    model = mlp(keras)
    optimizer = keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True)
    model.compile(optimizer=optimizer, loss="mse", metrics=["mae"])
    model.train_on_batch(sample(model), np.ones((2, 2), np.float32))
    return model


MODELS: dict[str, Callable[[Any], Any]] = {
    "mlp": mlp,
    "conv_bn": conv_bn,
    "nested": nested,
    "shared": shared,
    "recurrent": recurrent,
    "time_distributed": time_distributed,
    "subclassed": subclassed,
    "custom_weights": custom_weights,
    "compiled": compiled,
    "compiled_momentum": compiled_momentum,
}
SUMMARIES = ("mlp", "conv_bn", "nested", "shared", "recurrent", "subclassed")


def sample(model: Any) -> np.ndarray:
    """Return two rows that fit the model's one input (integers for an embedding)."""
    shape = (2, *model.input_shape[1:])
    count = np.arange(int(np.prod(shape)))
    if model.name == "recurrent":
        return (count % 6).reshape(shape).astype(np.int32)
    return np.sin(count + 1.0).reshape(shape).astype(np.float32)


def fill(model: Any) -> None:
    """Set weight number n to (n + 1 + 0.8 cos(1 + position)) / 20."""
    values = []
    for number, weight in enumerate(model.weights):
        shape = tuple(weight.shape)
        wave = np.cos(1.0 + np.arange(int(np.prod(shape)))).reshape(shape)
        values.append(((number + 1 + 0.8 * wave) / 20).astype(weight.dtype))
    model.set_weights(values)
