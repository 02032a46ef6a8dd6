"""Calls of what passes over NaN, of quantiles, counts, bins and sets."""

import numpy as np

from contracts.op_calls import compare
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
)
from contracts.op_calls.reduce import BUT_INT64, OF_NOTHING, WRONG_AXES


def holed(x):
    """Plant NaN at every third place."""
    x = x.copy()
    x.reshape(-1)[::3] = np.nan
    return x


def emptied(x):
    """Leave nothing but NaN in the first row."""
    x = x.copy()
    x[0] = np.nan
    return x


def N(*shape, **more):
    return A(*shape, made=holed, **more)


def passing(*more):
    return [
        only(call(N(2, 3, 4)), *FLOATS),
        only(call(N(2, 3, 4), axis=-1, keepdims=True), *FLOATS),
        only(call(N(2, 3, 4), axis=(0, 2)), *FLOATS),
        only(call(A(2, 3, made=emptied), axis=1), *FLOATS, order=0),
        call(A(2, 3), axis=0),
        call(A(2, 3), keepdims=True),
        call(A()),
        *more,
    ]


def passing_one(*more):
    return [
        only(call(N(2, 3, 4)), *FLOATS),
        only(call(N(2, 3, 4), axis=-1), *FLOATS),
        only(call(A(2, 3, made=emptied), axis=1), *FLOATS, order=0),
        call(A(2, 3), axis=0),
        call(A()),
        *more,
    ]


no_root_at_zero = [
    only(call(N(2, 3, 4)), *FLOATS),
    only(call(N(2, 3, 4), axis=-1, keepdims=True), *FLOATS),
    only(call(N(2, 3, 4), axis=(0, 2)), *FLOATS),
    only(call(A(2, 3, made=emptied), axis=1), *FLOATS, order=0),
    call(A(2, 3), axis=0),
    only(call(A()), order=0),
]
empty = call(A(0, 3), axis=0)
empty_result = call(A(0, 3), axis=1)
infinite = only(call(A(values=[[np.nan, -np.inf], [np.inf, 2]]), axis=1), *FLOATS)


def narrow(function):
    """Return a function of NumPy whose answer comes as float32."""
    return lambda *args, **kwargs: np.asarray(function(*args, **kwargs), np.float32)


# ---- quantiles ----


def quantiles(top):
    q = top / 4

    def levels(*fractions):
        return A(values=[top * f for f in fractions], dtype="float32")

    return [
        call(A(3, 4), q),
        call(A(3, 4), q, axis=1, method="lower"),
        call(A(3, 4), 0.4 * top, axis=0, method="higher"),
        call(A(3, 4), 0.7 * top, axis=-1, method="midpoint", keepdims=True),
        call(A(3, 4), 0.6 * top, method="nearest", keepdims=True),
        call(A(2, 3, 4), levels(0.1, 0.55), axis=(0, 2), keepdims=True),
        call(A(2, 3), levels(0.3), axis=1),
        call(A(2, 3, 2), [0.0, 0.45 * top, top], axis=1, method="linear"),
        call(A(), q),
        call(A(3, 0), q, axis=0),
    ]


def wrong_quantiles(top):
    return [
        bad(A(3), 2 * top, words=("q", str(2 * top), "[0,")),
        bad(A(3), [0.1, -0.5], words=("q", "-0.5")),
        bad(A(3), top, method="best", words=("method", "best", "linear")),
        bad(A(3), A(2, 2), words=("q", "(2, 2)", "one axis")),
    ]


with_holes = [
    only(call(N(3, 5), axis=1), *FLOATS),
    only(call(N(3, 5), keepdims=True), *FLOATS),
    only(call(A(2, 3, made=emptied), axis=1), *FLOATS, order=0),
    call(A(2, 3, 4), axis=(0, 2)),
    call(A(3, 4), axis=-1, keepdims=True),
    call(A(5)),
    call(A(3, 0), axis=0),
    call(A()),
]


def holed_quantiles(top):
    return [
        only(call(N(3, 5), top / 4, axis=1), *FLOATS),
        only(call(N(3, 5), 0.6 * top, axis=0, method="nearest"), *FLOATS),
        only(call(N(3, 5), 0.6 * top, axis=0, method="lower"), *FLOATS),
        only(
            call(N(3, 5), A(values=[0.3 * top, 0.8 * top], dtype="float32"), axis=1),
            *FLOATS,
        ),
        only(call(A(2, 3, made=emptied), top / 4, axis=1), *FLOATS, order=0),
        *quantiles(top)[1:],
    ]


def of_parts(results, args, kwargs):
    """Return what stands before, at and behind the k-th place, each in order."""
    (positions,) = compare.flat(results)
    x, kth = args[0], args[1]
    axis = kwargs.get("axis", -1)
    if axis is None:
        x, axis = x.reshape(-1), 0
    found = np.moveaxis(np.take_along_axis(x, positions, axis), axis, -1)
    kth = kth % max(found.shape[-1], 1)
    parts = found[..., :kth], found[..., kth : kth + 1], found[..., kth + 1 :]
    return [positions.dtype.name, *(np.sort(part, -1) for part in parts)]


def partitioned(x, kth, axis=-1):
    """Return what :func:`of_parts` would of NumPy's answer."""
    positions = np.argpartition(x, kth, axis=axis).astype(np.int32)
    return of_parts(positions, (x, kth), {"axis": axis})


def filled_up(x, size, fill_value=0, return_counts=False):
    """Return the different elements and `fill_value` behind them."""
    found, counts = np.unique(x, return_counts=True)
    margin = (0, size - len(found))
    values = np.pad(found, margin, constant_values=fill_value)
    return (values, np.pad(counts, margin).astype(np.int32))[: 1 + return_counts]


def place_of_largest(x, axis):
    """Return the place of the largest number, one of -inf, too."""
    x = x.astype(np.float32)
    return (x == np.nanmax(x, axis=axis, keepdims=True)).argmax(axis).astype(np.int32)


def of_one(x):
    """Return the correlation of the only variable with itself."""
    found = x.dtype if x.dtype.kind in "fV" else np.float32
    return np.ones((1, 1), found)


def counted_by_row(x, *_, **__):
    return np.stack([np.bincount(row, minlength=x.max() + 1) for row in x]).astype(
        "int32"
    )


ROWS = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 2]])
ALL_PARTS = {"return_index": True, "return_inverse": True, "return_counts": True}
places = A(values=[0, 1, 2.5, 4], dtype="float32")

OPS = [
    # ---- over NaN ----
    Op("nansum", passing(empty), dtypes=ALL, order=2, bad=WRONG_AXES),
    Op("nanprod", passing(empty), dtypes=ALL, order=2, loose=4.0, bad=WRONG_AXES),
    Op(
        "nanmax",
        passing(empty_result, infinite._replace(order=0)),
        dtypes=ALL,
        order=2,
        bad=[*WRONG_AXES, OF_NOTHING],
    ),
    Op(
        "nanmin",
        passing(empty_result, infinite._replace(order=0)),
        dtypes=ALL,
        order=2,
        bad=[*WRONG_AXES, OF_NOTHING],
    ),
    Op("nanmean", passing(empty), dtypes=BUT_INT64, order=2, bad=WRONG_AXES),
    Op("nanvar", passing(empty), dtypes=BUT_INT64, order=2, loose=8.0, bad=WRONG_AXES),
    Op(
        "nanstd",
        [*no_root_at_zero, empty],
        dtypes=BUT_INT64,
        order=2,
        loose=8.0,
        bad=WRONG_AXES,
    ),
    Op(
        "nanargmax",
        passing_one(empty_result, call(A(2, 3), keepdims=True), infinite),
        dtypes=ALL,
        differs={"#7": "Keras takes NaN for -inf, and gives its place beside one"},
        numpy=place_of_largest,
        bad=[WRONG_AXES[0], OF_NOTHING],
    ),
    Op(
        "nanargmin",
        passing_one(empty_result, call(A(2, 3), keepdims=True), infinite),
        dtypes=ALL,
        bad=[WRONG_AXES[0], OF_NOTHING],
    ),
    Op(
        "nancumsum",
        passing_one(
            empty, only(call(A(2, 3), axis=0, dtype="float32"), *NUMBERS, order=0)
        ),
        dtypes=ALL,
        order=2,
        loose=4.0,
        bad=[WRONG_AXES[0], bad(A(3), dtype="number", words=("dtype", "number"))],
    ),
    Op(
        "nancumprod",
        passing_one(
            empty, only(call(A(2, 3), axis=0, dtype="float32"), *NUMBERS, order=0)
        ),
        dtypes=ALL,
        order=2,
        loose=4.0,
        bad=[WRONG_AXES[0], bad(A(3), dtype="number", words=("dtype", "number"))],
    ),
    # ---- quantiles ----
    Op(
        "median",
        [with_holes[1]._replace(order=0), *with_holes[3:]],
        dtypes=BUT_INT64,
        order=2,
        bad=WRONG_AXES,
    ),
    Op("nanmedian", with_holes, dtypes=BUT_INT64, order=2, bad=WRONG_AXES),
    Op(
        "quantile",
        quantiles(1.0),
        dtypes=BUT_INT64,
        order=2,
        loose=2.0,
        bad=wrong_quantiles(1.0),
    ),
    Op(
        "percentile",
        quantiles(100.0),
        dtypes=BUT_INT64,
        order=2,
        loose=2.0,
        bad=wrong_quantiles(100.0),
    ),
    Op(
        "nanquantile",
        holed_quantiles(1.0),
        dtypes=BUT_INT64,
        order=2,
        loose=2.0,
        bad=wrong_quantiles(1.0),
    ),
    Op(
        "nanpercentile",
        holed_quantiles(100.0),
        dtypes=BUT_INT64,
        order=2,
        loose=2.0,
        bad=wrong_quantiles(100.0),
    ),
    # ---- spread, counts, bins ----
    Op(
        "ptp",
        [
            call(A(2, 3, 4)),
            call(A(2, 3, 4), axis=1),
            call(A(2, 3, 4), axis=(0, -1), keepdims=True),
            call(A(0, 3), axis=1),
            call(A()),
        ],
        dtypes=NUMBERS,
        order=2,
        bad=[*WRONG_AXES, OF_NOTHING, bad(A(3, dtype="bool"), words=("bool", "int32"))],
    ),
    Op(
        "bincount",
        [
            only(call(A(6, low=0, high=4), minlength=6), *INTS, "bool"),
            only(call(A(2, 6, low=0, high=4), minlength=5), *INTS),
            call(A(5, low=0, high=3, dtype="int32"), A(5), minlength=5),
            call(A(5, low=0, high=3, dtype="uint8"), weights=A(5), minlength=4),
            call(A(2, 3, low=0, high=3, dtype="int32"), weights=A(2, 3), minlength=4),
            only(call(A(0), minlength=3), *INTS),
            only(call(np.array([1, 2, 2, 5])), "int32"),
            only(call(np.array([2, 0, 2]), weights=np.float32([0.5, 1, 2])), "int32"),
            only(call(np.array([[1, 2, 2], [0, 1, 1]])), "int32"),
        ],
        dtypes=NUMBERS,
        order=2,
        differs={"#8": "Keras cannot count rows whose largest integers differ"},
        numpy=counted_by_row,
        traced="the length of the result depends on values",
        bad=[
            bad(A(4, dtype="float32"), words=("float32", "integers")),
            bad(np.array([1, -2]), words=("x", "-2")),
            bad(A(2, 2, 2, low=0, dtype="int32"), words=("(2, 2, 2)", "axes")),
            bad(np.array([1, 2]), A(3), words=("weights", "(3,)", "(2,)")),
            bad(np.array([1, 2]), minlength=-1, words=("minlength", "-1")),
            bad(np.array([1, 2]), sparse=True, words=("sparse",)),
        ],
    ),
    Op(
        "histogram",
        [
            only(call(A(12)), *FLOATS),
            call(A(12), bins=4, range=(-1, 1)),
            call(A(12), bins=3, range=(-1.5, 5.0)),
            call(A(values=[1, 2, 2, 4]), bins=3),
            call(A(values=[2, 2]), bins=3),
            only(call(A(values=[1, 2, np.nan]), 4, (0, 4)), *FLOATS),
            only(call(A(values=[1, 2, np.nan]), 2), *FLOATS),
        ],
        dtypes=BUT_INT64,
        bad=[
            bad(A(4), bins=0, words=("bins", "0", "positive")),
            bad(A(4), bins=2.5, words=("bins", "2.5")),
            bad(A(4), range=(2, 1), words=("range", "(2, 1)")),
            bad(A(4), range=(2,), words=("range", "(2,)", "pair")),
        ],
    ),
    Op(
        "digitize",
        [
            call(A(2, 3), places),
            call(A(2, 3), A(values=[2, 1, -1], dtype="float32")),
            call(A(2, 3), A(values=[-1, 1, 2])),
            call(A(), A(values=[1])),
            call(A(3), A(0)),
            only(call(A(values=[np.nan, 1]), places), *FLOATS),
        ],
        dtypes=ALL,
        bad=[
            bad(A(3), A(2, 2), words=("bins", "(2, 2)")),
            bad(A(3), A(), words=("bins", "()")),
        ],
    ),
    Op(
        "searchsorted",
        [
            call(A(values=[-1, 0, 0, 2]), A(2, 3)),
            call(A(values=[0, 1, 1]), A(values=[1, 0, 1]), side="right"),
            call(A(values=[0, 1, 1]), A(values=[1, 0, 1]), side="left"),
            call(places, A(2, 3)),
            call(A(0), A(3)),
            call(A(values=[0, 1]), A()),
            only(call(A(values=[1, 2, np.nan]), A(values=[np.nan, 2])), *FLOATS),
        ],
        dtypes=ALL,
        bad=[
            bad(A(2, 2), A(3), words=("sequence", "(2, 2)")),
            bad(A(3), A(3), side="middle", words=("side", "middle", "left")),
        ],
    ),
    # ---- sets and order ----
    Op(
        "unique",
        [
            call(A(values=[3, 1, 2, 1, 3]), size=4, fill_value=0, **ALL_PARTS),
            call(A(values=[3, 1, 2, 1, 3]), size=2, fill_value=0, **ALL_PARTS),
            call(A(values=[[3, 1], [2, 1]]), size=3, fill_value=0, return_inverse=True),
            call(A(values=ROWS), axis=0, size=4, fill_value=1, **ALL_PARTS),
            call(A(values=ROWS), axis=-1, size=2, **ALL_PARTS),
            call(A(0), size=2, fill_value=1, return_counts=True),
            call(A(values=[5, 4, 5]), size=4),
            only(call(A(values=[np.nan, 1, np.nan]), size=3, **ALL_PARTS), *FLOATS),
            *(
                only(call(np.array([3, 1, 2, 1, 3]).astype(d), **ALL_PARTS), "int32")
                for d in ("int32", "float32", "uint8", "bool")
            ),
            only(call(np.array([3, 1, 2, 1, 3]), sorted=False), "int32"),
            only(call(ROWS, axis=0, **ALL_PARTS), "int32"),
            only(call(ROWS, axis=1, return_index=True), "int32"),
            only(call(np.zeros((0,), "float32"), return_counts=True), "int32"),
        ],
        dtypes=ALL,
        differs={
            "#5": "counts are as many as values, also of an empty array",
            "#6": "fill_value is 0, as Keras documents; on JAX it is the smallest",
        },
        numpy=filled_up,
        bad=[
            bad(A(3), size=-1, words=("size", "-1")),
            bad(A(3, 2), axis=2, words=("axis", "2")),
        ],
    ),
    Op(
        "isin",
        [
            call(A(2, 3, low=-1, high=1), A(2, low=-1, high=1)),
            call(A(4, low=-1, high=1), A(2, 2, low=-1, high=1), invert=True),
            call(A(values=[1, 0, 1]), A(values=[1])),
            call(A(values=[1, 2]), A(values=[2, 3]), assume_unique=True),
            call(A(3), A(0)),
            call(A(0, 2), A(3)),
            call(A(), A(3)),
            only(call(A(values=[1, np.nan]), A(values=[np.nan, 1])), *FLOATS),
            only(call(A(values=[1, 2]), A(values=[1.5, 2], dtype="float32")), *INTS),
        ],
        dtypes=ALL,
        bad=[bad(A(3), None, words=("x2",)), bad(A(3), "ab", words=("x2", "text"))],
    ),
    Op(
        "argpartition",
        [
            call(A(6), 2),
            call(A(3, 4), 1, axis=0),
            call(A(3, 4), -1),
            call(A(3, 4), 5, axis=None),
            call(A(0, 3), 1),
        ],
        dtypes=ALL,
        settle=of_parts,
        differs={"bool": "Keras cannot order booleans here"},
        numpy=partitioned,
        bad=[
            bad(A(3), 3, words=("kth", "3")),
            bad(A(2, 3), -4, words=("kth", "-4")),
        ],
    ),
    # ---- correlations, differences, integrals ----
    Op(
        "corrcoef",
        [
            call(A(3, 4)),
            call(A(5)),
            call(A(1, 6)),
            only(call(A(values=[[1, 1, 1], [1, 2, 4]])), order=0),
            only(call(A(2, 0)), order=0),
        ],
        dtypes=BUT_INT64,
        order=2,
        loose=4.0,
        differs={"#2": "one variable gives a matrix of one element, as documented"},
        numpy=of_one,
        bad=[
            bad(A(2, 2, 2), words=("(2, 2, 2)", "axis")),
            bad(A(), words=("()", "axis")),
        ],
    ),
    Op(
        "correlate",
        [
            call(A(5), A(3)),
            call(A(2), A(4)),
            call(A(5), A(3), mode="same"),
            call(A(5), A(4), mode="same"),
            call(A(3), A(4), mode="same"),
            call(A(4), A(3), mode="full"),
            call(A(2), A(5), "full"),
            call(A(1), A(1), mode="same"),
            call(A(4), A(2, dtype="float32")),
            only(call(A(4), A(2), mode="same"), "complex64"),
            only(call(A(2), A(4), mode="full"), "complex64"),
        ],
        dtypes=BUT_INT64,
        order=2,
        loose=4.0,
        bad=[
            bad(A(3), A(2), mode="some", words=("mode", "some", "valid")),
            bad(A(3, 2), A(2), words=("x1", "(3, 2)")),
            bad(A(3), A(0), words=("x2", "(0,)")),
        ],
    ),
    Op(
        "diff",
        [
            call(A(5)),
            call(A(2, 4), n=2),
            call(A(3, 2), axis=0),
            call(A(3), n=0),
            call(A(2, 3), n=4, axis=1),
            call(A(0, 3), axis=0),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3), n=-1, words=("n", "-1")),
            bad(A(), words=("axis",)),
        ],
    ),
    Op(
        "trapezoid",
        [
            call(A(5)),
            call(A(2, 4), dx=0.5),
            call(A(3, 2), axis=0),
            call(A(2, 3), x=A(3)),
            call(A(3, 2), x=A(3, dtype="float32"), axis=0),
            call(A(2, 3), x=A(2, 3), axis=1),
            call(A(2, 1)),
            call(A(4), dx=A(3, dtype="float32")),
        ],
        dtypes=BUT_INT64,
        order=2,
        loose=4.0,
        bad=[
            bad(A(3), x=A(2), words=("x", "(2,)", "(3,)")),
            bad(A(), words=("axis",)),
            bad(A(2, 3), axis=2, words=("axis", "2")),
        ],
    ),
]
