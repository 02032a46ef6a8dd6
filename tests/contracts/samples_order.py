"""Samples of what orders, looks up and counts."""

from typing import Any

import numpy as np


def _counted(high: int, *shape: int, dtype: str = "int32") -> Any:
    return lambda rng: np.asarray(rng.integers(0, high, shape)).astype(dtype)


def _edges(n: int) -> Any:
    return lambda rng: np.sort(rng.normal(size=n))


SAMPLES: dict[str, list[Any]] = {
    "argsort_rows": [
        (((5, 3),), {}),
        ((_counted(2, 6, 3),), {}),
        ((_counted(3, 6, 1),), {}),
        (((4, 0),), {}),
        (((0, 3),), {}),
    ],
    "searchsorted": [
        ((_edges(5), (2, 3)), {"side": "left"}),
        ((np.array([1, 2, 2, 5]), _counted(6, 7)), {"side": "right"}),
        ((_edges(4), ()), {"side": "left"}),
        (((0,), (3,)), {"side": "left"}),
        ((_edges(4), (0, 2)), {"side": "right"}),
    ],
    "bincount": [
        ((_counted(4, 7), None), {"length": 5}),
        ((_counted(4, 2, 6, dtype="uint8"), None), {"length": 4}),
        ((_counted(4, 7), (7,)), {"length": 4}),
        ((_counted(3, 2, 6), (2, 6)), {"length": 5}),
        ((_counted(3, 6), _counted(5, 6)), {"length": 3}),
        ((_counted(3, 0), (0,)), {"length": 2}),
        ((_counted(3, 2, 0), None), {"length": 0}),
    ],
}
