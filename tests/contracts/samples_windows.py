"""Samples of convolutions and poolings, built from two tables of geometries."""

from typing import Any

import numpy as np


def _apart(*shape: int) -> Any:
    """Draw values that do not tie, so that the largest one stays the largest."""
    size = int(np.prod(shape))
    return lambda rng: np.asarray(rng.permutation(size).reshape(shape) / 4.0)


# shape of x, shape of w, shape of y, strides, padding, dilation, groups
_CONVOLUTIONS: list[Any] = [
    ((2, 5, 3), (2, 3, 4), (2, 4, 4), (1,), "valid", (1,), 1),
    ((2, 6, 2), (3, 2, 3), (2, 2, 3), (3,), "same", (1,), 1),
    ((2, 5, 2), (2, 2, 3), (2, 5, 3), (1,), "causal", (2,), 1),
    ((2, 4, 5, 6), (3, 2, 6, 2), (2, 4, 5, 2), (1, 1), "same", (1, 1), 1),
    ((2, 5, 4, 2), (2, 3, 2, 3), (2, 3, 2, 3), (2, 2), "same", (1, 1), 1),
    ((1, 5, 5, 5), (2, 2, 5, 2), (1, 4, 3, 2), (1, 1), ((0, 1), (0, 0)), (2, 2), 1),
    ((2, 4, 4, 4), (2, 2, 2, 4), (2, 3, 3, 4), (1, 1), "valid", (1, 1), 2),
    ((2, 4, 4, 3), (3, 3, 1, 6), (2, 2, 2, 6), (2, 2), "same", (1, 1), 3),
    ((2, 3, 2, 5), (1, 1, 5, 3), (2, 3, 2, 3), (1, 1), "valid", (1, 1), 1),
    (
        (1, 3, 4, 3, 2),
        (2, 2, 2, 2, 3),
        (1, 2, 3, 2, 3),
        (1, 1, 1),
        "valid",
        (1, 1, 1),
        1,
    ),
    ((0, 4, 4, 2), (3, 3, 2, 3), (0, 2, 2, 3), (1, 1), "valid", (1, 1), 1),
    ((0, 4, 4, 3), (3, 3, 1, 3), (0, 2, 2, 3), (1, 1), "valid", (1, 1), 3),
]

# shape of x, shape of y, window, strides, padding
_POOLINGS: list[Any] = [
    ((2, 7, 3), (2, 3, 3), (3,), (2,), "valid"),
    ((2, 5, 2), (2, 3, 2), (1,), (2,), "same"),
    ((2, 4, 6, 3), (2, 2, 3, 3), (2, 2), (2, 2), "valid"),
    ((2, 5, 4, 2), (2, 3, 2, 2), (3, 3), (2, 2), "same"),
    ((1, 4, 4, 2), (1, 4, 4, 2), (2, 3), (1, 1), "same"),
    ((1, 5, 5, 2), (1, 3, 5, 2), (3, 3), (2, 1), ((1, 1), (0, 2))),
    ((1, 4, 3, 4, 2), (1, 2, 3, 2, 2), (2, 2, 3), (2, 1, 2), "same"),
    ((0, 4, 4, 2), (0, 2, 2, 2), (2, 2), (2, 2), "valid"),
    ((2, 64, 64, 16), (2, 32, 32, 16), (2, 2), (2, 2), "valid"),  # in blocks
]

SAMPLES: dict[str, list[Any]] = {
    "conv": [],
    "conv_input_grad": [],
    "conv_kernel_grad": [],
    "max_pool": [],
    "max_pool_grad": [],
    "max_pool_take": [],
    "average_pool": [],
    "average_pool_grad": [],
}

for _x, _w, _y, *_rest in _CONVOLUTIONS:
    _names = ("strides", "padding", "dilation", "groups")
    _params = dict(zip(_names, _rest))
    SAMPLES["conv"].append(((_x, _w), _params))
    SAMPLES["conv_input_grad"].append(((_y, _w), {**_params, "input_shape": _x}))
    SAMPLES["conv_kernel_grad"].append(((_x, _y), {**_params, "kernel_shape": _w}))

for _x, _y, *_rest in _POOLINGS:
    _params = dict(zip(("window", "strides", "padding"), _rest))
    SAMPLES["max_pool"].append(((_apart(*_x),), _params))
    SAMPLES["max_pool_grad"].append(((_y, _apart(*_x)), _params))
    SAMPLES["max_pool_take"].append(((_x, _apart(*_x)), _params))
    SAMPLES["average_pool"].append(((_x,), _params))
    SAMPLES["average_pool_grad"].append(((_y,), {**_params, "input_shape": _x}))
