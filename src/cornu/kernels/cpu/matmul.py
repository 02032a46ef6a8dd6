"""Matrix products on the CPU whose bits do not depend on the number of threads.

OpenBLAS cuts a product by the threads it has, and the cut shows in the last bits. Here
shapes alone decide: a large product is cut into tiles, and each tile, like any product
that OpenBLAS would share out, is computed by one thread.
"""

import math
from itertools import pairwise
from typing import Any

import numpy as np

from cornu.kernels.cpu.blas import single_threaded_blas
from cornu.kernels.cpu.threads import Task, spread
from cornu.primitives.contraction import contract, einsum, matmul

LEAST_VECTOR = 9216
"""Multiplications from which OpenBLAS shares out a matrix times a vector."""

LEAST_MATRIX = 2**17
"""A quarter of the multiplications from which it shares out other products."""

_TILE = 2**24  # multiplications that are worth two tiles: about 0.3 ms
_FLOPS = 2.0  # a multiplication in terms of `threads.WORTH_FLOPS`
_MOST_TILES = 16
_LEAST_SIDE = 64  # thinner tiles spend their time on laying out the other operand
_STEP = 32
_LONG = 4  # so many times longer than wide and high, a sum is cut instead
_MOST_SUMS = 8


def _may_be_shared_out(a: np.ndarray, b: np.ndarray, **params: Any) -> bool:
    size = a.size * b.shape[-1]
    return (
        size >= LEAST_VECTOR
        and (size >= LEAST_MATRIX or a.shape[-2] == 1 or b.shape[-1] == 1)
        and a.dtype.char in "fd"
        and a.dtype == b.dtype
    )


@matmul.on("cpu", when=_may_be_shared_out)
def matmul_cpu(
    xp: Any, a: np.ndarray, b: np.ndarray, *, out: np.ndarray | None = None
) -> np.ndarray:
    """Multiply tile by tile."""
    if b.ndim == 2 and a.ndim > 2:
        shape = (*a.shape[:-1], b.shape[-1])
        if out is not None and not out.flags.c_contiguous:
            out[...] = matmul_cpu(xp, a, b)
            return out
        flat = None if out is None else out.reshape(-1, shape[-1])
        rows = math.prod(shape[:-1])
        found = product(a.reshape(rows, a.shape[-1]), b, flat)
        return found.reshape(shape) if out is None else out
    return product(a, b, out)


def product(a: np.ndarray, b: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Multiply matrices of one floating type, the leading axes broadcast.

    Parameters
    ----------
    a : ndarray, shape (..., m, k)
    b : ndarray, shape (..., k, n)
    out : ndarray, shape (..., m, n), optional
    """
    size = a.size * b.shape[-1]
    if a.ndim != b.ndim or a.shape[:-2] != b.shape[:-2]:
        lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
        size = math.prod(lead) * a.shape[-2] * a.shape[-1] * b.shape[-1]
    if out is not None and out.strides[-1] != out.itemsize:
        out[...] = product(a, b)  # NumPy would not hand it to BLAS
        return out
    if size >= _TILE:
        return _tiled(_plain(a), _plain(b), out, size)
    with single_threaded_blas():
        return np.matmul(a, b, out=out)


def _plain(x: np.ndarray) -> np.ndarray:
    # BLAS takes rows or columns that lie together; NumPy would copy others per tile.
    if x.itemsize in x.strides[-2:]:
        return x
    return np.ascontiguousarray(x)


def _tiled(
    a: np.ndarray, b: np.ndarray, out: np.ndarray | None, size: int
) -> np.ndarray:
    rows, columns = a.shape[-2], b.shape[-1]
    lead = a.shape[:-2]
    if a.ndim > 2 or b.ndim > 2:
        lead = np.broadcast_shapes(lead, b.shape[:-2])
        a, b = (np.broadcast_to(x, (*lead, *x.shape[-2:])) for x in (a, b))
    result = np.empty((*lead, rows, columns), a.dtype) if out is None else out
    if not lead and a.shape[1] > _LONG * max(rows, columns):
        return _summed(a, b, result, size)
    tiles = _tiles((*lead, rows, columns), _count(size, _MOST_TILES))

    def make_task() -> Task:
        def task(i: int) -> None:
            part, across, down = tiles[i]
            np.matmul(
                a[(*part, across)],
                b[(*part, slice(None), down)],
                out=result[(*part, across, down)],
            )

        return task

    spread(make_task, len(tiles), _FLOPS * size)
    return result


def _summed(a: np.ndarray, b: np.ndarray, result: np.ndarray, size: int) -> np.ndarray:
    """Cut the sum, not the result: its parts are added up in order."""
    cuts = _cut(a.shape[1], _count(size, _MOST_SUMS), _STEP)
    parts = np.empty((len(cuts), *result.shape), result.dtype)

    def make_task() -> Task:
        def task(i: int) -> None:
            np.matmul(a[:, cuts[i]], b[cuts[i]], out=parts[i])

        return task

    spread(make_task, len(cuts), _FLOPS * size)
    first, second, *others = parts
    np.add(first, second, out=result)
    for part in others:
        np.add(result, part, out=result)
    return result


def _count(size: int, most: int) -> int:
    return min(max(size // _TILE, 2), most)


def _tiles(shape: tuple[int, ...], most: int) -> list[tuple[Any, slice, slice]]:
    """Cut a result into at most `most` tiles: indices of leading axes, rows, columns.

    The first leading axis that can be cut is cut; only a single matrix is cut inside.
    """
    *lead, rows, columns = shape
    whole = slice(None)
    for axis, n in enumerate(lead):
        if n > 1:
            before = (whole,) * axis
            return [((*before, c), whole, whole) for c in _cut(n, min(most, n), 1)]
    across, down = _grid(rows, columns, most)
    inner = tuple(0 for _ in lead)
    return [
        (inner, r, c)
        for r in _cut(rows, across, _STEP)
        for c in _cut(columns, down, _STEP)
    ]


def _grid(rows: int, columns: int, most: int) -> tuple[int, int]:
    """Return into how many parts to cut the rows and columns: powers of two."""
    across = down = 1
    while 2 * across * down <= most:
        height, width = rows // across, columns // down
        # Tiles side by side lay out the same rows again: only wide ones are cut so.
        if height >= 2 * _LEAST_SIDE and _LONG * height > width:
            across *= 2
        elif width >= 2 * _LEAST_SIDE:
            down *= 2
        else:
            break
    return across, down


def _cut(n: int, parts: int, step: int) -> list[slice]:
    """Cut a length as evenly as multiples of `step` allow."""
    edges = [n * i // parts // step * step for i in range(parts)]
    return [slice(a, b) for a, b in pairwise([*edges, n])]


@einsum.on(
    "cpu", when=lambda a, b, **params: a.dtype.char in "fd" and a.dtype == b.dtype
)
def einsum_cpu(
    xp: Any,
    a: np.ndarray,
    b: np.ndarray,
    *,
    subscripts: str,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Contract by way of the products above."""
    return contract(xp, a, b, subscripts, _product_of_any_size, out)


def _product_of_any_size(a: np.ndarray, b: np.ndarray, out: Any) -> np.ndarray:
    if _may_be_shared_out(a, b):
        return product(a, b, out)
    return np.matmul(a, b, out=out)
