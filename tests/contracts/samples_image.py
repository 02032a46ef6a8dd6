"""Samples of the primitives that images are worked on with."""

from typing import Any

import numpy as np


def _between(low: float, high: float, *shape: int) -> Any:
    """Draw coordinates that are no integers, where slopes change, nor halves."""

    def make(rng: np.random.Generator) -> np.ndarray:
        whole = rng.integers(low, high, shape)
        part = rng.choice([0.0, 0.5], shape) + rng.uniform(0.1, 0.4, shape)
        return np.asarray(whole + part)

    return make


def _resize(count: int, method: str = "bilinear", antialias: bool = False) -> Any:
    return ("resize", count, method, antialias)


_BLUR = ("window", (0.25, 0.5, 0.25), "same")
_EVEN = ("window", (0.5, 1.0, 0.25, -0.5), "same")
_LONG = ("window", (0.1, 0.2, 0.3, 0.4, 0.5, 0.4, 0.3, 0.2), "valid")

_SEPARABLE: list[Any] = [
    (((2, 5, 4, 3),), (1, 2), (_resize(3), _resize(7))),
    (((2, 6, 4, 1),), (1, 2), (_resize(2, antialias=True), _resize(3, "bicubic"))),
    (((2, 3, 9, 5),), (2, 3), (_resize(4, "lanczos3", True), _resize(3, "lanczos5"))),
    (((2, 5, 4, 3),), (1, 2), (_resize(3, "nearest"), _resize(8, "nearest"))),
    (((2, 8, 4, 3),), (1, 2), (_resize(4, "nearest"), _resize(2, "nearest"))),
    (((2, 5, 4, 3),), (1, 2), (_BLUR, _EVEN)),
    (((2, 9, 1, 3),), (1, 2), (_LONG, _BLUR)),
    (((2, 9, 20),), (1,), (_LONG,)),
    (((5, 4),), (0, 1), (_resize(3), _BLUR)),
    (((0, 5, 4, 3),), (1, 2), (_resize(3), _resize(7))),
    (((3, 64, 48, 4),), (1, 2), (_resize(32), _resize(65))),  # in blocks
]

# shape of x, points, order, mode, value, along
_POINTS: list[Any] = [
    ((2, 4, 5, 3), (3, 2), 1, "constant", 0.5, ()),
    ((2, 4, 5, 3), (7,), 1, "nearest", 0.0, ()),
    ((2, 4, 5, 3), (7,), 1, "wrap", 0.0, ()),
    ((2, 4, 5, 3), (7,), 1, "mirror", 0.0, (1,)),
    ((2, 4, 5, 3), (7,), 1, "reflect", 0.0, (0,)),
    ((2, 4, 5, 1), (7,), 1, "reflect", 0.0, (0, 1)),
    ((1, 6, 2), (4,), 1, "mirror", 0.0, ()),
    ((1, 1, 2), (4,), 1, "mirror", 0.0, ()),
    ((1, 2, 3, 2, 1), (4,), 1, "constant", 2.0, ()),
    ((2, 4, 5, 3), (6,), 0, "constant", 0.5, ()),
    ((2, 4, 5, 3), (6,), 0, "reflect", 0.0, ()),
    ((0, 4, 5, 3), (6,), 1, "reflect", 0.0, ()),
    ((2, 4, 5, 3), (0,), 1, "wrap", 0.0, ()),
    ((2, 50, 40, 3), (100, 60), 1, "wrap", 0.0, ()),  # in blocks
]

# shape of x, counts, window, strides, dilation, padding
_PATCHES: list[Any] = [
    ((2, 4, 6, 3), (2, 2), (2, 3), (2, 3), (1, 1), "valid"),
    ((2, 5, 6, 2), (3, 4), (3, 3), (1, 1), (1, 1), "valid"),
    ((2, 5, 4, 2), (3, 2), (3, 2), (2, 2), (1, 1), "same"),
    ((2, 6, 5, 1), (4, 3), (2, 2), (1, 1), (2, 2), "valid"),
    ((1, 3, 4, 3, 2), (1, 2, 1), (2, 2, 2), (2, 2, 2), (1, 1, 1), "valid"),
    ((2, 7, 3), (2,), (2,), (4,), (1,), "valid"),
    ((0, 4, 6, 3), (2, 2), (2, 3), (2, 3), (1, 1), "valid"),
    ((4, 40, 40, 6), (10, 10), (4, 4), (4, 4), (1, 1), "valid"),  # in blocks
]

SAMPLES: dict[str, list[Any]] = {
    "separable": [],
    "interpolate": [],
    "interpolate_transpose": [],
    "patches": [],
    "patches_transpose": [],
}

for _arrays, _axes, _maps in _SEPARABLE:
    SAMPLES["separable"].append((_arrays, {"axes": _axes, "maps": _maps}))
SAMPLES["separable"] += [
    (
        ((2, 3, 8, 3),),
        {"axes": (1, 2), "maps": (_resize(3), _resize(8)), "back_to": (5, 3)},
    ),
    (
        ((2, 3, 4, 3),),
        {
            "axes": (1, 2),
            "maps": (_resize(3, "nearest"), _resize(4, "nearest")),
            "back_to": (5, 8),
        },
    ),
    (
        ((2, 5, 2, 3),),
        {"axes": (1, 2), "maps": (_EVEN, _LONG), "back_to": (5, 9)},
    ),
    ((np.arange(12, dtype=np.int32).reshape(1, 3, 4), ), {
        "axes": (1, 2), "maps": (_resize(4), _resize(2))}),
]  # fmt: skip

for _x, _p, _order, _mode, _value, _along in _POINTS:
    _coordinates = _between(-8, 8, _x[0], len(_x) - 2, *_p)
    _params = {"order": _order, "mode": _mode, "along": _along}
    SAMPLES["interpolate"].append(((_x, _coordinates), {**_params, "value": _value}))
    SAMPLES["interpolate_transpose"].append(
        (((_x[0], *_p, _x[-1]), _coordinates), {**_params, "sizes": _x[1:-1]})
    )

for _x, _counts, _window, _strides, _dilation, _padding in _PATCHES:
    _params = {
        "window": _window,
        "strides": _strides,
        "dilation": _dilation,
        "padding": _padding,
    }
    _size = int(np.prod(_window)) * _x[-1]
    SAMPLES["patches"].append(((_x,), _params))
    SAMPLES["patches_transpose"].append(
        (((_x[0], *_counts, _size),), {**_params, "sizes": _x[1:-1]})
    )
