"""Random numbers as pure functions of a state: a seed and a counter.

The state is a uint32 array ``[seed, step]``. Element i of a draw depends on the state
and on i alone, so the numbers are the same on every device, eager or replayed.
"""

from typing import Any

import numpy as np

from cornu.backend import backend_of
from cornu.core import RANDOM, Spec, dtype_name, primitive
from cornu.primitives.movement import cast
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array, Shape


def _words(state: Array, count: int) -> Array:
    backend = backend_of(state)
    assert backend is not None  # the state is an array
    return backend.bits(state, count)


def _size(shape: tuple[int, ...]) -> int:
    total = 1
    for n in shape:
        total *= n
    return total


def _bits_infer(state: Spec, *, shape: Shape) -> Spec:
    return Spec(shape, np.dtype(np.uint32))


@primitive(infer=_bits_infer, kind=RANDOM, differentiable=False)
def random_bits(xp: Any, state: Array, *, shape: tuple[int, ...]) -> Array:
    """Return uniformly random 32-bit words."""
    n = _size(shape)
    return _words(state, -(-n // 2)).view(np.uint32)[:n].reshape(shape)


def _uniform_infer(state: Spec, *, shape: Shape, dtype: str) -> Spec:
    return Spec(shape, np.dtype(dtype))


@primitive(infer=_uniform_infer, kind=RANDOM, differentiable=False)
def random_uniform(
    xp: Any, state: Array, *, shape: tuple[int, ...], dtype: str
) -> Array:
    """Return floats uniform in [0, 1): 24 random bits each, 53 for float64."""
    n = _size(shape)
    if np.dtype(dtype).itemsize == 8:
        words = _words(state, n) >> np.uint64(11)
        return (words.astype(np.float64) * 2.0**-53).reshape(shape)
    words = _words(state, -(-n // 2)).view(np.uint32)[:n] >> np.uint32(8)
    unit = words.astype(np.float32) * np.float32(2.0**-24)
    if np.dtype(dtype).itemsize == 2:
        # Rounding up to 1 would leave the half-open interval.
        unit = (words >> np.uint32(14)).astype(np.float32) * np.float32(2.0**-10)
    return unit.reshape(shape).astype(dtype, copy=False)


def _dropout_infer(
    x: Spec, state: Spec, *, rate: float, noise_shape: Shape | None = None
) -> tuple[Spec, Spec]:
    shape = x.shape
    if noise_shape is not None:
        shape = tuple(a if n is None else n for n, a in zip(noise_shape, x.shape))
    return x, Spec(shape, np.dtype(bool))


@primitive(infer=_dropout_infer, kind=RANDOM)
def dropout(
    xp: Any,
    x: Array,
    state: Array,
    *,
    rate: float,
    noise_shape: tuple[int | None, ...] | None = None,
) -> tuple[Array, Array]:
    """Zero a random fraction and scale the rest by 1 / (1 - rate).

    Returns the result and the mask of kept elements. The fraction is `rate` rounded
    to a multiple of 1/65536: sixteen random bits decide on each element.
    """
    shape = x.shape
    if noise_shape is not None:
        shape = tuple(a if n is None else n for n, a in zip(noise_shape, x.shape))
    n = _size(shape)
    lots = _words(state, -(-n // 4)).view(np.uint16)[:n].reshape(shape)
    keep = (lots >= np.uint16(min(round(rate * 65536), 65535))) & (rate < 1)
    answer = xp.asarray(xp.multiply(x, keep))
    answer *= x.dtype.type(_scale(rate))
    return answer, keep


def _scale(rate: float) -> float:
    return 1.0 / (1.0 - rate) if rate < 1 else 0.0


@dropout.vjp("x")
def _dropout_vjp(g: Any, ans: Any, x_spec: Spec, rate: float) -> Any:
    scaled = g[0] * cast(ans[1], dtype=dtype_name(x_spec.dtype))
    return unbroadcast(scaled * _scale(rate), x_spec)
