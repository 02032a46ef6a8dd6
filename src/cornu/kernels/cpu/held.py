"""Primitives whose bodies call BLAS: on one thread, so that shapes decide the bits."""

from typing import Any

from cornu.core import Primitive
from cornu.kernels.cpu.blas import single_threaded_blas
from cornu.primitives.normalization import standardize, standardize_grad
from cornu.primitives.optimizer_steps import sum_squares


def _hold(primitive: Primitive) -> None:
    @primitive.on("cpu")
    def held(xp: Any, *arrays: Any, **params: Any) -> Any:
        with single_threaded_blas():
            return primitive.forward(xp, *arrays, **params)


for _primitive in (standardize, standardize_grad, sum_squares):
    _hold(_primitive)
