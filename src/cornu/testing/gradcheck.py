"""Gradients of the tape against finite differences."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cornu.autodiff import GradientTape, Tensor
from cornu.primitives.complex import real
from cornu.primitives.reduction import reduce_sum
from cornu.utils import tree

Arrays = list[Any]


def check_gradients(
    function: Callable[..., Any],
    inputs: Sequence[Any],
    order: int = 2,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    seed: int = 0,
) -> int:
    """Hold the gradient of a function to central differences, in float64.

    The results are projected on random arrays, and each input is moved along a random
    direction of its own; a complex one along two, a real and an imaginary direction.
    Order 2 compares the derivative of the gradient, too.

    Parameters
    ----------
    function : callable
        Takes one Tensor per input; returns a Tensor or a nested structure of them.
        Results that are not floats or complex are left out; of a complex one the real
        part of the projection counts.
    inputs : sequence of array-like
        Floats are cast to float64, complex numbers to complex128, and differentiated;
        others are passed on unchanged.
        Choose values away from kinks.
    order : {1, 2}, default 2
    eps : float > 0, default 1e-6
        Step of the differences.
    atol, rtol : float, defaults 1e-5 and 1e-3
        Tolerances, absolute and relative to the difference.
    seed : int, default 0
        Seed of projections and directions.

    Returns
    -------
    int
        How many pairs of numbers were compared.

    Raises
    ------
    AssertionError
        If they differ; the message names the function, the input and both numbers.

    Examples
    --------
    >>> check_gradients(lambda x, y: x * y ** 3, [[1.0, 2.0], [3.0, 4.0]])
    4
    """
    if order not in (1, 2):
        raise ValueError(f"check_gradients: order is {order!r}; use 1 or 2.")
    problem = _Problem(function, inputs, np.random.default_rng(seed))
    limits = _Limits(eps, atol, rtol)
    compared = 0
    for way, slope in zip(problem.ways, problem.slopes(problem.arrays)):
        compared += problem.compare(way, "gradient", slope, problem.value, limits)
    if order == 1:
        return compared
    for way, slope in zip(problem.ways, problem.curvatures(problem.arrays)):
        compared += problem.compare(
            way, "second derivative", slope, problem.bent, limits
        )
    return compared


Way = tuple[int, np.ndarray]  # an input, and a direction in which to move it


class _Limits:
    """Step and tolerances."""

    def __init__(self, eps: float, atol: float, rtol: float) -> None:
        self.eps, self.atol, self.rtol = eps, atol, rtol


class _Problem:
    """A function made scalar by random weights, and random directions to go."""

    def __init__(
        self,
        function: Callable[..., Any],
        inputs: Sequence[Any],
        rng: np.random.Generator,
    ) -> None:
        self.function = function
        self.name: str = getattr(function, "__name__", repr(function))
        self.arrays = [_float64(x) for x in inputs]
        self.smooth = [i for i, a in enumerate(self.arrays) if _is_float(a)]
        self.rng = rng
        self.ways: list[Way] = []
        for i in self.smooth:
            self.ways.append((i, self._draw(self.arrays[i].shape)))
            if self.arrays[i].dtype.kind == "c":
                self.ways.append((i, 1j * self._draw(self.arrays[i].shape)))
        self.bends = {i: self._draw_like(self.arrays[i]) for i in self.smooth}
        self.weights: list[np.ndarray] | None = None

    def _draw(self, shape: tuple[int, ...]) -> np.ndarray:
        # Away from zero, so that no element is left unchecked.
        size = self.rng.uniform(0.5, 1.5, shape)
        return np.asarray(size * self.rng.choice([-1.0, 1.0], shape))

    def _draw_like(self, value: Any) -> np.ndarray:
        drawn = self._draw(value.shape)
        return (
            drawn + 1j * self._draw(value.shape) if value.dtype.kind == "c" else drawn
        )

    def _total(self, boxed: Arrays) -> Any:
        results = tree.flatten(self.function(*boxed))
        floats = [r for r in results if isinstance(r, Tensor) and r.dtype.kind in "fc"]
        if self.weights is None:
            self.weights = [self._draw_like(r) for r in floats]
        total: Any = Tensor(np.zeros(()))
        for result, weight in zip(floats, self.weights, strict=True):
            total = total + _dot(result, weight)
        return total

    def value(self, arrays: Arrays) -> float:
        """Return the projected result."""
        return float(self._total(_boxed(arrays)))

    def _gradients(self, boxed: Arrays) -> list[Any]:
        with GradientTape() as tape:
            tape.watch([boxed[i] for i in self.smooth])
            total = self._total(boxed)
        found: list[Any] = tape.gradient(total, [boxed[i] for i in self.smooth])
        for i, gradient in zip(self.smooth, found):
            _check_like(self.name, i, self.arrays[i], gradient)
        return found

    def slopes(self, arrays: Arrays) -> list[float]:
        """Return the gradient along each way."""
        return self._along(self._gradients(_boxed(arrays)))

    def _along(self, gradients: list[Any]) -> list[float]:
        found = dict(zip(self.smooth, gradients))
        return [
            0.0 if found[i] is None else float(_dot(found[i], direction))
            for i, direction in self.ways
        ]

    def _bent(self, boxed: Arrays) -> Any:
        total: Any = Tensor(np.zeros(()))
        for i, g in zip(self.smooth, self._gradients(boxed)):
            if g is not None:
                total = total + _dot(g, self.bends[i])
        return total

    def bent(self, arrays: Arrays) -> float:
        """Return the projected gradient, the function whose slope is of order 2."""
        return float(self._bent(_boxed(arrays)))

    def curvatures(self, arrays: Arrays) -> list[float]:
        """Return the derivative of the projected gradient along each way."""
        boxed = _boxed(arrays)
        with GradientTape() as tape:
            tape.watch([boxed[i] for i in self.smooth])
            total = self._bent(boxed)
        return self._along(tape.gradient(total, [boxed[i] for i in self.smooth]))

    def compare(
        self,
        way: Way,
        what: str,
        analytic: float,
        function: Callable[[Arrays], float],
        limits: _Limits,
    ) -> int:
        """Compare one directional derivative with its difference quotient."""
        i, direction = way
        if not self.arrays[i].size:
            return 0
        ends = []
        for sign in (1, -1):
            moved = list(self.arrays)
            moved[i] = moved[i] + sign * limits.eps * direction
            ends.append(function(moved))
        numeric = (ends[0] - ends[1]) / (2 * limits.eps)
        gap = abs(analytic - numeric)
        if not gap <= limits.atol + limits.rtol * abs(numeric):
            shapes = [getattr(a, "shape", a) for a in self.arrays]
            raise AssertionError(
                f"{self.name}: the {what} with respect to input {i} of inputs {shapes} "
                f"is {analytic!r} by the tape and {numeric!r} by differences "
                f"(step {limits.eps}, gap {gap:.3g})."
            )
        return 1


def _float64(value: Any) -> Any:
    if value is None:
        return None
    array = np.asarray(value)
    wide = {"f": np.float64, "c": np.complex128}.get(array.dtype.kind)
    return array if wide is None else array.astype(wide)


def _is_float(value: Any) -> bool:
    return value is not None and value.dtype.kind in "fc"


def _boxed(arrays: Arrays) -> Arrays:
    return [None if a is None else Tensor(a) for a in arrays]


def _dot(tensor: Any, weight: np.ndarray) -> Any:
    total = reduce_sum(tensor * weight, axes=tuple(range(weight.ndim)))
    return real(total) if total.dtype.kind == "c" else total


def _check_like(name: str, i: int, array: np.ndarray, gradient: Any) -> None:
    if gradient is not None and (gradient.shape, gradient.dtype) != (
        array.shape,
        array.dtype,
    ):
        raise AssertionError(
            f"{name}: the gradient of input {i} has shape {gradient.shape} and dtype "
            f"{gradient.dtype}; the input has {array.shape} and {array.dtype}."
        )
