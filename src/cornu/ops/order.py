"""Order: sorting, the largest, bins, and what is in a set."""

from typing import Any

from cornu.core.spec import same_shape
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_numbers,
    as_operand,
    axis_of,
    cast_to,
    dtype_of,
    is_symbolic,
    known_size,
    to_common,
)
from cornu.ops.reduce import count_nonzero, flat_or_axis
from cornu.primitives import (
    arithmetic,
    comparison,
    indexing,
    movement,
    reduction,
    scan,
    sorting,
)


def sort(x: Any, axis: int | None = -1) -> Any:
    """Return the elements in ascending order along `axis`.

    Parameters
    ----------
    x : array-like
    axis : int or None, default -1
        None sorts the flattened array.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> sort([3.0, 1.0, 2.0]).tolist()
    [1.0, 2.0, 3.0]
    """
    x, axis = flat_or_axis("sort", as_numbers(x), axis)
    return sorting.sort_with_positions(x, axis=axis)[0]


def argsort(x: Any, axis: int | None = -1) -> Any:
    """Return the positions that sort along `axis`; equal elements keep their order.

    Parameters
    ----------
    x : array-like
    axis : int or None, default -1
        None sorts the flattened array.

    Returns
    -------
    Tensor of int32

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> argsort([3.0, 1.0, 2.0]).tolist()
    [1, 2, 0]
    """
    x, axis = flat_or_axis("argsort", as_numbers(x), axis)
    return sorting.argsort(x, axis=axis)


def top_k(x: Any, k: int, sorted: bool = True) -> tuple[Any, Any]:
    """Return the k largest elements along the last axis, and their positions.

    Parameters
    ----------
    x : array-like, shape (..., n)
    k : int in [0, n]
    sorted : bool, default True
        Accepted for compatibility with Keras; the largest always comes first.

    Returns
    -------
    values : Tensor, shape (..., k)
    indices : Tensor of int32, shape (..., k)

    Raises
    ------
    ArgumentError
        If `k` is negative or no integer.
    ShapeError
        If the last axis has fewer than `k` elements, or there is none.

    Examples
    --------
    >>> [t.tolist() for t in top_k([1.0, 4.0, 3.0], 2)]
    [[4.0, 3.0], [1, 2]]
    """
    if not hasattr(k, "__index__") or k.__index__() < 0:
        raise ArgumentError(f"top_k: k={k!r} must be an integer that is not negative.")
    values, positions = sorting.top_k(as_numbers(x), k=k.__index__())
    return values, positions


def in_top_k(targets: Any, predictions: Any, k: int) -> Any:
    """Return whether each target is among the k classes predicted most strongly.

    Classes that tie with the k-th are counted in; a prediction of NaN never is, nor a
    target that is no class.

    Parameters
    ----------
    targets : array-like of int, shape (batch,)
    predictions : array-like, shape (batch, classes)
    k : int

    Returns
    -------
    Tensor of bool, shape (batch,)

    Raises
    ------
    ShapeError
        If the shapes are not (batch,) and (batch, classes).

    Examples
    --------
    >>> in_top_k([0, 2], [[0.1, 0.7, 0.2], [0.1, 0.6, 0.3]], 2).tolist()
    [False, True]
    """
    targets, predictions = as_operand(targets), as_operand(predictions)
    shapes = tuple(targets.shape), tuple(predictions.shape)
    if len(shapes[1]) != 2 or not same_shape(shapes[0], shapes[1][:1]):
        raise ShapeError(
            f"in_top_k: targets are {shapes[0]} and predictions {shapes[1]}; they "
            f"must be (batch,) and (batch, classes)."
        )
    classes = known_size("in_top_k", predictions, 1)
    places = comparison.clip(targets, low=0, high=classes - 1)
    chosen = indexing.take_along_axis(predictions, places[:, None], axis=1)
    larger = comparison.greater(predictions, chosen)
    valid = comparison.logical_and(
        comparison.equal(chosen[:, 0], chosen[:, 0]), comparison.equal(targets, places)
    )
    few = comparison.less(count_nonzero(larger, axis=-1), min(int(k), classes))
    return comparison.logical_and(few, valid)


def argpartition(x: Any, kth: Any, axis: int | None = -1) -> Any:
    """Return positions that put the k-th smallest in its place along `axis`.

    All before it are no larger, all behind no smaller. Here each part is in ascending
    order, too, which nobody should count on.

    Parameters
    ----------
    x : array-like
    kth : int or sequence of int
        Places in ascending order, counted from 0; negative ones from the end.
    axis : int or None, default -1
        None takes the flattened array.

    Returns
    -------
    Tensor of int32

    Raises
    ------
    ArgumentError
        If a place lies outside the axis.
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> argpartition([7.0, 1.0, 5.0], 1).tolist()
    [1, 2, 0]
    """
    x, axis = flat_or_axis("argpartition", as_numbers(x), axis)
    size = x.shape[axis]
    for k in kth if isinstance(kth, (tuple, list)) else (kth,):
        place = k.__index__()
        if size is not None and not -size <= place < size:
            raise ArgumentError(
                f"argpartition: kth={kth} is out of range for an axis of size {size}; "
                f"use places from {-size} to {size - 1}."
            )
    return sorting.argsort(x, axis=axis)


# ---- bins ----


def searchsorted(sorted_sequence: Any, values: Any, side: str = "left") -> Any:
    """Return the positions at which values go into a sorted sequence.

    Parameters
    ----------
    sorted_sequence : array-like, shape (n,)
        In ascending order.
    values : array-like
    side : {"left", "right"}, default "left"
        Whether a value goes before or behind those equal to it.

    Returns
    -------
    Tensor of int32, shape of `values`
        From 0 to n; NaN stands behind all numbers.

    Raises
    ------
    ArgumentError
        If `side` is neither.
    ShapeError
        If `sorted_sequence` has not exactly one axis.

    Examples
    --------
    >>> searchsorted([1.0, 2.0, 3.0], [2.0, 9.0]).tolist()
    [1, 3]
    """
    if side not in ("left", "right"):
        raise ArgumentError(
            f"searchsorted: side={side!r} must be one of 'left' and 'right'."
        )
    return sorting.searchsorted(
        as_operand(sorted_sequence), as_operand(values), side=side
    )


def digitize(x: Any, bins: Any) -> Any:
    """Return the number of the bin each value lies in.

    With edges that ascend it is i where ``bins[i-1] <= x < bins[i]``, with edges that
    descend where ``bins[i-1] > x >= bins[i]``; 0 before the first edge, n behind the
    last one.

    Parameters
    ----------
    x : array-like
    bins : array-like, shape (n,)
        Edges, in ascending or descending order.

    Returns
    -------
    Tensor of int32, shape of `x`

    Raises
    ------
    ShapeError
        If `bins` has not exactly one axis.

    Examples
    --------
    >>> digitize([0.0, 1.0, 3.0, 1.6], [0.0, 3.0, 4.5, 7.0]).tolist()
    [1, 1, 2, 1]
    """
    x, bins = as_operand(x), as_operand(bins)
    if len(bins.shape) != 1:
        raise ShapeError(f"digitize: bins are {tuple(bins.shape)}; they need one axis.")
    ascending = sorting.searchsorted(bins, x, side="right")
    if bins.shape[0] in (0, 1):
        return ascending
    total = reduction.reduce_sum(
        movement.full_like(bins, value=1, dtype="int32"), axes=(0,)
    )
    backwards = movement.flip(bins, axes=(0,))
    descending = total - sorting.searchsorted(backwards, x, side="right")
    first, last = (movement.slice_view(bins, index=(i,)) for i in (0, -1))
    return comparison.where(comparison.less_equal(first, last), ascending, descending)


# ---- sets ----


def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    """Return whether each element of one array stands in another.

    Parameters
    ----------
    x1 : array-like
        What is looked for; NaN is found nowhere.
    x2 : array-like
        What is looked through, flattened.
    assume_unique : bool, default False
        Accepted for compatibility with Keras; the answer is the same.
    invert : bool, default False
        Whether to tell instead which elements are absent.

    Returns
    -------
    Tensor of bool, shape of `x1`

    Examples
    --------
    >>> isin([0, 1, 2, 5], [0, 2]).tolist()
    [True, False, True, False]
    """
    x1, x2 = to_common([x1, x2])
    pool = sorting.sort_with_positions(movement.reshape(x2, shape=(-1,)), axis=0)[0]
    before = sorting.searchsorted(pool, x1, side="left")
    behind = sorting.searchsorted(pool, x1, side="right")
    found = comparison.logical_and(
        comparison.greater(behind, before), comparison.equal(x1, x1)
    )
    return comparison.logical_not(found) if invert else found


def unique(
    x: Any,
    sorted: bool = True,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    size: int | None = None,
    fill_value: Any = None,
) -> Any:
    """Return the different elements of an array, or its different slices.

    How many there are depends on the values. In a model, and to have a step replayed,
    give their number as `size`.

    Parameters
    ----------
    x : array-like
        NaN differs from NaN.
    sorted : bool, default True
        Accepted for compatibility with Keras; the result always ascends.
    return_index : bool, default False
        Whether to return where each element stands first.
    return_inverse : bool, default False
        Whether to return which of the elements stands at each place of `x`.
    return_counts : bool, default False
        Whether to return how often each element stands in `x`.
    axis : int, optional
        The axis whose slices are compared; without it all elements are.
    size : int, optional
        How many elements to return: the first ones, or all and `fill_value` behind.
    fill_value : number, optional
        0 if not given.

    Returns
    -------
    values : Tensor, type of `x`
    index, inverse, counts : Tensor of int32
        Those asked for, in this order. Behind the elements, indices are those of the
        first one and counts are 0.

    Raises
    ------
    ArgumentError
        If `size` is negative.
    ShapeError
        If `axis` is out of range, or `x` is a symbol and `size` is not given.

    Examples
    --------
    >>> unique([3, 1, 2, 1]).tolist()
    [1, 2, 3]
    >>> [t.tolist() for t in unique([3, 1, 1], size=3, return_counts=True)]
    [[1, 3, 0], [2, 1, 0]]
    """
    x = as_numbers(x)
    if size is not None and size < 0:
        raise ArgumentError(f"unique: size={size} must not be negative.")
    if size is None and is_symbolic(x):
        raise ShapeError(
            "unique: how many elements differ depends on values, and this is a "
            "symbol; their number must be known. Give it as size=..."
        )
    rows, rest, place = _as_rows(x, axis)
    order = sorting.argsort_rows(rows)
    ordered = indexing.take(rows, order, axis=0)
    rank = _rank(ordered)
    if size is None:
        size = int(rank[-1]) + 1 if rank.shape[0] else 0
    last = movement.full_like(rank, value=size)
    counts = sorting.bincount(arithmetic.minimum(rank, last), None, length=size + 1)
    counts = movement.slice_axis(counts, 0, 0, size)
    results = [_values(ordered, counts, rest, place, fill_value)]
    if return_index:
        results.append(_firsts(order, counts))
    if return_inverse:
        inverse = indexing.take(rank, sorting.argsort(order, axis=0), axis=0)
        sizes = tuple(-1 if n is None else n for n in x.shape)
        results.append(
            movement.reshape(inverse, shape=sizes) if axis is None else inverse
        )
    if return_counts:
        results.append(counts)
    return tuple(results) if len(results) > 1 else results[0]


def _as_rows(x: Any, axis: int | None) -> tuple[Any, tuple[Any, ...], int]:
    """Return what is compared as rows, the shape of each, and where the axis was."""
    if axis is None:
        return movement.reshape(x, shape=(-1, 1)), (), 0
    place = axis_of("unique", len(x.shape), axis)
    others = [i for i in range(len(x.shape)) if i != place]
    moved = movement.transpose(x, axes=(place, *others))
    rest = tuple(known_size("unique", x, i) for i in others)
    width = 1
    for n in rest:
        width *= n
    count = -1 if x.shape[place] is None else x.shape[place]
    return movement.reshape(moved, shape=(count, width)), rest, place


def _rank(ordered: Any) -> Any:
    """Return the number of each row among the different ones."""
    here = movement.slice_axis(ordered, 0, 1, None)
    before = movement.slice_axis(ordered, 0, None, -1)
    is_new = reduction.reduce_any(comparison.not_equal(here, before), axes=(1,))
    steps = scan.cumsum(cast_to(is_new, "int32"), axis=0)
    head = movement.slice_axis(ordered, 0, None, 1)
    first = reduction.reduce_sum(
        movement.full_like(head, value=0, dtype="int32"), axes=(1,)
    )
    return movement.concatenate(first, steps, axis=0)


def _starts(counts: Any) -> Any:
    """Return where each group of equal rows begins; 0 for groups of none."""
    starts = scan.cumsum(counts, axis=0) - counts
    return comparison.where(
        comparison.greater(counts, 0), starts, movement.full_like(starts, value=0)
    )


def _firsts(order: Any, counts: Any) -> Any:
    if order.shape[0] == 0:
        return movement.full_like(counts, value=0)
    return indexing.take(order, _starts(counts), axis=0)


def _values(
    ordered: Any, counts: Any, rest: tuple[int, ...], place: int, fill_value: Any
) -> Any:
    fill = 0 if fill_value is None else fill_value
    shape = (counts.shape[0], *rest)
    if ordered.shape[0] == 0:
        index = ((None, None, None), *(None for _ in rest))
        like = movement.slice_view(counts, index=index)
        like = movement.broadcast_to(like, shape=shape)
        values = movement.full_like(like, value=fill, dtype=dtype_of(ordered).name)
    else:
        rows = indexing.take(ordered, _starts(counts), axis=0)
        present = comparison.greater(counts, 0)[:, None]
        rows = comparison.where(present, rows, movement.full_like(rows, value=fill))
        values = movement.reshape(rows, shape=shape)
    order = (*range(1, place + 1), 0, *range(place + 1, len(shape)))
    return movement.transpose(values, axes=order)
