"""Random numbers as pure functions of a state: a seed and a counter.

The state is a uint32 array ``[seed, step]``. Element i of a draw depends on the state
and on i alone, so the numbers are the same on every device, eager or replayed.
"""

from typing import Any

import numpy as np

from cornu.backend import HOST, backend_of
from cornu.core import RANDOM, Spec, dtype_name, primitive
from cornu.errors import ArgumentError
from cornu.primitives import rules
from cornu.primitives.movement import cast
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array, Shape


def _words(state: Array, count: int, start: int = 0) -> Array:
    backend = backend_of(state)
    assert backend is not None  # the state is an array
    return backend.bits(state, count, start)


def _size(shape: tuple[int, ...]) -> int:
    total = 1
    for n in shape:
        total *= n
    return total


def _bits_infer(state: Spec, *, shape: Shape) -> Spec:
    return Spec(shape, np.dtype(np.uint32))


@primitive(infer=_bits_infer, kind=RANDOM, differentiable=False)
def random_bits(
    xp: Any, state: Array, *, shape: tuple[int, ...], out: Array | None = None
) -> Array:
    """Return uniformly random 32-bit words."""
    n = _size(shape)
    words = _words(state, -(-n // 2)).view(np.uint32)[:n].reshape(shape)
    return settle(words, out)


def _uniform_infer(state: Spec, *, shape: Shape, dtype: str) -> Spec:
    return Spec(shape, np.dtype(dtype))


@primitive(infer=_uniform_infer, kind=RANDOM, differentiable=False)
def random_uniform(
    xp: Any,
    state: Array,
    *,
    shape: tuple[int, ...],
    dtype: str,
    out: Array | None = None,
) -> Array:
    """Return floats uniform in [0, 1): 24 random bits each, 53 for float64."""
    n = _size(shape)
    if np.dtype(dtype).itemsize == 8:
        words = _words(state, n)
        words >>= np.uint64(11)
        return xp.multiply(words.reshape(shape), 2.0**-53, out=out)
    words = _words(state, -(-n // 2)).view(np.uint32)[:n]
    words >>= np.uint32(8)
    if np.dtype(dtype).itemsize == 4:
        unit = xp.empty(shape, np.float32) if out is None else out
        unit[...] = words.reshape(shape)
        return xp.multiply(unit, np.float32(2.0**-24), out=unit)
    unit = words.astype(np.float32) * np.float32(2.0**-24)
    if np.dtype(dtype).itemsize == 2:
        # Rounding up to 1 would leave the half-open interval.
        unit = (words >> np.uint32(14)).astype(np.float32) * np.float32(2.0**-10)
    return settle(unit.reshape(shape).astype(dtype, copy=False), out)


DISTRIBUTIONS = ("beta", "binomial", "gamma")


def _draw_infer(
    state: Spec, *parameters: Spec, distribution: str, shape: Shape, dtype: str
) -> Spec:
    for spec in parameters:
        found = rules.broadcast_shapes(shape, spec.shape)
        if len(found) != len(shape):
            raise ArgumentError(
                f"random.{distribution}: a parameter of shape {spec.shape} must "
                f"broadcast to the shape of the draw, {shape}."
            )
    return Spec(shape, np.dtype(dtype))


@primitive(infer=_draw_infer, kind=RANDOM, differentiable=False)
def random_draw(
    xp: Any,
    state: Array,
    *parameters: Array,
    distribution: str,
    shape: tuple[int, ...],
    dtype: str,
    out: Array | None = None,
) -> Array:
    """Draw from a distribution by rejection, which NumPy does in main memory.

    The numbers are the same on every device, since they are made on one.
    """
    seed, step = HOST.asarray(state).tolist()
    words = np.array((seed, step), np.uint64)
    generator = np.random.Generator(np.random.Philox(key=words))
    given = [np.asarray(HOST.asarray(p), np.float64) for p in parameters]
    if distribution == "binomial":
        given[0] = given[0].astype(np.int64)
    found = getattr(generator, distribution)(*given, size=shape)
    return settle(xp.asarray(found).astype(dtype), out)


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
    out: tuple[Array, Array] | None = None,
) -> tuple[Array, Array]:
    """Zero a random fraction and scale the rest by 1 / (1 - rate).

    Returns the result and the mask of kept elements. The fraction is `rate` rounded
    to a multiple of 1/65536: sixteen random bits decide on each element.
    """
    shape = x.shape
    if noise_shape is not None:
        shape = tuple(a if n is None else n for n, a in zip(noise_shape, x.shape))
    n = _size(shape)
    if out is None:
        out = xp.empty(x.shape, x.dtype), xp.empty(shape, bool)
    drop(xp, x, lots(state, n).reshape(shape), rate, out)
    return tuple(out)


def lots(state: Array, count: int, start: int = 0) -> Array:
    """Return the random 16-bit integers that decide on elements `start` and so on."""
    first, skipped = divmod(start, 4)
    words = _words(state, -(-(skipped + count) // 4), first)
    return words.view(np.uint16)[skipped : skipped + count]


def drop(
    xp: Any, x: Array, drawn: Array, rate: float, out: tuple[Array, Array]
) -> None:
    """Write to `out` the scaled `x` and the mask that follow from `drawn`."""
    answer, keep = out
    if rate < 1:
        least = np.uint16(min(round(rate * 65536), 65535))
        xp.greater_equal(drawn, least, out=keep)
    else:
        keep.fill(False)
    xp.multiply(x, keep, out=answer)
    xp.multiply(answer, x.dtype.type(_scale(rate)), out=answer)


def _scale(rate: float) -> float:
    return 1.0 / (1.0 - rate) if rate < 1 else 0.0


@dropout.vjp("x")
def _dropout_vjp(g: Any, ans: Any, x_spec: Spec, rate: float) -> Any:
    scaled = g[0] * cast(ans[1], dtype=dtype_name(x_spec.dtype))
    return unbroadcast(scaled * _scale(rate), x_spec)
