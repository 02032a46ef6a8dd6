"""The formulas of losses that layers, losses and metrics share."""

import math
from typing import Any

from cornu import config
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axis_of,
    cast_to,
    dtype_of,
    to_common,
)
from cornu.primitives import (
    comparison,
    elementwise,
    indexing,
    movement,
    reduction,
)
from cornu.primitives.softmax import log_softmax


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """Return -target * log(p) - (1 - target) * log(1 - p), elementwise.

    Parameters
    ----------
    target : array-like in [0, 1]
    output : array-like of the same shape
        Probabilities p, kept `config.epsilon()` away from 0 and 1; or logits.
    from_logits : bool, default False
        Whether p is the sigmoid of `output`.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> round(binary_crossentropy([1.0], [0.5]).item(), 4)
    0.6931
    """
    target, output = _pair("binary_crossentropy", target, output)
    if from_logits:
        # One curve less would do, but would cancel where the loss is nearly 0.
        below, above = elementwise.softplus(-output), elementwise.softplus(output)
        return target * below + (1.0 - target) * above
    p = _bounded(output)
    return -(target * elementwise.log(p) + (1.0 - target) * elementwise.log(1.0 - p))


def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Return -sum(target * log(p)) along the axis of classes.

    Parameters
    ----------
    target : array-like, shape (..., classes)
        Probabilities, often one-hot.
    output : array-like, shape (..., classes)
        Probabilities p, divided by their sum and kept `config.epsilon()` away from 0
        and 1; or logits.
    from_logits : bool, default False
        Whether p is the softmax of `output`.
    axis : int, default -1

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> round(categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]]).item(), 4)
    0.6931
    """
    target, output = _pair("categorical_crossentropy", target, output)
    place = axis_of("categorical_crossentropy", len(output.shape), axis)
    if from_logits:
        logs = log_softmax(output, axis=place)
    else:
        total = reduction.reduce_sum(output, axes=(place,), keepdims=True)
        logs = elementwise.log(_bounded(output / total))
    return -reduction.reduce_sum(target * logs, axes=(place,))


def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Return -log(p) of each target class.

    Parameters
    ----------
    target : array-like of int, shape (...) or (..., 1)
        Classes; those outside ``[0, classes)`` give 0.
    output : array-like, shape (..., classes)
        Probabilities p, divided by their sum and kept `config.epsilon()` away from 0
        and 1; or logits.
    from_logits : bool, default False
        Whether p is the softmax of `output`.
    axis : int, default -1

    Raises
    ------
    ShapeError
        If the shapes do not correspond.

    Examples
    --------
    >>> round(sparse_categorical_crossentropy([1], [[0.5, 0.5]]).item(), 4)
    0.6931
    """
    target, output = as_operand(target), as_operand(output)
    place = axis_of("sparse_categorical_crossentropy", len(output.shape), axis)
    target = _classes(cast_to(target, "int32"), output, place)
    if from_logits:
        picked, inside = _pick(log_softmax(output, axis=place), target, place)
        return -(picked * inside)
    # Picked before the division and the logarithm: one element instead of a row.
    picked, inside = _pick(output, target, place)
    total = reduction.reduce_sum(output, axes=(place,))
    return -(elementwise.log(_bounded(picked / total)) * inside)


def psnr(x1: Any, x2: Any, max_val: Any) -> Any:
    """Return the peak signal-to-noise ratio, 10 * log10(max_val ** 2 / mean square).

    Parameters
    ----------
    x1, x2 : array-like, any shape, the same for both
        Signals. Integers are taken for floats, so that they do not wrap around.
    max_val : float > 0
        The largest value a signal can have.

    Returns
    -------
    Tensor, shape ()
        In decibels; infinite if the signals are equal.

    Raises
    ------
    ShapeError
        If the shapes differ.
    ValueError
        If `max_val` is a number that is not positive.

    Examples
    --------
    >>> round(psnr([0.0, 1.0], [0.1, 0.9], 1.0).item(), 3)
    20.0
    """
    x1, x2 = to_common([as_float(as_operand(x)) for x in (x1, x2)])
    _check_alike("psnr", "x1", x1, "x2", x2)
    name = dtype_of(x1).name
    if dtype_of(x1).itemsize == 2:
        x1, x2 = cast_to(x1, "float32"), cast_to(x2, "float32")
    axes = tuple(range(len(x1.shape)))
    noise = reduction.reduce_mean(elementwise.square(x1 - x2), axes=axes)
    decibel = 10.0 / math.log(10.0)
    if isinstance(max_val, (int, float)):
        if not max_val > 0:
            raise ArgumentError(f"psnr: max_val={max_val} must be positive.")
        peak: Any = 2.0 * decibel * math.log(max_val)
    else:
        peak = as_float(as_operand(max_val))
        peak = 2.0 * decibel * elementwise.log(cast_to(peak, dtype_of(x1).name))
    return cast_to(peak - decibel * elementwise.log(noise), name)


def _classes(target: Any, output: Any, axis: int) -> Any:
    """Return the targets with a class axis of size 1 in the place of the outputs'."""
    op = "sparse_categorical_crossentropy"
    rank = len(output.shape)
    if len(target.shape) == rank and target.shape[-1] in (1, None):
        rows = ((None, None, None),) * (rank - 1)
        target = movement.slice_view(target, index=(*rows, 0))
    others = (*output.shape[:axis], *output.shape[axis + 1 :])
    if len(target.shape) != rank - 1 or any(
        a != b for a, b in zip(target.shape, others) if None not in (a, b)
    ):
        raise ShapeError(
            f"{op}: the target has shape {tuple(target.shape)}, the output "
            f"{tuple(output.shape)}; the target must have one class number for each "
            f"vector along axis {axis}. (One-hot targets go to "
            f"categorical_crossentropy.)"
        )
    index = [None if i == axis else (None, None, None) for i in range(rank)]
    return movement.slice_view(target, index=tuple(index))


def _pick(x: Any, target: Any, axis: int) -> tuple[Any, Any]:
    """Return the elements of the target classes, and 1 or 0 for classes inside."""
    inside = target >= 0
    if x.shape[axis] is not None:
        inside = comparison.logical_and(inside, target < x.shape[axis])
    safe = comparison.where(inside, target, 0)
    index = tuple(0 if i == axis else (None, None, None) for i in range(len(x.shape)))
    picked = indexing.take_along_axis(x, safe, axis=axis)
    return (
        movement.slice_view(picked, index=index),
        cast_to(movement.slice_view(inside, index=index), dtype_of(x).name),
    )


def _bounded(p: Any) -> Any:
    small = config.epsilon()
    return comparison.clip(p, low=small, high=1.0 - small)


def _pair(op: str, target: Any, output: Any) -> tuple[Any, Any]:
    target, output = as_operand(target), as_operand(output)
    _check_alike(op, "the target", target, "the output", output)
    name = dtype_of(output).name
    return cast_to(target, name), output


def _check_alike(op: str, first: str, x1: Any, second: str, x2: Any) -> None:
    a, b = tuple(x1.shape), tuple(x2.shape)
    if len(a) != len(b) or any(m != n for m, n in zip(a, b) if None not in (m, n)):
        raise ShapeError(
            f"{op}: {first} has shape {a} and {second} {b}; they must be equal."
        )
