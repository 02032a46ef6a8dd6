"""Whole models, written once for any library that speaks Keras.

Each function takes the library and returns a built model, inputs, targets and a loss.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from load import generator

Built = tuple[Any, Any, Any, str]


def draw(label: str, *shape: int) -> np.ndarray:
    """Return the same normal numbers for a label, everywhere."""
    return generator(label).standard_normal(shape).astype(np.float32)


def integers(label: str, high: int, *shape: int) -> np.ndarray:
    """Return the same integers below `high` for a label, everywhere."""
    return generator(label).integers(0, high, shape).astype(np.int32)


def one_hot(label: str, rows: int, classes: int) -> np.ndarray:
    """Return rows that name a class each."""
    return np.eye(classes, dtype=np.float32)[integers(label, classes, rows)]


def residual(k: Any) -> Built:
    """Convolutions with shortcuts, batch normalisation, strides, global pooling."""
    L = k.layers

    def block(x: Any, filters: int, strides: int) -> Any:
        y = L.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        y = L.BatchNormalization()(y)
        y = L.ReLU()(y)
        y = L.Conv2D(filters, 3, padding="same", use_bias=False)(y)
        y = L.BatchNormalization()(y)
        if strides > 1 or x.shape[-1] != filters:
            x = L.Conv2D(filters, 1, strides=strides, use_bias=False)(x)
            x = L.BatchNormalization()(x)
        return L.ReLU()(L.Add()([x, y]))

    inputs = k.Input((12, 12, 3))
    x = L.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    x = block(block(x, 4, 1), 8, 2)
    x = L.GlobalAveragePooling2D()(x)
    model = k.Model(inputs, L.Dense(3, activation="softmax")(x))
    return (
        model,
        draw("res x", 6, 12, 12, 3),
        one_hot("res y", 6, 3),
        ("categorical_crossentropy"),
    )


def u_shaped(k: Any) -> Built:
    """Down by pooling, up by transposed convolutions, joined across."""
    L = k.layers
    inputs = k.Input((8, 8, 1))
    first = L.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    x = L.MaxPooling2D(2)(first)
    second = L.Conv2D(6, 3, padding="same", activation="relu")(x)
    x = L.MaxPooling2D(2)(second)
    x = L.SeparableConv2D(8, 3, padding="same", activation="relu")(x)
    x = L.Conv2DTranspose(6, 2, strides=2, padding="same")(x)
    x = L.Concatenate()([x, second])
    x = L.Conv2DTranspose(4, 3, strides=2, padding="same")(x)
    x = L.Concatenate()([x, first])
    outputs = L.Conv2D(1, 1, activation="sigmoid")(x)
    targets = (draw("u y", 4, 8, 8, 1) > 0).astype(np.float32)
    return (
        k.Model(inputs, outputs),
        draw("u x", 4, 8, 8, 1),
        targets,
        ("binary_crossentropy"),
    )


def branched(k: Any) -> Built:
    """Windows of several sizes side by side, joined, and pooled in two ways."""
    L = k.layers
    inputs = k.Input((9, 9, 2))

    def module(x: Any) -> Any:
        a = L.Conv2D(2, 1, padding="same", activation="relu")(x)
        b = L.Conv2D(2, 1, padding="same", activation="relu")(x)
        b = L.Conv2D(3, 3, padding="same", activation="relu")(b)
        c = L.DepthwiseConv2D(5, padding="same", activation="relu")(x)
        d = L.AveragePooling2D(3, strides=1, padding="same")(x)
        d = L.Conv2D(2, 1, padding="same", activation="relu")(d)
        return L.Concatenate()([a, b, c, d])

    x = module(module(inputs))
    x = L.Concatenate()([L.GlobalMaxPooling2D()(x), L.GlobalAveragePooling2D()(x)])
    x = L.LayerNormalization()(x)
    model = k.Model(inputs, L.Dense(2)(x))
    return model, draw("inc x", 5, 9, 9, 2), draw("inc y", 5, 2), "mse"


def sequence_to_sequence(k: Any) -> Built:
    """An encoder that hands its states to a decoder; masks from embeddings."""
    L = k.layers
    source, target = k.Input((5,), dtype="int32"), k.Input((4,), dtype="int32")
    x = L.Embedding(9, 6, mask_zero=True)(source)
    _, h, c = L.LSTM(7, return_state=True)(x)
    y = L.Embedding(8, 6, mask_zero=True)(target)
    y = L.LSTM(7, return_sequences=True)(y, initial_state=[h, c])
    y = L.TimeDistributed(L.Dense(8, activation="softmax"))(y)
    inputs = [integers("s x", 9, 6, 5), integers("s t", 8, 6, 4)]
    return (
        k.Model([source, target], y),
        inputs,
        integers("s y", 8, 6, 4),
        ("sparse_categorical_crossentropy"),
    )


def transformer(k: Any) -> Built:
    """An encoder and a causal decoder of attention."""
    L, ops = k.layers, k.ops
    source, target = k.Input((6,), dtype="int32"), k.Input((5,), dtype="int32")

    class Embedded(L.Layer):
        def __init__(self, size: int, **more: Any) -> None:
            super().__init__(**more)
            self.size = size
            self.tokens = L.Embedding(10, 8)
            self.positions = L.Embedding(size, 8)

        def build(self, input_shape: Any) -> None:
            self.tokens.build(input_shape)
            self.positions.build((self.size,))

        def call(self, x: Any) -> Any:
            return self.tokens(x) + self.positions(ops.arange(self.size))

    def feed(x: Any) -> Any:
        y = L.Dense(12, activation="gelu")(x)
        return L.LayerNormalization(epsilon=1e-6)(x + L.Dense(8)(y))

    x = Embedded(6)(source)
    y = L.MultiHeadAttention(2, 4)(x, x)
    x = feed(L.LayerNormalization(epsilon=1e-6)(x + y))
    z = Embedded(5)(target)
    y = L.MultiHeadAttention(2, 4)(z, z, use_causal_mask=True)
    z = L.LayerNormalization(epsilon=1e-6)(z + y)
    y = L.MultiHeadAttention(2, 4)(z, x)
    z = feed(L.LayerNormalization(epsilon=1e-6)(z + y))
    outputs = L.Dense(10, activation="softmax")(z)
    inputs = [integers("t x", 10, 6, 6), integers("t z", 10, 6, 5)]
    return (
        k.Model([source, target], outputs),
        inputs,
        integers("t y", 10, 6, 5),
        ("sparse_categorical_crossentropy"),
    )


def siamese(k: Any) -> Built:
    """One network used twice; the distance of what it makes."""
    L, ops = k.layers, k.ops
    tower = k.Sequential([k.Input((6,)), L.Dense(5, activation="tanh"), L.Dense(3)])
    a, b = k.Input((6,)), k.Input((6,))
    distance = ops.sum(ops.abs(tower(a) - tower(b)), axis=-1, keepdims=True)
    model = k.Model([a, b], L.Dense(1, activation="sigmoid")(distance))
    targets = (draw("si y", 8, 1) > 0).astype(np.float32)
    return (
        model,
        [draw("si a", 8, 6), draw("si b", 8, 6)],
        targets,
        ("binary_crossentropy"),
    )


def tied(k: Any) -> Built:
    """An autoencoder whose decoder is the encoder's kernel, transposed."""
    L, ops = k.layers, k.ops

    class Tied(L.Layer):
        def __init__(self, dense: Any, **more: Any) -> None:
            super().__init__(**more)
            self.dense = dense

        def build(self, input_shape: Any) -> None:
            size = self.dense.kernel.shape[0]
            self.bias = self.add_weight(shape=(size,), initializer="zeros", name="bias")

        def call(self, x: Any) -> Any:
            return ops.matmul(x, ops.transpose(self.dense.kernel)) + self.bias

    encoder = L.Dense(3, activation="tanh")
    inputs = k.Input((6,))
    model = k.Model(inputs, Tied(encoder)(encoder(inputs)))
    x = draw("ae x", 8, 6)
    return model, x, x, "mse"


def wide_and_deep(k: Any) -> Built:
    """Crossed and embedded categories beside normalised numbers."""
    L = k.layers
    numbers, colour = (
        k.Input((3,), name="numbers"),
        k.Input((1,), dtype="int32", name="c"),
    )
    scale = L.Normalization(mean=[0.5, 0.0, -1.0], variance=[1.0, 4.0, 0.25])
    deep = L.Concatenate()([scale(numbers), L.Flatten()(L.Embedding(5, 2)(colour))])
    deep = L.Dense(6, activation="relu")(deep)
    deep = L.Dropout(0.0)(L.Dense(4, activation="relu")(deep))
    wide = L.CategoryEncoding(5, output_mode="one_hot")(colour)
    outputs = L.Dense(1)(L.Concatenate()([wide, deep]))
    inputs = [draw("w n", 8, 3), integers("w c", 5, 8, 1)]
    return k.Model([numbers, colour], outputs), inputs, draw("w y", 8, 1), "mse"


MODELS: dict[str, Callable[[Any], Built]] = {
    f.__name__: f
    for f in (
        residual,
        u_shaped,
        branched,
        sequence_to_sequence,
        transformer,
        siamese,
        tied,
        wide_and_deep,
    )
}
STEPS = 20


def seed_weights(model: Any, name: str) -> None:
    """Give a model the same weights in every library."""
    rng = generator(f"weights of {name}")
    values = []
    for weight in model.weights:
        value = 0.4 * rng.standard_normal(tuple(weight.shape))
        if "variance" in weight.path:
            value = 0.5 + np.abs(value)
        if "gamma" in weight.path:
            value = 1.0 + value / 4
        values.append(value.astype(np.float32))
    model.set_weights(values)


def follow(k: Any, name: str) -> tuple[list[np.ndarray], list[float], list[np.ndarray]]:
    """Return the outputs, the losses of some steps, and the outputs after them."""
    k.utils.clear_session()
    model, x, y, loss = MODELS[name](k)
    fixed = [w for w in model.weights if w.path.startswith("normalization")]
    kept = [np.asarray(w) for w in fixed]
    seed_weights(model, name)
    for weight, value in zip(fixed, kept):
        weight.assign(value)
    model.compile(optimizer=k.optimizers.SGD(0.05, momentum=0.9), loss=loss)
    before = model.predict_on_batch(x)
    losses = [float(np.asarray(model.train_on_batch(x, y))) for _ in range(STEPS)]
    after = model.predict_on_batch(x)
    return [np.asarray(before)], losses, [np.asarray(after)]
