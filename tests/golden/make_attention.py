"""Record how padding masks that travel reach attention in real Keras 3.

Run: ``KERAS_BACKEND=jax python tests/golden/make_attention.py``. It writes
``attention.npz``: embeddings with ``mask_zero`` of two lists of integers, and what each
layer makes of them, with the mask that leaves.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from typing import Any

import keras
import numpy as np
from load import generator
from store import Store, versions

QUERIES = np.array([[1, 2, 0], [3, 0, 0], [2, 5, 4]], np.int32)
VALUES = np.array([[1, 2, 0, 0, 4], [3, 0, 0, 1, 1], [5, 5, 5, 1, 0]], np.int32)
HEADS = {"num_heads": 2, "key_dim": 3}
GROUPS = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
LAYERS: list[tuple[str, dict[str, Any]]] = [
    ("Attention", {}),
    ("AdditiveAttention", {}),
    ("MultiHeadAttention", HEADS),
    ("MultiHeadAttention", {**HEADS, "dropout": 0.3}),
    ("GroupQueryAttention", GROUPS),
    ("GroupQueryAttention", {**GROUPS, "dropout": 0.3}),
]
CALLS: list[dict[str, Any]] = [
    {},
    {"use_causal_mask": True},
    {"return_attention_scores": True},
    {"use_causal_mask": True, "return_attention_scores": True},
]


def record(name: str, kwargs: dict[str, Any], call: dict[str, Any], masked: Any) -> Any:
    rng = generator(f"{name}-{kwargs}-{call}-{masked}")
    query, value = (
        keras.layers.Embedding(6, 4, mask_zero=which in masked)
        for which in ("query", "value")
    )
    layer = getattr(keras.layers, name)(**kwargs)

    def run() -> Any:
        # New tensors each time: Keras takes the masks off those it is given.
        inputs = [query(QUERIES), value(VALUES)]
        if name in ("Attention", "AdditiveAttention"):
            return layer(inputs, **call)
        return layer(*inputs, **call)

    run()
    weights = []
    for part in (query, value, layer):
        values = [
            np.asarray(rng.standard_normal(w.shape), np.float32) for w in part.weights
        ]
        part.set_weights(values)
        weights.append(values)
    outputs = keras.tree.flatten(run())
    mask = getattr(outputs[0], "_keras_mask", None)
    return {
        "class_name": name,
        "kwargs": kwargs,
        "call": call,
        "masked": masked,
        "weights": weights,
        "outputs": [np.asarray(o) for o in outputs],
        "mask": None if mask is None else np.asarray(mask),
    }


def main() -> None:
    cases = [
        record(name, kwargs, call, masked)
        for name, kwargs in LAYERS
        for call in CALLS
        for masked in (["query", "value"], ["query"], ["value"])
    ]
    document = {
        "versions": versions(),
        "queries": QUERIES,
        "values": VALUES,
        "cases": cases,
    }
    Store().save("attention", document)


if __name__ == "__main__":
    main()
