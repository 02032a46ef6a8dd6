"""The formulas of losses that layers, losses and metrics share."""

from typing import Any

from cornu import config
from cornu.errors import ShapeError
from cornu.ops.arguments import as_operand, axis_of, cast_to, dtype_of
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
    inside = comparison.logical_and(target >= 0, target < x.shape[axis])
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
    a, b = tuple(target.shape), tuple(output.shape)
    if len(a) != len(b) or any(m != n for m, n in zip(a, b) if None not in (m, n)):
        raise ShapeError(
            f"{op}: the target has shape {a} and the output {b}; they must be equal."
        )
    name = dtype_of(output).name
    return cast_to(target, name), output
