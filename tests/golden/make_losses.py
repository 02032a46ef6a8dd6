"""Record losses of real Keras 3 into ``losses.npz``.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_losses.py``.
One case is a loss with its settings on one pair of arrays and one sample weight; it
holds the value under every reduction and the gradient of the default one with
respect to the predictions (absent where the data sits on a kink or is extreme).
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from load import generator, plain
from store import Store, versions

REDUCTIONS = ["sum_over_batch_size", "sum", "mean", "none", "mean_with_sample_weight"]
Pair = tuple[np.ndarray, np.ndarray]


def f32(value: Any) -> np.ndarray:
    return np.asarray(value, dtype=np.float32)


def softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return f32(powers / powers.sum(axis=-1, keepdims=True))


# ---- data ----


def real(label: str, shape: tuple[int, ...] = (4, 3)) -> Pair:
    rng = generator(label)
    return f32(rng.standard_normal(shape)), f32(rng.standard_normal(shape))


def positive(label: str, shape: tuple[int, ...] = (4, 3)) -> Pair:
    rng = generator(label)
    return f32(rng.random(shape) * 3 + 0.1), f32(rng.random(shape) * 3 + 0.1)


def binary(label: str, shape: tuple[int, ...] = (4, 3), logits: bool = False) -> Pair:
    rng = generator(label)
    true = f32(rng.random(shape) < 0.5)
    pred = rng.standard_normal(shape) * 2 if logits else rng.random(shape)
    return true, f32(pred)


def signed(label: str) -> Pair:
    true, pred = binary(label, logits=True)
    return 2 * true - 1, pred


def one_hot(label: str, shape: tuple[int, ...] = (4, 3), logits: bool = False) -> Pair:
    rng = generator(label)
    classes = rng.integers(0, shape[-1], shape[:-1])
    scores = rng.standard_normal(shape) * 2
    return f32(np.eye(shape[-1])[classes]), f32(scores) if logits else softmax(scores)


def sparse(label: str, shape: tuple[int, ...] = (4, 3), logits: bool = False) -> Pair:
    true, pred = one_hot(label, shape, logits)
    return true.argmax(axis=-1).astype(np.int32), pred


def distributions(label: str) -> Pair:
    rng = generator(label)
    return softmax(rng.standard_normal((4, 3))), softmax(rng.standard_normal((4, 3)))


EXTREME_P = f32([[0.0, 1.0, 0.5], [1.0, 0.0, 1e-9], [1.0, 1.0, 0.0]])
EXTREME_T = f32([[0.0, 1.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]])
LOGITS = f32([[100.0, -100.0, 0.0], [-1e4, 1e4, 3.0], [50.0, 50.0, 50.0]])
ONE_HOT = f32([[1, 0, 0], [1, 0, 0], [0, 0, 1]])


# ---- cases ----


def plain_losses() -> Iterator[tuple[str, str, dict[str, Any], Pair]]:
    tidy = {
        "MeanSquaredError": real,
        "MeanAbsoluteError": real,
        "MeanAbsolutePercentageError": positive,
        "MeanSquaredLogarithmicError": positive,
        "CosineSimilarity": real,
        "LogCosh": real,
        "Poisson": positive,
        "Huber": real,
        "KLDivergence": distributions,
        "Hinge": signed,
        "SquaredHinge": signed,
        "CategoricalHinge": one_hot,
        "BinaryCrossentropy": binary,
        "CategoricalCrossentropy": one_hot,
        "SparseCategoricalCrossentropy": sparse,
        "BinaryFocalCrossentropy": binary,
        "CategoricalFocalCrossentropy": one_hot,
        "Dice": binary,
        "Tversky": binary,
    }
    for name, data in tidy.items():
        yield name, "default", {}, data(name)
    for name in ("MeanSquaredError", "MeanAbsoluteError", "LogCosh", "Huber"):
        yield name, "rank3", {}, real(name + "3", (2, 3, 4))
        yield name, "column", {}, (real(name)[0][:, 0], real(name)[1][:, :1])
    yield "Huber", "delta", {"delta": 0.3}, real("huber-delta")
    yield "Huber", "wide", {"delta": 2.5}, real("huber-wide")
    yield "CosineSimilarity", "axis", {"axis": 1}, real("cos", (2, 3, 4))
    yield "Hinge", "zero-one", {}, binary("hinge01", logits=True)
    yield "SquaredHinge", "zero-one", {}, binary("shinge01", logits=True)
    logits = {"from_logits": True}
    smooth = {"label_smoothing": 0.2}
    yield "BinaryCrossentropy", "logits", logits, binary("bl", logits=True)
    yield "BinaryCrossentropy", "smooth", smooth, binary("bs")
    yield (
        "BinaryCrossentropy",
        "logits-smooth",
        logits | smooth,
        binary("bls", logits=True),
    )
    yield "BinaryCrossentropy", "axis", {"axis": 1}, binary("ba", (2, 3, 4))
    yield "BinaryCrossentropy", "column", {}, binary("bc", (5, 1))
    yield (
        "BinaryCrossentropy",
        "flat-target",
        {},
        (binary("bf", (5, 1))[0][:, 0], binary("bf", (5, 1))[1]),
    )
    name = "CategoricalCrossentropy"
    yield name, "logits", logits, one_hot("cl", logits=True)
    yield name, "smooth", smooth, one_hot("cs")
    yield name, "logits-smooth", logits | smooth, one_hot("cls", logits=True)
    yield name, "rank3", {}, one_hot("c3", (2, 3, 4))
    yield name, "unnormalized", {}, (one_hot("cu")[0], 3 * one_hot("cu")[1])
    true, pred = one_hot("cx", (2, 3, 4))
    yield (
        name,
        "axis",
        {"axis": 1},
        (f32(np.moveaxis(true, -1, 1)), f32(np.moveaxis(pred, -1, 1))),
    )
    name = "SparseCategoricalCrossentropy"
    yield name, "logits", logits, sparse("sl", logits=True)
    yield name, "rank3", {}, sparse("s3", (2, 3, 4))
    yield name, "rank3-logits", logits, sparse("s3l", (2, 3, 4), True)
    yield name, "column", {}, (sparse("sc")[0][:, None], sparse("sc")[1])
    yield name, "unnormalized", {}, (sparse("su")[0], 3 * sparse("su")[1])
    yield (
        name,
        "ignore",
        {"ignore_class": 0},
        (np.array([0, 1, 2, 1], np.int32), sparse("si")[1]),
    )
    yield name, "float-target", {}, (f32(sparse("sf")[0]), sparse("sf")[1])


def extreme_losses() -> Iterator[tuple[str, str, dict[str, Any], Pair]]:
    logits = {"from_logits": True}
    yield "BinaryCrossentropy", "extreme", {}, (EXTREME_T, EXTREME_P)
    yield "BinaryCrossentropy", "extreme-logits", logits, (ONE_HOT, LOGITS)
    yield "CategoricalCrossentropy", "extreme", {}, (ONE_HOT, EXTREME_P)
    yield "CategoricalCrossentropy", "extreme-logits", logits, (ONE_HOT, LOGITS)
    classes = np.array([0, 0, 2], np.int32)
    name = "SparseCategoricalCrossentropy"
    yield name, "extreme", {}, (classes, EXTREME_P)
    yield name, "extreme-logits", logits, (classes, LOGITS)
    zeros = f32(np.zeros((2, 3)))
    pred = real("zeros", (2, 3))[1]
    yield "MeanAbsolutePercentageError", "extreme", {}, (zeros, pred)
    yield "MeanSquaredLogarithmicError", "extreme", {}, (pred, -pred)
    yield "CosineSimilarity", "extreme", {}, (zeros, pred)
    yield "KLDivergence", "extreme", {}, (ONE_HOT, EXTREME_P)
    yield "Poisson", "extreme", {}, (ONE_HOT, np.abs(EXTREME_P))
    yield "LogCosh", "extreme", {}, (zeros, f32([[100, -100, 0], [1e4, -88, 30]]))


def sample_weights(shape: tuple[int, ...], label: str) -> dict[str, Any]:
    rng = generator(label + "-weights")
    found: dict[str, Any] = {
        "scalar": f32(0.5),
        "column": f32(rng.random((shape[0], 1))),
        "full": f32(rng.random(shape)),
        "zeros": f32(rng.random(shape) < 0.5),
        "integers": rng.integers(0, 3, shape).astype(np.int32),
    }
    if len(shape) == 1:
        found["batch"] = f32(rng.random(shape))
    return found


def entries() -> Iterator[tuple[str, str, dict[str, Any], Pair, Any]]:
    weighted = [
        "MeanSquaredError",
        "BinaryCrossentropy",
        "SparseCategoricalCrossentropy",
        "CategoricalCrossentropy",
    ]
    for name, tag, kwargs, pair in plain_losses():
        yield name, tag, kwargs, pair, None
        if tag == "default":
            yield name, "weighted", kwargs, pair, sample_weights((4,), name)["batch"]
        if name in weighted and tag in ("default", "rank3"):
            loss = getattr(keras.losses, name)(reduction="none")
            shape = tuple(loss(*pair).shape)
            for kind, weight in sample_weights(shape, name + tag).items():
                yield name, f"{tag}-{kind}", kwargs, pair, weight
    for name, tag, kwargs, pair in extreme_losses():
        yield name, tag, kwargs, pair, None


def record(
    class_name: str, tag: str, kwargs: dict[str, Any], pair: Pair, weight: Any
) -> dict[str, Any]:
    cls = getattr(keras.losses, class_name)
    values = {}
    for reduction in [*REDUCTIONS, None]:
        loss = cls(**kwargs, reduction=reduction)
        values[str(reduction)] = np.asarray(loss(*pair, sample_weight=weight))
    extra: dict[str, Any] = {"values": values, "sample_weight": weight}
    if "extreme" not in tag:
        loss = cls(**kwargs)
        extra["gradient"] = np.asarray(
            jax.grad(lambda p: loss(jnp.asarray(pair[0]), p, sample_weight=weight))(
                jnp.asarray(pair[1])
            )
        )
    return {
        "id": f"{class_name}-{tag}",
        "class_name": class_name,
        "kwargs": kwargs,
        "config": plain(cls(**kwargs).get_config()),
        "inputs": list(pair),
        "extra": extra,
    }


def main() -> None:
    recorded = [record(*entry) for entry in entries()]
    names = {case["id"] for case in recorded}
    assert len(names) == len(recorded), "two cases share a name"
    Store().save("losses", {"versions": versions(), "cases": recorded})
    print(f"{len(recorded)} cases, {len(REDUCTIONS) + 1} reductions each")


if __name__ == "__main__":
    main()
