"""Calls of reductions, running totals and the sorting family."""

import numpy as np

from contracts.op_calls.base import (
    ALL,
    FLOATS,
    INTS,
    NUMBERS,
    A,
    Op,
    bad,
    call,
    only,
    reduction,
)

# With 64-bit integers JAX's x64 mode gives float64; ours become the default float.
BUT_INT64 = tuple(d for d in ALL if d != "int64")
WRONG_AXES = [
    bad(A(2, 3), axis=2, words=("axis", "2")),
    bad(A(2, 3), axis=(0, 0), words=("axis", "(0, 0)")),
]
OF_NOTHING = bad(A(0, 3), axis=0, words=("(0, 3)", "at least one"))

along_one = [
    call(A(2, 3, 4)),
    call(A(2, 3, 4), axis=1),
    call(A(2, 3, 4), axis=-1),
    call(A(0, 3), axis=0),
    call(A()),
]
positions = [
    call(A(2, 3, 4)),
    call(A(2, 3, 4), axis=1),
    call(A(2, 3, 4), axis=-1, keepdims=True),
    call(A(2, 3), keepdims=True),
    call(A(0, 3), axis=1),
    call(A()),
]
sorted_along = [
    call(A(2, 3, 4)),
    call(A(2, 3, 4), axis=1),
    call(A(2, 3), axis=None),
    call(A(0, 3), axis=0),
    only(call(A(values=[3, np.nan, 1, np.inf, np.nan])), *FLOATS, order=0),
]
spreads = [
    *reduction()[:-1],
    only(call(A()), order=0),  # its root has no slope at 0
    call(A(3, 0), axis=1),
    only(call(A(4, low=90, high=120)), *FLOATS),
]
extremes = [
    *reduction(),
    call(A(0, 3), axis=1),
    only(call(A(values=[[1, np.nan], [2, 3]]), axis=1), *FLOATS, order=0),
]


def bounded(low, high):
    return [
        *extremes,
        call(A(2, 3), axis=1, initial=0),
        only(call(A(2, 3), initial=0.5), *FLOATS),
        call(A(0, 3), axis=0, initial=low),
        call(A(2, 3, low=0, high=1), axis=(0, 1), keepdims=True, initial=high),
    ]


OPS = [
    Op(
        "sum",
        [
            *reduction(),
            call(A(0, 3), axis=0),
            call(A(2, 3), axis=()),
            only(call(A(2, 3), axis=1), "complex64"),
        ],
        dtypes=ALL,
        order=2,
        bad=WRONG_AXES,
    ),
    Op(
        "mean",
        [
            *reduction(),
            call(A(0, 3), axis=0),
            call(A(2, 3), axis=()),
            only(call(A(2, 3), axis=1), "complex64"),
        ],
        dtypes=ALL,
        order=2,
        bad=WRONG_AXES,
    ),
    Op(
        "prod",
        [
            *reduction(),
            call(A(0, 3), axis=0),
            only(call(A(2, 3), dtype="float32"), *NUMBERS, order=0),
            only(call(A(values=[[0, 2, 3], [0, 0, 4]]), axis=1), *NUMBERS),
            only(call(A(2, 3), axis=1), "complex64"),
        ],
        dtypes=ALL,
        order=2,
        loose=4.0,
        bad=[*WRONG_AXES, bad(A(2, 3), dtype="number", words=("dtype", "number"))],
    ),
    Op("max", bounded(-1, 2), dtypes=ALL, order=2, bad=[*WRONG_AXES, OF_NOTHING]),
    Op("min", bounded(1, -2), dtypes=ALL, order=2, bad=[*WRONG_AXES, OF_NOTHING]),
    Op("amax", extremes, dtypes=ALL, order=2, bad=[*WRONG_AXES, OF_NOTHING]),
    Op("amin", extremes, dtypes=ALL, order=2, bad=[*WRONG_AXES, OF_NOTHING]),
    Op("all", [*reduction(), call(A(0, 3), axis=0)], dtypes=ALL, bad=WRONG_AXES),
    Op("any", [*reduction(), call(A(0, 3), axis=0)], dtypes=ALL, bad=WRONG_AXES),
    Op(
        "count_nonzero",
        [
            call(A(2, 3, 4, low=-1, high=1)),
            call(A(2, 3, 4, low=-1, high=1), axis=1),
            call(A(2, 3, 4, low=-1, high=1), axis=(0, -1)),
            call(A(0, 3), axis=0),
            call(A()),
            only(call(A(values=[0, np.nan, 1])), *FLOATS),
        ],
        dtypes=ALL,
        bad=WRONG_AXES,
    ),
    Op("var", spreads, dtypes=ALL, order=2, loose=8.0, bad=WRONG_AXES),
    Op("std", spreads, dtypes=ALL, order=2, loose=8.0, bad=WRONG_AXES),
    Op(
        "average",
        [
            call(A(2, 3)),
            call(A(2, 3, 4), axis=(0, 2)),
            call(A(2, 3), weights=A(2, 3, low=1, high=3)),
            call(A(2, 3), axis=1, weights=A(2, 3, low=1, high=3)),
            call(A(2, 3), axis=-1, weights=A(3, low=1, high=3)),
            call(A(2, 3, 2), axis=1, weights=A(3, low=1, high=3)),
            call(A(2, 3, low=0, high=3), (0, 1), A(2, 3, low=1, high=3, dtype="int32")),
            call(A(3), 0, A(3, low=1, high=3, dtype="float32")),
            call(A()),
        ],
        dtypes=ALL,
        order=2,
        loose=4.0,
        bad=[
            *WRONG_AXES,
            bad(A(2, 3), axis=1, weights=A(2), words=("weights", "3", "2")),
            bad(A(2, 3), weights=A(3), words=("weights", "(3,)", "axis")),
        ],
    ),
    Op(
        "logsumexp",
        [
            *reduction(),
            call(A(0, 3), axis=1),
            only(call(A(0, 3), axis=0), order=0),
            only(call(A(values=[-np.inf, -np.inf])), *FLOATS, order=0),
            only(call(A(3, low=900, high=1000)), "float32", "float64"),
        ],
        dtypes=BUT_INT64,
        order=2,
        bad=WRONG_AXES,
    ),
    Op("argmax", positions, dtypes=ALL, bad=[WRONG_AXES[0], OF_NOTHING]),
    Op("argmin", positions, dtypes=ALL, bad=[WRONG_AXES[0], OF_NOTHING]),
    Op(
        "cumsum",
        [
            *along_one,
            only(call(A(2, 3), axis=0, dtype="float32"), *NUMBERS, order=0),
            call(A(2, 3), axis=0, dtype="int32"),
            only(call(A(2, 3), axis=1), "complex64"),
        ],
        dtypes=ALL,
        order=2,
        loose=4.0,
        bad=[WRONG_AXES[0], bad(A(3), dtype="number", words=("dtype", "number"))],
    ),
    Op(
        "cumprod",
        [
            *along_one,
            only(call(A(2, 3), axis=0, dtype="float32"), *NUMBERS, order=0),
            only(call(A(values=[2, 0, 3, 0, 4])), *NUMBERS),
        ],
        dtypes=ALL,
        order=2,
        loose=4.0,
        bad=[WRONG_AXES[0], bad(A(3), dtype="number", words=("dtype", "number"))],
    ),
    Op("sort", sorted_along, dtypes=ALL, order=2, bad=WRONG_AXES[:1]),
    Op("argsort", sorted_along, dtypes=ALL, bad=WRONG_AXES[:1]),
    Op(
        "top_k",
        [
            call(A(2, 3, 4), 2),
            call(A(5), k=5),
            call(A(5), 3, sorted=False),
            call(A(2, 3), 0),
            call(A(0, 3), 2),
            only(call(A(values=[3, np.nan, 1]), 2), *FLOATS, order=0),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(2, 3), 4, words=("k", "4", "3")),
            bad(A(2, 3), -1, words=("k", "-1")),
            bad(A(), 1, words=("axes",)),
        ],
    ),
    Op(
        "in_top_k",
        [
            call(A(3, low=0, high=4, dtype="int32"), A(3, 5), 2),
            call(A(3, low=0, high=4, dtype="int64"), A(3, 5), k=1),
            call(A(3, low=0, high=4, dtype="int32"), A(3, 5), 9),
            only(
                call(
                    A(values=[0, 1, 0], dtype="int32"),
                    A(values=[[1, 1, 1], [2, np.nan, 0], [np.inf, 1, 2]]),
                    2,
                ),
                *FLOATS,
            ),
            call(A(0, dtype="int32"), A(0, 5), 2),
        ],
        dtypes=(*FLOATS, *INTS),
        bad=[
            bad(A(3, low=0, dtype="int32"), A(4, 5), 2, words=("(3,)", "(4, 5)")),
            bad(A(3, low=0, dtype="int32"), A(3), 2, words=("(3,)", "classes")),
        ],
    ),
]
