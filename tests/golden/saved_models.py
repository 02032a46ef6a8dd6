"""Whole models to be saved, made with Keras or with this library."""

import numpy as np

from golden.own_parts import own_parts


def data(name):
    """Return inputs and targets for a model: the same numbers everywhere."""
    rng = np.random.default_rng(len(name))
    n = 8

    def normal(*shape):
        return rng.standard_normal((n, *shape)).astype("float32")

    if name == "stack":
        return normal(6, 6, 2), rng.integers(0, 3, (n, 1))
    if name == "graph":
        x = {"words": rng.integers(0, 12, (n, 5)), "more": normal(3)}
        return x, {
            "out": normal(1),
            "kind": np.eye(4, dtype="float32")[:n].repeat(2, 0),
        }
    return normal(3), normal(1)


def make(keras, name, parts=None):
    """Return a compiled model."""
    layers = keras.layers
    parts = parts or own_parts(keras)
    if name == "stack":
        model = keras.Sequential(
            [
                keras.Input((6, 6, 2), name="image"),
                layers.Conv2D(4, 3, padding="same", activation="relu"),
                layers.BatchNormalization(),
                layers.MaxPooling2D(),
                layers.Dropout(0.0),
                layers.Flatten(),
                layers.Dense(3, activation="softmax", kernel_regularizer="l2"),
            ],
            name="stack",
        )
        model.compile(
            keras.optimizers.Adam(0.01),
            "sparse_categorical_crossentropy",
            metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=2)],
        )
    elif name == "graph":
        words = keras.Input((5,), dtype="int32", name="words")
        more = keras.Input((3,), name="more")
        x = layers.Embedding(12, 4, name="embedding")(words)
        x = layers.Bidirectional(layers.LSTM(3), name="both")(x)
        shared = layers.Dense(4, name="shared")
        inner = keras.Sequential(
            [keras.Input((4,)), shared, layers.LayerNormalization()], name="inner"
        )
        h = inner(inner(layers.Dense(4, name="widen")(more)))
        h = keras.ops.concatenate([x, h * 2.0 + 1.0], axis=-1)
        out = layers.Dense(1, name="out")(h)
        kind = layers.Dense(4, activation="softmax", name="kind")(h)
        model = keras.Model(
            {"words": words, "more": more}, {"out": out, "kind": kind}, name="graph"
        )
        schedule = keras.optimizers.schedules.ExponentialDecay(0.05, 10, 0.9)
        model.compile(
            keras.optimizers.SGD(schedule, momentum=0.9, clipnorm=1.0),
            loss={"out": "mse", "kind": keras.losses.CategoricalCrossentropy()},
            loss_weights={"out": 1.0, "kind": 0.5},
            metrics={"out": ["mae"], "kind": ["accuracy"]},
        )
    else:
        model = parts["Block"](4, name="own")
        model.build((None, 3))
        model.compile("rmsprop", parts["squared"], metrics=[parts["squared"]])
    return model


def train(model, name, steps):
    """Train on the data, batch by batch in order; return the losses."""
    x, y = data(name)
    return [float(np.ravel(model.train_on_batch(x, y))[0]) for _ in range(steps)]


def predict(model, name):
    """Return the outputs, flat, by name."""
    found = model.predict(data(name)[0], verbose=0)
    if isinstance(found, dict):
        return {str(k): np.asarray(v) for k, v in found.items()}
    return {"output": np.asarray(found)}


NAMES = ("stack", "graph", "own")
