"""Small models of all kinds, drawn at random, with what it takes to train them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

import cornu as keras
from cornu import layers

VECTOR, SEQUENCE, IMAGE = "vector", "sequence", "image"
SHAPES = {VECTOR: (5,), SEQUENCE: (6, 4), IMAGE: (7, 6, 3)}

Layers = Callable[[], Any]


def _mean_output(y_true: Any, y_pred: Any) -> Any:
    return keras.ops.mean(keras.ops.square(y_pred), axis=-1)


def _bidirectional() -> Any:
    return layers.Bidirectional(layers.LSTM(3, return_sequences=True))


# By the kind of what comes in and what goes out.
PIECES: dict[tuple[str, str], dict[str, Layers]] = {
    (VECTOR, VECTOR): {
        "dense": lambda: layers.Dense(4, activation="relu"),
        "dense_tanh": lambda: layers.Dense(3, activation="tanh", use_bias=False),
        "dense_gelu": lambda: layers.Dense(6, activation="gelu"),
        "dense_l2": lambda: layers.Dense(
            4, kernel_regularizer="l2", activity_regularizer="l1"
        ),
        "dense_max_norm": lambda: layers.Dense(4, kernel_constraint="max_norm"),
        "dense_softmax": lambda: layers.Dense(4, activation="softmax"),
        "batch_norm": lambda: layers.BatchNormalization(),
        "layer_norm": lambda: layers.LayerNormalization(),
        "dropout": lambda: layers.Dropout(0.4),
        "noise": lambda: layers.GaussianNoise(0.3),
        "alpha_dropout": lambda: layers.AlphaDropout(0.3),
        "prelu": lambda: layers.PReLU(),
        "leaky": lambda: layers.LeakyReLU(),
    },
    (VECTOR, SEQUENCE): {
        "repeat": lambda: layers.RepeatVector(3),
        "reshape": lambda: layers.Reshape((-1, 1)),
    },
    (SEQUENCE, SEQUENCE): {
        "conv1d": lambda: layers.Conv1D(3, 2, padding="causal", activation="relu"),
        "conv1d_dilated": lambda: layers.Conv1D(4, 2, padding="same", dilation_rate=2),
        "lstm_steps": lambda: layers.LSTM(3, return_sequences=True),
        "gru_steps": lambda: layers.GRU(3, return_sequences=True, dropout=0.2),
        "both_ways": _bidirectional,
        "each_step": lambda: layers.TimeDistributed(layers.Dense(3)),
        "batch_norm": lambda: layers.BatchNormalization(),
        "layer_norm": lambda: layers.LayerNormalization(),
        "dropout": lambda: layers.SpatialDropout1D(0.3),
        "dense": lambda: layers.Dense(4, activation="elu"),
        "pool": lambda: layers.MaxPooling1D(2, padding="same"),
        "permute": lambda: layers.Permute((2, 1)),
    },
    (SEQUENCE, VECTOR): {
        "lstm": lambda: layers.LSTM(3, recurrent_dropout=0.1),
        "gru": lambda: layers.GRU(3, go_backwards=True),
        "gru_before": lambda: layers.GRU(3, reset_after=False),
        "simple_rnn": lambda: layers.SimpleRNN(4),
        "mean": lambda: layers.GlobalAveragePooling1D(),
        "max": lambda: layers.GlobalMaxPooling1D(),
        "flatten": lambda: layers.Flatten(),
    },
    (IMAGE, IMAGE): {
        "conv": lambda: layers.Conv2D(3, 3, padding="same", activation="relu"),
        "conv_stride": lambda: layers.Conv2D(4, 2, strides=2, padding="same"),
        "conv_1": lambda: layers.Conv2D(2, 1, use_bias=False, activation="tanh"),
        "batch_norm": lambda: layers.BatchNormalization(momentum=0.8),
        "dropout": lambda: layers.Dropout(0.3),
        "max_pool": lambda: layers.MaxPooling2D(2, padding="same"),
        "mean_pool": lambda: layers.AveragePooling2D(2, padding="same"),
        "relu": lambda: layers.ReLU(max_value=2.0),
        "pad": lambda: layers.ZeroPadding2D(1),
        "up": lambda: layers.UpSampling2D(2),
        "layer_norm": lambda: layers.LayerNormalization(),
    },
    (IMAGE, VECTOR): {
        "flatten": lambda: layers.Flatten(),
        "mean": lambda: layers.GlobalAveragePooling2D(),
        "max": lambda: layers.GlobalMaxPooling2D(),
    },
}

TASKS: dict[str, tuple[int, str | None, Callable[[], Any], list[str]]] = {
    # outputs, activation, loss, metrics
    "mse": (2, None, lambda: "mse", ["mae"]),
    "huber": (1, None, lambda: keras.losses.Huber(0.5), ["mse"]),
    "log_cosh": (2, None, lambda: "log_cosh", []),
    "binary": (1, "sigmoid", lambda: "binary_crossentropy", ["accuracy", "auc"]),
    "binary_logits": (
        1,
        None,
        lambda: keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
        ["accuracy"],
    ),
    "classes": (3, "softmax", lambda: "categorical_crossentropy", ["accuracy"]),
    "classes_smooth": (
        3,
        None,
        lambda: keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=0.2
        ),
        ["accuracy", "precision"],
    ),
    "labels": (3, "softmax", lambda: "sparse_categorical_crossentropy", ["accuracy"]),
    "labels_logits": (
        3,
        None,
        lambda: keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        ["accuracy"],
    ),
    "hinge": (1, "tanh", lambda: "hinge", []),
    "focal": (1, "sigmoid", lambda: keras.losses.BinaryFocalCrossentropy(), ["acc"]),
}

OPTIMIZERS = [
    "SGD", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Adadelta", "Adagrad",
    "Ftrl", "Lion", "Lamb",
]  # fmt: skip

OPTIONS: list[dict[str, Any]] = [
    {},
    {"clipnorm": 0.1},
    {"clipvalue": 0.01},
    {"global_clipnorm": 0.2},
    {"weight_decay": 0.01},
    {"use_ema": True, "ema_overwrite_frequency": 3},
    {"use_ema": True},
    {"gradient_accumulation_steps": 3},
    {"loss_scale_factor": 8.0},
    {"clipnorm": 0.5, "weight_decay": 0.02, "use_ema": True},
]

RATES: dict[str, Callable[[], Any]] = {
    "number": lambda: 0.02,
    "exponential": lambda: keras.optimizers.schedules.ExponentialDecay(0.05, 3, 0.7),
    "cosine": lambda: keras.optimizers.schedules.CosineDecay(0.05, 6, 0.1, None, 0.1),
    "stairs": lambda: keras.optimizers.schedules.PiecewiseConstantDecay(
        [2, 5], [0.1, 0.03, 0.01]
    ),
    "inverse": lambda: keras.optimizers.schedules.InverseTimeDecay(
        0.1, 2, 0.5, staircase=True
    ),
    "polynomial": lambda: keras.optimizers.schedules.PolynomialDecay(
        0.1, 5, 0.01, 2.0, True
    ),
}


@dataclass
class Branch:
    """Be an input and the layers over it; `tokens` makes an embedding the first."""

    kind: str
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    tokens: bool = False
    masked: bool = False


@dataclass
class Plan:
    """Say all that is needed to build a model, compile it and make its data."""

    branches: list[Branch]
    merge: str
    shared: bool
    residual: bool
    tasks: list[str]
    optimizer: str
    options: dict[str, Any]
    rate: str
    rows: int
    batch_size: int
    weights: str
    loss_weights: bool
    together: int
    shuffle: bool
    validation: bool

    # ---- model ----

    def model(self, run_eagerly: bool) -> Any:
        """Return the model, compiled."""
        inputs, ends = [], []
        for branch in self.branches:
            x, end = _built(branch)
            inputs.append(x)
            ends.append(end)
        if self.shared:
            dense = layers.Dense(4, activation="tanh", name="shared")
            fit = [layers.Dense(3)(end) for end in ends]
            ends = [dense(layers.Dense(3, name=f"fit_{i}")(f)) + dense(f)
                    for i, f in enumerate(fit)]  # fmt: skip
        end = ends[0]
        if len(ends) > 1:
            if self.merge != "Concatenate":
                ends = [layers.Dense(4)(e) for e in ends]
            end = getattr(layers, self.merge)()(ends)
        if self.residual:
            hidden = layers.Dense(5, activation="relu")(end)
            end = layers.Add()([hidden, layers.Dense(5)(end)])
        outputs = []
        for i, task in enumerate(self.tasks):
            units, activation, _, _ = TASKS[task]
            head = layers.Dense(units, activation=activation, name=f"head_{i}")
            outputs.append(head(end))
        model = keras.Model(inputs, outputs if len(outputs) > 1 else outputs[0])
        many = len(outputs) > 1
        losses = [TASKS[t][2]() for t in self.tasks]
        metrics = [list(TASKS[t][3]) for t in self.tasks]
        rate = RATES[self.rate]()
        model.compile(
            getattr(keras.optimizers, self.optimizer)(rate, **self.options),
            losses if many else losses[0],
            loss_weights=[0.7, 0.2] if many and self.loss_weights else None,
            metrics=metrics if many else metrics[0],
            weighted_metrics=None
            if many or not self.loss_weights
            else [keras.metrics.MeanMetricWrapper(_mean_output, name="mean_output")],
            run_eagerly=run_eagerly,
            steps_per_execution=self.together,
        )
        return model

    # ---- data ----

    def data(self) -> tuple[Any, Any, dict[str, Any]]:
        """Return inputs, targets, and weights as `fit` takes them."""
        rng = np.random.default_rng(self.rows * 31 + self.batch_size)
        x = []
        for branch in self.branches:
            if branch.tokens:
                x.append(rng.integers(0, 5, (self.rows, 6)).astype("int32"))
            else:
                x.append(rng.normal(size=(self.rows, *SHAPES[branch.kind])))
        y = [_targets(task, self.rows, rng) for task in self.tasks]
        given: dict[str, Any] = {}
        if self.weights == "samples" and len(y) == 1:
            given["sample_weight"] = rng.uniform(0, 2, self.rows)
        if self.weights == "classes" and self.tasks in (["labels"], ["binary"]):
            given["class_weight"] = {0: 0.5, 1: 2.0, 2: 1.5}
        one = len(x) == 1
        return x[0] if one else x, y[0] if len(y) == 1 else y, given


def _targets(task: str, rows: int, rng: np.random.Generator) -> np.ndarray:
    units = TASKS[task][0]
    if task.startswith("labels"):
        return rng.integers(0, 3, rows)
    if task.startswith("classes"):
        return np.eye(3)[rng.integers(0, 3, rows)]
    if task.startswith(("binary", "focal")):
        return rng.integers(0, 2, (rows, 1)).astype("float32")
    if task == "hinge":
        return rng.choice([-1.0, 1.0], (rows, 1))
    return rng.normal(size=(rows, units))


def _built(branch: Branch) -> tuple[Any, Any]:
    if branch.tokens:
        x = keras.Input((6,), dtype="int32")
        end = layers.Embedding(5, 4, mask_zero=branch.masked)(x)
    else:
        x = keras.Input(SHAPES[branch.kind])
        end = layers.Masking(0.0)(x) if branch.masked else x
    for start, stop, name in branch.steps:
        end = PIECES[start, stop][name]()(end)
    return x, end


@st.composite
def branches(draw: Any) -> Branch:
    kind = draw(st.sampled_from([VECTOR, SEQUENCE, IMAGE]))
    branch = Branch(kind)
    if kind == SEQUENCE:
        branch.tokens = draw(st.booleans())
        branch.masked = draw(st.booleans())
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(sorted(PIECES[kind, kind])))
        branch.steps.append((kind, kind, name))
    if kind == VECTOR and draw(st.integers(0, 4)) == 0:
        name = draw(st.sampled_from(sorted(PIECES[VECTOR, SEQUENCE])))
        branch.steps.append((VECTOR, SEQUENCE, name))
        kind = SEQUENCE
    if kind != VECTOR:
        name = draw(st.sampled_from(sorted(PIECES[kind, VECTOR])))
        branch.steps.append((kind, VECTOR, name))
    if branch.masked:  # layers that a mask cannot pass, or that refuse one
        bad = {"flatten", "max", "pool", "permute"}
        branch.masked = not any(name in bad for _, _, name in branch.steps)
    return branch


@st.composite
def plans(draw: Any) -> Plan:
    """Draw a model."""
    count = draw(st.sampled_from([1, 1, 1, 2]))
    tasks = st.sampled_from(sorted(TASKS))
    optimizer = draw(st.sampled_from(OPTIMIZERS))
    options = dict(draw(st.sampled_from(OPTIONS)))
    if optimizer in ("SGD",) and draw(st.booleans()):
        options.update(momentum=0.8, nesterov=True)
    if optimizer == "RMSprop" and draw(st.booleans()):
        options.update(centered=True, momentum=0.5)
    if optimizer == "Adam" and draw(st.booleans()):
        options.update(amsgrad=True)
    return Plan(
        branches=[draw(branches()) for _ in range(count)],
        merge=draw(st.sampled_from(["Concatenate", "Add", "Multiply", "Maximum"])),
        shared=draw(st.booleans()),
        residual=draw(st.booleans()),
        tasks=[draw(tasks) for _ in range(draw(st.sampled_from([1, 1, 2])))],
        optimizer=optimizer,
        options=options,
        rate=draw(st.sampled_from(sorted(RATES))),
        rows=draw(st.integers(13, 38)),
        batch_size=draw(st.sampled_from([1, 4, 7, 16, 19])),
        weights=draw(st.sampled_from(["none", "samples", "classes"])),
        loss_weights=draw(st.booleans()),
        together=draw(st.sampled_from([1, 1, 3])),
        shuffle=draw(st.booleans()),
        validation=draw(st.booleans()),
    )
