"""Part arrays, and join them along the third axis."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from cornu.errors import ShapeError
from cornu.ops.arguments import (
    arrays_to_join,
    as_operand,
    axis_of,
    known_size,
    whole_number,
)
from cornu.ops.movement import concatenate, expand_dims, split
from cornu.primitives import movement


def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Any]:
    """Return the parts of `x` along an axis, as equal as its size allows.

    The first parts are longer by one where the size is no multiple of their number.

    Parameters
    ----------
    x : array-like
    indices_or_sections : int or sequence of int
        How many parts, or the positions at which to cut.
    axis : int, default 0

    Returns
    -------
    list of Tensor

    Raises
    ------
    ArgumentError
        If the number of parts is not positive.
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> [part.tolist() for part in array_split([1, 2, 3, 4, 5], 3)]
    [[1, 2], [3, 4], [5]]
    """
    x = as_operand(x)
    axis = axis_of("array_split", len(x.shape), axis)
    where = indices_or_sections
    if isinstance(where, (tuple, list)) or len(getattr(where, "shape", ())):
        return split(x, where, axis)
    parts = whole_number("array_split", "indices_or_sections", where, 1)
    each, longer = divmod(known_size("array_split", x, axis), parts)
    ends = [i * each + min(i, longer) for i in range(parts + 1)]
    return [movement.slice_axis(x, axis, a, b) for a, b in pairwise(ends)]


def vsplit(x: Any, indices_or_sections: Any) -> list[Any]:
    """Return the parts of `x` along its first axis; see :func:`split`.

    Parameters
    ----------
    x : array-like, at least one axis
    indices_or_sections : int or sequence of int
        How many equal parts, or the positions at which to cut.

    Returns
    -------
    list of Tensor

    Raises
    ------
    ShapeError
        If `x` has no axis, or its size is no multiple of the number of parts.

    Examples
    --------
    >>> [part.tolist() for part in vsplit([[1, 2], [3, 4]], 2)]
    [[[1, 2]], [[3, 4]]]
    """
    return _split_along("vsplit", x, indices_or_sections, 0)


def hsplit(x: Any, indices_or_sections: Any) -> list[Any]:
    """Return the parts of `x` along its second axis, of a vector along its only one.

    Parameters
    ----------
    x : array-like, at least one axis
    indices_or_sections : int or sequence of int
        How many equal parts, or the positions at which to cut.

    Returns
    -------
    list of Tensor

    Raises
    ------
    ShapeError
        If `x` has no axis, or the size is no multiple of the number of parts.

    Examples
    --------
    >>> [part.tolist() for part in hsplit([[1, 2], [3, 4]], 2)]
    [[[1], [3]], [[2], [4]]]
    """
    x = as_operand(x)
    axis = 0 if len(x.shape) == 1 else 1
    return _split_along("hsplit", x, indices_or_sections, axis)


def dsplit(x: Any, indices_or_sections: Any) -> list[Any]:
    """Return the parts of `x` along its third axis; see :func:`split`.

    Parameters
    ----------
    x : array-like, at least three axes
    indices_or_sections : int or sequence of int
        How many equal parts, or the positions at which to cut.

    Returns
    -------
    list of Tensor

    Raises
    ------
    ShapeError
        If `x` has fewer axes, or the size is no multiple of the number of parts.

    Examples
    --------
    >>> [part.tolist() for part in dsplit([[[1, 2]]], 2)]
    [[[[1]]], [[[2]]]]
    """
    return _split_along("dsplit", x, indices_or_sections, 2)


def _split_along(op: str, x: Any, indices_or_sections: Any, axis: int) -> list[Any]:
    x = as_operand(x)
    if len(x.shape) <= axis or not x.shape:
        raise ShapeError(
            f"{op}: x needs at least {max(axis, 1) if op != 'dsplit' else 3} axes, got "
            f"shape {tuple(x.shape)}; give it more with expand_dims."
        )
    return split(x, indices_or_sections, axis)


def dstack(xs: Sequence[Any]) -> Any:
    """Return arrays joined along the third axis; those of fewer axes are given more.

    A vector of size n counts as (1, n, 1), a matrix (n, m) as (n, m, 1).

    Parameters
    ----------
    xs : sequence of array-like

    Returns
    -------
    Tensor

    Raises
    ------
    ArgumentError
        If there is no array.
    ShapeError
        If sizes differ on another axis.

    Examples
    --------
    >>> dstack([[1, 2], [3, 4]]).tolist()
    [[[1, 3], [2, 4]]]
    """
    arrays = arrays_to_join("dstack", "xs", xs)
    return concatenate([_three_axes(a) for a in arrays], 2)


_NEW_AXES: dict[int, tuple[int, ...]] = {0: (0, 1, 2), 1: (0, 2), 2: (2,)}


def _three_axes(x: Any) -> Any:
    new = _NEW_AXES.get(len(x.shape), ())
    return expand_dims(x, new) if new else x
