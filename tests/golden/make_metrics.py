"""Record metrics of real Keras 3 into ``metrics.npz``.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_metrics.py``.
A case is a metric over three updates, with or without sample weights: the result after
each update and the metric's variables at the end. ``resolved`` lists which metric class
the strings "accuracy" and "crossentropy" become for a given loss and shapes.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
from load import generator, plain
from store import Store, versions

UPDATES = 3
Pair = tuple[np.ndarray, np.ndarray]
Maker = Callable[[np.random.Generator], Pair]


def f32(value: Any) -> np.ndarray:
    return np.asarray(value, dtype=np.float32)


# ---- data: each returns (y_true, y_pred) of six rows ----


def binary(rng: np.random.Generator, columns: int = 1) -> Pair:
    true = rng.integers(0, 2, (6, columns))
    # Coarse steps make ties and values exactly on a threshold happen.
    return f32(true), f32(np.round(rng.random((6, columns)) * 8) / 8)


def flat(rng: np.random.Generator) -> Pair:
    true, pred = binary(rng)
    return true[:, 0], pred[:, 0]


def columns(rng: np.random.Generator) -> Pair:
    return binary(rng, 3)


def logits(rng: np.random.Generator) -> Pair:
    true, _ = binary(rng)
    return true, f32(3 * rng.standard_normal((6, 1)))


def labels(rng: np.random.Generator) -> Pair:
    return f32(rng.integers(0, 3, (6, 1))), f32(rng.integers(0, 3, (6, 1)))


def one_hot(rng: np.random.Generator) -> Pair:
    scores = rng.random((6, 5))
    scores /= scores.sum(axis=1, keepdims=True)
    return f32(np.eye(5)[rng.integers(0, 5, 6)]), f32(scores)


def sparse(rng: np.random.Generator) -> Pair:
    true, pred = one_hot(rng)
    return true.argmax(axis=1).astype(np.int32), pred


def sparse_column(rng: np.random.Generator) -> Pair:
    true, pred = sparse(rng)
    return true[:, None], pred


def sparse_steps(rng: np.random.Generator) -> Pair:
    scores = rng.random((6, 4, 5))
    scores /= scores.sum(axis=2, keepdims=True)
    return rng.integers(0, 5, (6, 4)).astype(np.int32), f32(scores)


def one_hot_steps(rng: np.random.Generator) -> Pair:
    true, pred = sparse_steps(rng)
    return f32(np.eye(5)[true]), pred


def real(rng: np.random.Generator) -> Pair:
    return f32(rng.standard_normal((6, 2))), f32(rng.standard_normal((6, 2)))


def positive(rng: np.random.Generator) -> Pair:
    return f32(rng.random((6, 2)) + 0.1), f32(rng.random((6, 2)) + 0.1)


def signed(rng: np.random.Generator) -> Pair:
    true, pred = logits(rng)
    return 2 * true - 1, pred


# ---- cases: class, tag, settings, data, rank of sample weights or None ----


def updating() -> Iterator[tuple[str, str, dict[str, Any], Maker]]:
    yield "Accuracy", "default", {}, labels
    yield "BinaryAccuracy", "default", {}, binary
    yield "BinaryAccuracy", "columns", {}, columns
    yield "BinaryAccuracy", "threshold", {"threshold": 0.75}, binary
    yield "BinaryAccuracy", "flat", {}, flat
    yield "CategoricalAccuracy", "default", {}, one_hot
    yield "CategoricalAccuracy", "steps", {}, one_hot_steps
    yield "SparseCategoricalAccuracy", "default", {}, sparse
    yield "SparseCategoricalAccuracy", "column", {}, sparse_column
    yield "SparseCategoricalAccuracy", "steps", {}, sparse_steps
    yield "TopKCategoricalAccuracy", "default", {"k": 2}, one_hot
    yield "TopKCategoricalAccuracy", "five", {}, one_hot
    yield "SparseTopKCategoricalAccuracy", "default", {"k": 2}, sparse
    yield "SparseTopKCategoricalAccuracy", "steps", {"k": 3}, sparse_steps
    for name in ("Precision", "Recall"):
        yield name, "default", {}, binary
        yield name, "flat", {}, flat
        yield name, "columns", {}, columns
        yield name, "threshold", {"thresholds": 0.25}, binary
        yield name, "thresholds", {"thresholds": [0.0, 0.3, 0.5, 1.0]}, binary
        yield name, "top_k", {"top_k": 2}, one_hot
        yield name, "class_id", {"class_id": 1}, columns
        yield name, "top_k-class_id", {"top_k": 3, "class_id": 2}, one_hot
    for name in (
        "TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives"
    ):  # fmt: skip
        yield name, "default", {}, binary
        yield name, "thresholds", {"thresholds": [0.2, 0.8]}, columns
    yield "F1Score", "default", {}, one_hot
    yield "F1Score", "micro", {"average": "micro", "threshold": 0.3}, one_hot
    yield "FBetaScore", "macro", {"average": "macro", "beta": 2.0}, one_hot
    for curve in ("ROC", "PR"):
        for method in ("interpolation", "minoring", "majoring"):
            kwargs = {"curve": curve, "summation_method": method}
            tag = f"{curve}-{method}"
            yield "AUC", tag, {**kwargs, "num_thresholds": 9}, binary
    yield "AUC", "default", {}, binary
    yield "AUC", "flat", {}, flat
    yield "AUC", "thresholds", {"thresholds": [0.2, 0.5, 0.7]}, binary
    yield "AUC", "from_logits", {"from_logits": True, "num_thresholds": 9}, logits
    for curve in ("ROC", "PR"):
        kwargs = {"multi_label": True, "num_thresholds": 9, "curve": curve}
        yield "AUC", f"multi_label-{curve}", kwargs, columns
    yield "AUC", "label_weights", {
        "multi_label": True, "num_thresholds": 9, "label_weights": [0.2, 0.5, 1.0]
    }, columns  # fmt: skip
    yield "AUC", "columns", {"num_thresholds": 9}, columns
    for name in [
        "MeanAbsoluteError",
        "MeanSquaredError",
        "RootMeanSquaredError",
        "LogCoshError",
        "CosineSimilarity",
    ]:
        yield name, "default", {}, real
    for name in [
        "MeanAbsolutePercentageError",
        "MeanSquaredLogarithmicError",
        "Poisson",
    ]:
        yield name, "default", {}, positive
    for average in ("uniform_average", "variance_weighted_average", None):
        kwargs = {"class_aggregation": average}
        yield "R2Score", f"{average}".lower(), kwargs, real
    yield "R2Score", "adjusted", {"num_regressors": 2}, real
    yield "KLDivergence", "default", {}, one_hot
    yield "BinaryCrossentropy", "default", {}, binary
    yield "BinaryCrossentropy", "logits", {
        "from_logits": True, "label_smoothing": 0.1
    }, logits  # fmt: skip
    yield "CategoricalCrossentropy", "default", {}, one_hot
    yield "CategoricalCrossentropy", "smooth", {"label_smoothing": 0.1}, one_hot
    yield "SparseCategoricalCrossentropy", "default", {}, sparse
    yield "SparseCategoricalCrossentropy", "steps", {}, sparse_steps
    for name in ("Hinge", "SquaredHinge"):
        yield name, "default", {}, signed
    yield "CategoricalHinge", "default", {}, one_hot
    yield "MeanIoU", "default", {"num_classes": 3}, labels


def weight_like(pair: Pair, rng: np.random.Generator) -> np.ndarray:
    return f32(np.round(rng.random(len(pair[0])) * 4) / 4)


def record(
    class_name: str, tag: str, kwargs: dict[str, Any], maker: Maker, weighted: bool
) -> dict[str, Any]:
    keras.backend.clear_session()
    label = f"{class_name}-{tag}" + ("-weighted" if weighted else "")
    rng = generator(label)
    metric = getattr(keras.metrics, class_name)(**kwargs)
    config = plain(metric.get_config())
    batches, results = [], []
    for _ in range(UPDATES):
        pair = maker(rng)
        weight = weight_like(pair, rng) if weighted else None
        metric.update_state(*pair, sample_weight=weight)
        batches.append([*pair, weight])
        results.append(np.asarray(metric.result()))
    extra = {
        "batches": batches,
        "results": results,
        "variables": [
            {"path": v.path, "shape": list(v.shape), "dtype": v.dtype}
            for v in metric.variables
        ],
    }
    metric.reset_state()
    extra["after_reset"] = np.asarray(metric.result())
    return {
        "id": label,
        "class_name": class_name,
        "kwargs": kwargs,
        "config": config,
        "extra": extra,
    }


def record_values(class_name: str, weighted: bool) -> dict[str, Any]:
    keras.backend.clear_session()
    label = class_name + ("-weighted" if weighted else "")
    rng = generator(label)
    metric = getattr(keras.metrics, class_name)()
    config = plain(metric.get_config())
    batches, results = [], []
    for shape in [(), (4,), (4, 2)]:
        values = f32(rng.standard_normal(shape))
        weight = f32(rng.random(shape[:1])) if weighted else None
        if weighted and len(shape) == 2:
            weight = f32(rng.random((4, 1)))
        metric.update_state(values, sample_weight=weight)
        batches.append([values, weight])
        results.append(np.asarray(metric.result()))
    return {
        "id": label,
        "class_name": class_name,
        "kwargs": {},
        "config": config,
        "extra": {"values": True, "batches": batches, "results": results},
    }


# ---- what "accuracy" and "crossentropy" stand for ----

RESOLVING = [
    ("binary_crossentropy", (1,), (4, 1)),
    ("binary_crossentropy", (1,), (4,)),
    ("binary_crossentropy", (3,), (4, 3)),
    ("categorical_crossentropy", (3,), (4, 3)),
    ("categorical_crossentropy", (2,), (4, 2)),
    ("sparse_categorical_crossentropy", (3,), (4,)),
    ("sparse_categorical_crossentropy", (3,), (4, 1)),
    ("mse", (1,), (4, 1)),
    ("mse", (1,), (4,)),
    ("mse", (3,), (4, 3)),
    ("hinge", (1,), (4, 1)),
    ("categorical_crossentropy", (5, 3), (4, 5, 3)),
    ("sparse_categorical_crossentropy", (5, 3), (4, 5)),
    ("sparse_categorical_crossentropy", (5, 3), (4, 5, 1)),
    ("binary_crossentropy", (5, 1), (4, 5, 1)),
    ("binary_crossentropy", (5, 3), (4, 5, 3)),
    ("mse", (5, 3), (4, 5, 3)),
]
STRINGS = ["accuracy", "acc", "crossentropy", "ce"]


def resolved() -> list[dict[str, Any]]:
    found = []
    for loss, output, target in RESOLVING:
        entry: dict[str, Any] = {
            "loss": loss,
            "output": [None, *output],
            "target": [None, *target[1:]],
        }
        for text in STRINGS:
            entry[text] = resolve(loss, output, target, text)
        found.append(entry)
    return found


def resolve(
    loss: str, output: tuple[int, ...], target: tuple[int, ...], text: str
) -> dict[str, str]:
    inputs = keras.Input(output)
    model = keras.Model(inputs, keras.layers.Activation("sigmoid")(inputs))
    model.compile(loss=loss, metrics=[text])
    x, y = np.zeros((4, *output), "float32"), np.zeros(target)
    try:
        logs = model.test_on_batch(x, y, return_dict=True)
    except ValueError:
        return {"error": "ValueError"}
    (metric,) = model.metrics[1].metrics
    (key,) = set(logs) - {"loss"}
    return {"class": type(metric).__name__, "name": metric.name, "log": key}


def main() -> None:
    recorded = []
    for entry in updating():
        for weighted in (False, True):
            try:
                recorded.append(record(*entry, weighted))
            except Exception as error:
                print("left out:", entry[0], entry[1], weighted, str(error)[:300])
    for name in ("Mean", "Sum"):
        recorded += [record_values(name, weighted) for weighted in (False, True)]
    document = {"versions": versions(), "cases": recorded, "resolved": resolved()}
    Store().save("metrics", document)
    print(f"{len(recorded)} cases, {len(document['resolved'])} resolutions")


if __name__ == "__main__":
    main()
