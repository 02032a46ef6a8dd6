"""Sums over the leading axes on the CPU: a row of ones times a matrix, for BLAS.

Large ones, the gradients of biases above all, are summed granule by granule.
"""

import math
from typing import Any

import numpy as np

from cornu.core import Spec
from cornu.kernels.cpu.blas import single_threaded_blas
from cornu.kernels.cpu.blocks import GRANULE
from cornu.kernels.cpu.matmul import LEAST_VECTOR
from cornu.kernels.cpu.staged import Staged, run_kept
from cornu.primitives.reduction import Axes, is_leading, reduce_mean, reduce_sum

_LEAST_GRANULE = 2**14  # elements, to outweigh adding up
_FLOPS_PER_ELEMENT = 8.0  # reading memory, in terms of `threads.WORTH_FLOPS`


class LeadingSum(Staged):
    """Sum over the first axes of an array, granule by granule."""

    batched = (True,)
    summed = True

    def __init__(self, spec: Spec, axes: Axes, keepdims: bool) -> None:
        sizes: tuple[int, ...] = spec.shape  # type: ignore[assignment]
        rest = sizes[len(axes) :]
        self.result = Spec((1,) * len(axes) + rest if keepdims else rest, spec.dtype)
        self.flops = _FLOPS_PER_ELEMENT * math.prod(sizes)
        self.count = math.prod(rest)
        self.ones = np.ones((1, GRANULE * math.prod(sizes[1 : len(axes)])), spec.dtype)

    def part(self, *arrays: np.ndarray, out: Any) -> None:
        """Write the sum of one granule."""
        flat = np.ascontiguousarray(arrays[0]).reshape(-1, self.count)
        np.matmul(self.ones[:, : len(flat)], flat, out=out.reshape(1, self.count))


@reduce_sum.stage("cpu")
def leading_sum(specs: tuple[Spec, ...], params: dict[str, Any]) -> LeadingSum | None:
    """Return the staged form of a sum; None if it is small or over other axes."""
    spec, axes = specs[0], params["axes"]
    if not is_leading(len(spec.shape), spec.dtype, axes) or None in spec.shape:
        return None
    sizes: tuple[int, ...] = spec.shape  # type: ignore[assignment]
    row = math.prod(sizes[1:])
    if len(axes) == len(sizes) or sizes[0] <= GRANULE or row * GRANULE < _LEAST_GRANULE:
        return None
    return LeadingSum(spec, axes, params.get("keepdims", False))


def _is_large(x: np.ndarray, *, axes: Axes, **params: Any) -> bool:
    return x.size >= LEAST_VECTOR and is_leading(x.ndim, x.dtype, axes)


@reduce_sum.on("cpu", when=_is_large)
def reduce_sum_cpu(
    xp: Any,
    x: np.ndarray,
    *,
    axes: Axes,
    keepdims: bool = False,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Sum with BLAS, to bits that do not depend on the threads."""
    params = {"axes": axes, "keepdims": keepdims}
    result = run_kept(reduce_sum, (x,), params, out)
    if result is None:
        with single_threaded_blas():
            return reduce_sum.forward(xp, x, out=out, **params)
    return result


@reduce_mean.on("cpu", when=_is_large)
def reduce_mean_cpu(
    xp: Any,
    x: np.ndarray,
    *,
    axes: Axes,
    keepdims: bool = False,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Divide the sum by the number of elements that meet."""
    total = reduce_sum_cpu(xp, x, axes=axes, keepdims=keepdims, out=out)
    count = math.prod(x.shape[: len(axes)])
    return np.divide(total, x.dtype.type(count), out=total)
