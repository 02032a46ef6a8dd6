"""Samples of primitives on bits, divisors and scaled floats."""

from typing import Any

import numpy as np


def _whole(*shape: int, high: int = 9, dtype: str = "int32") -> Any:
    return lambda rng: np.asarray(rng.integers(0, high, shape)).astype(dtype)


def _truth(*shape: int) -> Any:
    return lambda rng: np.asarray(rng.random(shape) < 0.5)


_INTEGERS: list[Any] = [
    ((_whole(3, 4), _whole(3, 4)), {}),
    ((_whole(2, 1, 3), _whole(4, 1)), {}),
    ((_whole(), _whole(3)), {}),
    ((_whole(), _whole()), {}),
    ((_whole(0, 3), _whole(1, 3)), {}),
    ((_whole(3, dtype="uint8"), _whole(3, dtype="int16")), {}),
]
_BITS = [*_INTEGERS, ((_truth(2, 3), _truth(3)), {})]

SAMPLES: dict[str, list[Any]] = {
    "bitwise_and": _BITS,
    "bitwise_or": _BITS,
    "bitwise_xor": _BITS,
    "bitwise_invert": [
        ((_whole(3, 4),), {}),
        ((_whole(),), {}),
        ((_whole(0, 3, dtype="uint8"),), {}),
        ((_truth(2, 3),), {}),
    ],
    "left_shift": _INTEGERS,
    "right_shift": _INTEGERS,
    "gcd": _INTEGERS,
    "ldexp": [
        (((3, 4), _whole(3, 4)), {}),
        (((2, 1, 3), _whole(4, 1)), {}),
        (((), _whole(3)), {}),
        (((), _whole()), {}),
        (((0, 3), _whole(1, 3)), {}),
    ],
    "reinterpret": [
        ((_whole(2, 4, dtype="uint8"),), {"dtype": "int32"}),
        ((_whole(2, 4),), {"dtype": "uint8"}),
        ((_whole(2, 4),), {"dtype": "uint32"}),
        ((_whole(),), {"dtype": "uint32"}),
        ((_whole(0, 4),), {"dtype": "int16"}),
        ((_whole(4, 0),), {"dtype": "int64"}),
    ],
}
