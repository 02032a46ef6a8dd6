"""Pick elements by position, and put them back."""

from typing import Any

from cornu.ops.arguments import (
    as_operand,
    axis_of,
    cast_to,
    dtype_name,
    dtype_of,
    shape_of,
)
from cornu.ops.creation import convert_to_tensor
from cornu.ops.math import where
from cornu.ops.reduce import any as any_
from cornu.primitives import indexing, movement
from cornu.primitives.getitem import get_item as _get_item
from cornu.typing import DType


def take(x: Any, indices: Any, axis: int | None = None) -> Any:
    """Return the slices of `x` at integer positions along an axis.

    Parameters
    ----------
    x : array-like
    indices : array-like of int
    axis : int, optional
        Without it the array is flattened first.

    Raises
    ------
    IndexError
        If a position lies outside the axis.

    Examples
    --------
    >>> take([10.0, 20.0, 30.0], [2, 0]).tolist()
    [30.0, 10.0]
    """
    x = as_operand(x)
    if axis is None:
        x, axis = movement.reshape(x, shape=(-1,)), 0
    place = axis_of("take", len(x.shape), axis)
    return indexing.take(x, as_operand(indices), axis=place)


def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Any:
    """Return one element per position along an axis; the other axes correspond.

    Without `axis` both arrays are flattened first.

    Parameters
    ----------
    x : array-like
    indices : array-like of int
        As many axes as `x`; sizes broadcast except on `axis`.
    axis : int, optional

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If the numbers of axes differ or `axis` is out of range.

    Examples
    --------
    >>> take_along_axis([[1, 2], [3, 4]], [[1], [0]], 1).tolist()
    [[2], [3]]
    """
    x, indices = as_operand(x), as_operand(indices)
    if axis is None:
        x = movement.reshape(x, shape=(-1,))
        indices = movement.reshape(indices, shape=(-1,))
        axis = 0
    place = axis_of("take_along_axis", len(x.shape), axis)
    return indexing.take_along_axis(x, indices, axis=place)


def get_item(x: Any, key: Any) -> Any:
    """Return ``x[key]``.

    Parameters
    ----------
    x : array-like
    key : int, slice, array-like of int or bool, None, Ellipsis, or a tuple of these

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If a position is out of range.

    Examples
    --------
    >>> get_item([1, 2, 3], 0).item()
    1
    """
    return _get_item(as_operand(x), key)


def one_hot(
    x: Any, num_classes: int, axis: int = -1, dtype: DType = None, sparse: bool = False
) -> Any:
    """Return vectors with a one at the position each integer names.

    Parameters
    ----------
    x : array-like of int
        Positions outside ``[0, num_classes)`` give zeros.
    num_classes : int
    axis : int, default -1
        Where the new axis stands in the result.
    dtype : str, optional
        The default float type if not given.
    sparse : bool, default False
        Accepted for compatibility with Keras; the result is always dense.

    Examples
    --------
    >>> one_hot([1, 0], 2).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    x = as_operand(x)
    place = axis_of("one_hot", len(x.shape) + 1, axis)
    return indexing.one_hot(
        x, depth=int(num_classes), axis=place, dtype=dtype_name(dtype)
    )


def multi_hot(
    inputs: Any,
    num_classes: int,
    axis: int = -1,
    dtype: DType = None,
    sparse: bool = False,
) -> Any:
    """Return, for each row of integers, a vector with ones at all of them.

    Parameters
    ----------
    inputs : array-like of int, shape (..., n)
    num_classes : int
    axis : int, default -1
        Where the new axis stands in the result, which lacks the last axis of `inputs`.
    dtype : str, optional
        The default float type if not given.
    sparse : bool, default False
        Accepted for compatibility with Keras; the result is always dense.
    """
    inputs = as_operand(inputs)
    place = axis_of("multi_hot", max(len(inputs.shape), 1), axis)
    hot = one_hot(inputs, num_classes, axis=-1, dtype="bool")
    if len(inputs.shape):
        hot = any_(hot, axis=-2)
    last = len(hot.shape) - 1
    order = list(range(last))
    order.insert(place, last)
    return cast_to(movement.transpose(hot, axes=tuple(order)), dtype_name(dtype))


def scatter(indices: Any, values: Any, shape: Any) -> Any:
    """Return zeros of a given shape with values added at given positions.

    Parameters
    ----------
    indices : array-like of int, shape (..., k)
        Vectors of positions on the first k axes.
    values : array-like, shape (..., *shape[k:])
    shape : tuple of int

    Examples
    --------
    >>> scatter([[0], [2], [0]], [1.0, 5.0, 2.0], (3,)).tolist()
    [3.0, 0.0, 5.0]
    """
    return indexing.scatter_nd(
        as_operand(values), as_operand(indices), shape=shape_of(shape)
    )


def slice(inputs: Any, start_indices: Any, shape: Any) -> Any:
    """Return the block of a given shape that begins at given positions.

    Parameters
    ----------
    inputs : array-like
    start_indices : sequence of int
        One an axis.
    shape : tuple of int
        Sizes of the block; -1 takes all that follows.
    """
    x = as_operand(inputs)
    return movement.slice_view(x, index=_block(start_indices, shape))


def _block(start_indices: Any, shape: Any) -> tuple[Any, ...]:
    starts = [int(s) for s in start_indices]
    return tuple(
        (a, None if n == -1 else a + n, None) for a, n in zip(starts, shape_of(shape))
    )


def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    """Return `inputs` with the block that begins at `start_indices` replaced.

    Parameters
    ----------
    inputs : array-like
    start_indices : sequence of int
        One an axis.
    updates : array-like
        The new block, of as many axes as `inputs`.
    """
    x, new = as_operand(inputs), convert_to_tensor(updates)
    new = cast_to(new, dtype_of(x).name)
    index = _block(start_indices, tuple(new.shape))
    shape = tuple(x.shape)
    marks = movement.slice_scatter(
        movement.full_like(new, value=True, dtype="bool"), shape=shape, index=index
    )
    return where(marks, movement.slice_scatter(new, shape=shape, index=index), x)
