"""Inputs on which connectionist temporal classification is held to the laws."""

from typing import Any

import numpy as np

Entry = tuple[tuple[Any, ...], dict[str, Any]]

LABELS = np.array([[1, 2, 1], [2, 2, 7], [3, 0, 0], [1, 3, 3]], np.int32)
SIZES = np.array([3, 2, 1, 0], np.int32)
FRAMES = np.array([5, 4, 3, 5], np.int32)
NONE = np.zeros(0, np.int32)
EMPTY = (np.zeros((0, 3), np.int32), NONE, NONE)
CLEAR = np.array([[1, 1, -1]], np.int32)  # what lies behind a length may be anything


def _logs(*shape: int) -> Any:
    def make(rng: np.random.Generator) -> np.ndarray:
        x = rng.normal(size=shape)
        return np.asarray(x - np.log(np.exp(x).sum(-1, keepdims=True)))

    return make


def _one(count: int) -> np.ndarray:
    return np.array([count], np.int32)


def _forward() -> list[Entry]:
    return [
        ((_logs(4, 5, 4), LABELS, SIZES, FRAMES), {"blank": 0}),
        ((_logs(1, 4, 3), CLEAR, _one(2), _one(4)), {"blank": 2}),
        ((_logs(1, 2, 3), CLEAR, _one(1), _one(1)), {"blank": 0}),
        ((_logs(1, 3, 3), np.zeros((1, 0), np.int32), _one(0), _one(3)), {"blank": 0}),
        ((_logs(0, 5, 4), *EMPTY), {"blank": 0}),
    ]


def _backward() -> list[Entry]:
    return [(((len(a[1]),), *a), params) for a, params in _forward()]


def _beams() -> list[Entry]:
    wide = {"width": 20, "paths": 3, "blank": 0}
    return [
        ((_logs(2, 4, 3), np.array([4, 2], np.int32)), wide),
        ((_logs(2, 4, 3), np.array([4, 0], np.int32)), {**wide, "blank": 2}),
        ((_logs(2, 4, 3), np.array([4, 3], np.int32)), {**wide, "width": 2}),
        ((_logs(0, 4, 3), NONE), wide),
    ]


SAMPLES = {"ctc": _forward(), "ctc_grad": _backward(), "ctc_beams": _beams()}
