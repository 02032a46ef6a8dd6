"""Calls of the ops that pick elements by position, and put them back."""

from typing import Any

import numpy as np

from .base import ALL, FLOATS, INTS, NUMBERS, A, Op, bad, call, only

_I = "int32"
_BOOLS = "Keras cannot add truth values there."


def _scatter(indices: Any, values: Any, shape: Any) -> Any:
    found = np.zeros(shape, values.dtype)
    np.add.at(found, tuple(np.moveaxis(indices, -1, 0)), values)
    return found


_MEET = {"add": np.add, "max": np.maximum, "min": np.minimum, "mul": np.multiply}


def _scatter_update(
    inputs: Any, indices: Any, updates: Any, reduction: Any = None
) -> Any:
    found = inputs.copy()
    places = tuple(np.moveaxis(np.asarray(indices), -1, 0))
    if reduction is None:
        found[places] = updates
    else:
        _MEET[reduction].at(found, places, updates)
    return found


def _multi_hot(inputs: Any, num_classes: int, axis: int = -1, dtype: Any = None) -> Any:
    hot = (inputs[..., None] == np.arange(num_classes)).any(axis=-2)
    return np.moveaxis(hot, -1, axis).astype(dtype or np.float32)


def _slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    found = inputs.copy()
    found[tuple(slice(a, a + n) for a, n in zip(start_indices, updates.shape))] = (
        updates
    )
    return found


def at(*values: Any, dtype: str = _I) -> A:
    """Return an array of positions."""
    return A(values=values[0] if len(values) == 1 else values, dtype=dtype)


OPS = [
    Op(
        "take",
        [
            call(A(4, 3), at([2, 0])),
            call(A(4, 3), at([2, 0]), axis=0),
            call(A(4, 3), at([[2, -1], [0, 0]]), axis=1),
            call(A(4, 3), at(1), axis=-1),
            call(A(4, 3), 2, axis=0),
            call(A(4, 3), [1, 1], axis=1),
            call(A(4), at([1, 3], dtype="uint8"), axis=0),
            call(A(4, 3), A(0, dtype=_I), axis=0),
            call(A(3, 0), at([1]), axis=0),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(4, 3), at([4]), axis=0, words=("indices", "4")),
            bad(A(4, 3), at([-5]), axis=0, words=("indices", "-5")),
            bad(A(4, 3), A(2, dtype="float32"), axis=0, words=("indices", "float32")),
            bad(A(4, 3), at([0]), axis=2, words=("axis", "2")),
        ],
    ),
    Op(
        "take_along_axis",
        [
            call(A(3, 4), at([[1], [0], [3]]), axis=1),
            call(A(3, 4), at([[0, 1, 2, -1]]), axis=0),
            call(A(2, 3), at([[2, 0, 1], [0, 0, 2]]), axis=-1),
            call(A(2, 3), at([5, 0])),
            call(A(1, 4), at([[1], [0]]), axis=1),
            call(A(3, 4), A(3, 0, dtype=_I), axis=1),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3, 4), at([1]), axis=1, words=("(3, 4)", "(1,)")),
            bad(A(3, 4), at([[4]]), axis=1, words=("indices", "4")),
            bad(A(3, 4), A(1, 1, dtype="float32"), axis=1, words=("indices",)),
            bad(A(3, 4), at([[0]]), axis=2, words=("axis", "2")),
        ],
    ),
    Op(
        "get_item",
        [
            call(A(3, 4), 1),
            call(A(3, 4), (slice(None), -1)),
            call(A(3, 4), (slice(0, 2), slice(None, None, 2))),
            call(A(3, 4), (Ellipsis, None, 0)),
            call(A(3, 4), slice(None, None, -1)),
            call(A(3, 4), at([2, 0])),
            call(A(3, 4), (at([0, 1]), at([3, 0]))),
            call(A(), Ellipsis),
            call(A(0, 3), slice(0, 2)),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3, 4), 3, words=("3", "(3, 4)")),
            bad(A(3, 4), (0, 0, 0), words=("3 indices", "(3, 4)")),
            bad(A(3, 4), "a", words=("key", "'a'")),
            bad(A(3, 4), 1.5, words=("key", "1.5")),
        ],
    ),
    Op(
        "one_hot",
        [
            call(at([1, 0, 2]), 3),
            call(at([[1, 0], [2, 1]]), 3, axis=0),
            call(at([[1, 0]]), 3, axis=1, dtype="int32"),
            call(at(1), 2, dtype="bool"),
            call(at([-1, 5]), 3),
            call(A(0, dtype=_I), 2),
            call(at([1, 0], dtype="uint8"), 2, dtype="float16"),
        ],
        dtypes=(_I,),
        bad=[
            bad(at([1, 0]), -1, words=("num_classes", "-1")),
            bad(at([1, 0]), 2, axis=3, words=("axis", "3")),
            bad(at([1, 0]), 2, dtype="float99", words=("dtype", "float99")),
            bad(A(2, dtype="float32"), 2, words=("x", "float32")),
            bad(at([1, 0]), 1.5, words=("num_classes", "1.5")),
        ],
    ),
    Op(
        "multi_hot",
        [
            call(at([1, 0, 1]), 3),
            call(at([[1, 0], [2, 2]]), 3),
            call(at([[1, 0], [2, 2]]), 3, axis=0),
            call(at([[1, -1]]), 3, dtype="int32"),
            call(A(2, 0, dtype=_I), 3),
        ],
        dtypes=(_I,),
        bad=[
            bad(at([1, 0]), -1, words=("num_classes", "-1")),
            bad(at([1, 0]), 2, axis=3, words=("axis", "3")),
            bad(A(2, dtype="float32"), 2, words=("inputs", "float32")),
        ],
        differs={
            "#2": "Keras reduces along another axis than that of one row's classes.",
            "#4": "Keras fails where there are no integers; they name no class.",
        },
        numpy=_multi_hot,
    ),
    Op(
        "scatter",
        [
            call(at([[0], [2], [0]]), A(3), (4,)),
            call(at([[0], [2]]), A(2, 3), (4, 3)),
            call(at([[0, 1], [2, 0]]), A(2), (3, 2)),
            call(at([[[0, 1]], [[2, -1]]]), A(2, 1), (3, 2)),
            call(A(0, 1, dtype=_I), A(0), (3,)),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(at([[4]]), A(1), (4,), words=("indices", "4")),
            bad(at([[0]]), A(2), (4,), words=("values", "(2,)")),
            bad(at([[0, 0]]), A(1), (4,), words=("indices", "(1, 2)")),
            bad(A(1, 1, dtype="float32"), A(1), (4,), words=("indices", "float32")),
            bad(at([[0]]), A(1), (-4,), words=("shape", "-4")),
        ],
        differs={"bool": _BOOLS},
        numpy=_scatter,
    ),
    Op(
        "scatter_update",
        [
            call(A(4), at([[0], [2]]), A(2)),
            call(A(4), at([[0], [-1], [0]]), A(3)),
            call(A(3, 2), at([[0], [2], [0]]), A(3, 2), reduction="add"),
            call(A(3, 2), at([[0, 1], [2, -1], [0, 1]]), A(3), reduction="max"),
            call(A(3, 2), at([[0], [2], [0]]), A(3, 2), reduction="min"),
            only(
                call(A(3, 2), at([[0], [2], [0]]), A(3, 2), reduction="mul"), *NUMBERS
            ),
            call(A(3, 2), at([[[0, 1]], [[2, 0]]]), A(2, 1), reduction="add"),
            call(A(3, 2), A(0, 1, dtype=_I), A(0, 2), reduction="max"),
            only(
                call(A(3), at([[0], [0]]), A(2, dtype="float32"), reduction="add"),
                *NUMBERS,
            ),
            call(A(2, 2), [[0], [1]], A(2, 2)),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(4), at([[4]]), A(1), words=("indices", "4")),
            bad(A(4), at([[-5]]), A(1), words=("indices", "-5")),
            bad(A(3, 2), at([[0, 2]]), A(1), words=("indices", "outside")),
            bad(A(4), at([[0]]), A(1), "sum", words=("reduction", "'sum'")),
            bad(A(4), at([[0]]), A(3), words=("updates", "(3,)")),
            bad(A(4), at([[0, 0]]), A(1), words=("indices", "(1, 2)")),
            bad(A(4), A(1, 1, dtype="float32"), A(1), words=("indices", "float32")),
        ],
        differs={"#2 bool": _BOOLS},
        numpy=_scatter_update,
    ),
    Op(
        "slice",
        [
            call(A(3, 4), (1, 0), (2, 3)),
            call(A(3, 4), (0, 1), (3, 2)),
            call(A(4), [1], [2]),
            call(A(), (), ()),
            call(A(3, 0), (1, 0), (2, 0)),
            call(A(3, 4), (0, 0), (0, 4)),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3, 4), (1,), (2, 3), words=("start_indices", "(1,)")),
            bad(A(3, 4), (2, 0), (2, 4), words=("shape", "(2, 4)")),
            bad(A(3, 4), (0.5, 0), (2, 4), words=("start_indices", "0.5")),
        ],
    ),
    Op(
        "slice_update",
        [
            call(A(3, 4), (1, 0), A(2, 3)),
            call(A(4), [1], A(2)),
            call(A(3, 2), (0, 0), A(3, 2)),
            call(A(), (), A()),
            call(A(3, 2), (1, 0), A(0, 2)),
            only(call(A(3), (1,), A(2, dtype="float32")), *FLOATS),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3, 4), (2, 0), A(2, 4), words=("block", "(2, 4)")),
            bad(A(3, 4), (0, 0), A(2), words=("updates", "(2,)")),
            bad(A(3, 4), (0,), A(2, 2), words=("start_indices", "(0,)")),
            bad(A(3, 4), (0, 0.5), A(2, 2), words=("start_indices", "0.5")),
        ],
        numpy=_slice_update,
    ),
    Op(
        "unravel_index",
        [
            call(A(3, low=0, high=5), (2, 3)),
            call(A(2, 2, low=0, high=23), (2, 3, 4)),
            call(A(low=0, high=5), (2, 3)),
            call(A(3, low=0, high=5), 6),
            call(A(0), (2, 3)),
            only(call(A(values=[-1, 7, -9]), (2, 3)), "int32", "int64"),
            call(A(2, low=0, high=5), (300, 2)),
        ],
        dtypes=INTS,
        bad=[
            bad(A(2, dtype="float32"), (2, 3), words=("indices", "float32")),
            bad(A(2), (2, -3), words=("shape", "-3")),
            bad(A(2), (2, None), words=("shape", "None")),
        ],
        numpy=np.unravel_index,
    ),
]
