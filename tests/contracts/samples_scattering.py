"""Samples of rows put into an array, with places that meet and places left alone."""

from typing import Any

import numpy as np

_MEETING = np.array([3, 0, -2, 0, 3, 3])


def _apart(*shape: int) -> Any:
    """Draw values that do not tie, some on either side of zero."""
    size = int(np.prod(shape))
    return lambda rng: np.asarray(
        (rng.permutation(size) - size / 2.5).reshape(shape) / 4
    )


def _with_zeros(rng: np.random.Generator) -> np.ndarray:
    found = rng.uniform(0.5, 2.0, (6, 2))
    found[[0, 1, 4], [0, 1, 0]] = 0  # two zeros meet, and one stands alone
    return found


_PLACES: list[Any] = [
    ((_apart(5, 2), _MEETING, _apart(6, 2))),
    ((_apart(5), _MEETING.astype(np.uint8) % 5, _apart(6))),
    ((_apart(4, 12), np.arange(30) % 3, _apart(30, 12))),  # many at one place
    ((_apart(3, 2, 2), np.array([1]), _apart(1, 2, 2))),
    ((_apart(3, 2), np.zeros(0, int), _apart(0, 2))),
    ((_apart(3, 0), np.array([1, 1]), _apart(2, 0))),
]

SAMPLES: dict[str, list[Any]] = {
    "put_rows": [
        (places, {"reduction": reduction})
        for places in _PLACES
        for reduction in ("set", "add")
    ],
    "meet_rows": [
        (places, {"reduction": reduction})
        for places in _PLACES
        for reduction in ("max", "min", "mul")
    ],
}
SAMPLES["meet_rows"].append(
    ((_apart(5, 2), _MEETING, _with_zeros), {"reduction": "mul"})
)
