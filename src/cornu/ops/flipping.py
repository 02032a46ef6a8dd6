"""Turn arrays over and round."""

from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_operand, axis_of, whole_number
from cornu.ops.movement import swapaxes
from cornu.primitives import movement


def fliplr(x: Any) -> Any:
    """Return `x` with its second axis in reverse order.

    Parameters
    ----------
    x : array-like, at least two axes

    Returns
    -------
    Tensor, shape and type of `x`

    Raises
    ------
    ShapeError
        If `x` has fewer than two axes.

    Examples
    --------
    >>> fliplr([[1, 2], [3, 4]]).tolist()
    [[2, 1], [4, 3]]
    """
    return _flip("fliplr", x, 1)


def flipud(x: Any) -> Any:
    """Return `x` with its first axis in reverse order.

    Parameters
    ----------
    x : array-like, at least one axis

    Returns
    -------
    Tensor, shape and type of `x`

    Raises
    ------
    ShapeError
        If `x` has no axis.

    Examples
    --------
    >>> flipud([[1, 2], [3, 4]]).tolist()
    [[3, 4], [1, 2]]
    """
    return _flip("flipud", x, 0)


def _flip(op: str, x: Any, axis: int) -> Any:
    x = as_operand(x)
    if len(x.shape) <= axis:
        raise ShapeError(
            f"{op}: x needs an axis {axis} to turn over, got shape {tuple(x.shape)}; "
            f"give it more axes with expand_dims."
        )
    return movement.flip(x, axes=(axis,))


def rot90(array: Any, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Any:
    """Return `array` turned by quarters of a circle in the plane of two axes.

    Parameters
    ----------
    array : array-like, at least two axes
    k : int, default 1
        Number of quarters, from the first of `axes` towards the second:
        counterclockwise as a matrix is printed. Negative ones turn back.
    axes : (int, int), default (0, 1)

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If `array` has fewer than two axes, or an axis is out of range.
    ArgumentError
        If `axes` are not two different ones, or `k` is no whole number.

    Examples
    --------
    >>> rot90([[1, 2], [3, 4]]).tolist()
    [[2, 4], [1, 3]]
    """
    x = as_operand(array)
    if len(x.shape) < 2:
        raise ShapeError(
            f"rot90: array needs at least two axes, got shape {tuple(x.shape)}."
        )
    if not isinstance(axes, (tuple, list)) or len(axes) != 2:
        raise ArgumentError(f"rot90: axes must be two axes, got {axes!r}.")
    first, second = (axis_of("rot90", len(x.shape), a) for a in axes)
    if first == second:
        raise ArgumentError(f"rot90: axes must be two different ones, got {axes!r}.")
    quarters = whole_number("rot90", "k", k) % 4
    if quarters == 2:
        return movement.flip(x, axes=(first, second))
    if quarters == 1:
        return swapaxes(movement.flip(x, axes=(second,)), first, second)
    if quarters == 3:
        return movement.flip(swapaxes(x, first, second), axes=(second,))
    return x
