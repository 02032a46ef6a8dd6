"""What is recorded under each dtype policy, for any Keras-like library."""

from __future__ import annotations

from typing import Any

POLICIES = ("float32", "mixed_float16", "mixed_bfloat16")
OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"learning_rate": 0.25, "momentum": 0.5}),
    ("Adam", {"learning_rate": 0.125}),
    ("AdamW", {"learning_rate": 0.125, "weight_decay": 0.5}),
    ("RMSprop", {"learning_rate": 0.125, "use_ema": True, "ema_momentum": 0.5}),
    ("SGD", {"learning_rate": 0.25, "loss_scale_factor": 4.0}),
    ("SGD", {"learning_rate": 0.25, "clipnorm": 0.5}),
]
INF, NAN = float("inf"), float("nan")
STEPS = [
    ([8.0, 16.0], [[4.0]]),
    ([8.0, INF], [[4.0]]),
    ([1.0, -3.0], [[NAN]]),
    ([8.0, 16.0], [[4.0]]),
    ([2.0, 1.0], [[-4.0]]),
    ([0.5, 0.0], [[1.0]]),
    ([0.5, 0.25], [[-INF]]),
    ([1.0, 0.0], [[2.0]]),
]


def stack(layers: Any) -> list[Any]:
    return [
        layers.Conv1D(4, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.LSTM(5, return_sequences=True),
        layers.LayerNormalization(),
        layers.GRU(4),
        layers.Dense(6, activation="gelu"),
        layers.Dense(3, activation="softmax", dtype="float32"),
    ]
