"""Calls of the ops that reduce rows group by group."""

from typing import Any

import numpy as np

from .base import ALL, A, Op, bad, call, only

_MANY_AXES = "Keras documents ids of several axes, but refuses them on JAX."
_BOOLS = "Keras cannot add or multiply truth values there; they count as 0 and 1."


def at(values: Any, dtype: str = "int32") -> A:
    """Return an array of segments' numbers."""
    return A(values=values, dtype=dtype)


def _plainly(meet: Any, start: Any) -> Any:
    """Return the op in NumPy, one row after the other."""

    def op(data: Any, segment_ids: Any, num_segments: int, sorted: bool = False) -> Any:
        if data.dtype == bool and start is not None:
            data = data.astype(np.int32)
        first = start
        if start is None:
            low = meet is np.maximum
            if data.dtype == bool:
                first = not low
            elif data.dtype.kind in "iu":
                info = np.iinfo(data.dtype)
                first = info.min if low else info.max
            else:
                first = -np.inf if low else np.inf
        axes = segment_ids.ndim
        found = np.full((num_segments, *data.shape[axes:]), first, data.dtype)
        ids = segment_ids.reshape(-1)
        for i, row in zip(ids, data.reshape(ids.size, *data.shape[axes:])):
            if 0 <= i < num_segments:
                found[i] = meet(found[i], row)
        return found

    return op


def _op(name: str, meet: Any, start: Any) -> Op:
    order = 0 if start is None else None  # infinity, where a segment is empty
    return Op(
        name,
        [
            call(A(5), at([0, 0, 2, 2, 1]), 3),
            only(call(A(5, 2), at([2, 0, 2, 0, 2]), num_segments=4), order=order),
            only(call(A(5), at([0, 0, 1, 1, 3]), 4, sorted=True), order=order),
            only(call(A(5), at([0, 2, -1, 5, 2]), 4), order=order),
            call(A(5), at([0, 1, -1, 5, 1]), 2),
            call(A(4, 2, 2), at([1, 0, 1, 1], "uint8"), 2),
            only(call(A(0, 2), A(0, dtype="int32"), 2), order=order),
            call(A(3), at([0, 0, 0]), 0),
            call(A(2, 3, 2), at([[0, 1, 1], [2, 0, 0]]), 3),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(5), at([0, 1]), 3, words=("segment_ids", "(2,)", "(5,)")),
            bad(A(2), A(2, dtype="float32"), 3, words=("segment_ids", "float32")),
            bad(A(2), at([0, 1]), -1, words=("num_segments", "-1")),
            bad(A(2), at([0, 1]), 2.5, words=("num_segments", "2.5")),
            bad(A(), at([0]), 2, words=("segment_ids", "()")),
        ],
        differs={
            "#8": _MANY_AXES,
            **({} if start is None else {"bool": _BOOLS}),
        },
        numpy=_plainly(meet, start),
    )


OPS = [
    _op("segment_sum", np.add, 0),
    _op("segment_prod", np.multiply, 1),
    _op("segment_max", np.maximum, None),
    _op("segment_min", np.minimum, None),
]
