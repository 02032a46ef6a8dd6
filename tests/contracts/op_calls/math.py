"""Calls of the ops that work element by element."""

import math
from typing import Any

import numpy as np

from contracts.op_calls.base import (
    ALL,
    FLOATS,
    INTS,
    NUMBERS,
    A,
    Call,
    Op,
    bad,
    call,
    only,
)

WHOLE = (*INTS, "bool")
NAN, INF = math.nan, math.inf
ODD = (NAN, INF, -INF, 0.0, -0.0, 1.5)

# One call goes over all data types; what shapes do is the same for all of them.
_TWO = ("float32", "int32")
# Beside Python floats, integers of 64 bits take another float type in Keras, below.
_SHORT = (*FLOATS, "int32", "int8", "uint8", "bool")
_APART = [bad(A(2, 3), A(4), words=("(2, 3)", "(4,)", "broadcast"))]
_LONG = {
    "int64": "Keras on JAX has float64 for 64-bit integers if its 64-bit mode is on; "
    "here they take the default float type"
}
_FULL = (
    "Keras takes a Python number for a whole float32 in this op; here it takes the "
    "array's type, as in all others"
)
_NUMBERS = {"#6 float16": _FULL, "#6 bfloat16": _FULL}


def _one(low: float = -2.0, high: float = 2.0) -> list[Call]:
    """Return calls of a function of one array between two bounds."""

    def a(*shape: int) -> A:
        return A(*shape, low=low, high=high)

    return [
        call(a(3, 4)),
        only(call(a()), *_TWO),
        only(call(a(0, 3)), *_TWO),
        only(call(a(2, 1, 3)), "float32"),
        only(call(high), "float32"),
        only(call(math.ceil(low)), "float32"),
        only(call([low, high]), "float32"),
        only(call(A(values=ODD)), *FLOATS, order=0),
    ]


def _two(low: float = -2.0, high: float = 2.0, *, zero: bool = True) -> list[Call]:
    """Return calls of a function of two arrays; `zero`: the second may hold zeros."""

    def a(*shape: int, dtype: str | None = None) -> A:
        return A(*shape, low=low, high=high, dtype=dtype)

    def b(*shape: int, dtype: str | None = None) -> A:
        return a(*shape, dtype=dtype) if zero else A(*shape, low=1, high=3, dtype=dtype)

    odd = np.array(ODD)
    some = ALL if zero else NUMBERS
    return [
        only(call(a(3, 4), b(3, 4)), *some),
        only(call(a(2, 1, 3), b(4, 1)), *_TWO),
        only(call(a(), b(3)), *_TWO),
        only(call(a(0, 3), b(1, 3)), *_TWO),
        call(a(3), 2),
        only(call(1, b(3)), *some),
        only(call(a(3), 1.5), *_SHORT),
        call(a(3), b(2, 3, dtype="float32")),
        only(call(a(3), b(2, 3, dtype="int32")), *_SHORT, "int64"),
        only(call(a(3), True), "int8", "float32"),
        only(call(2, 3), "float32"),
        only(call([1, 2], 0.5), "float32"),
        only(call(A(values=odd[:, None]), A(values=odd)), *FLOATS, order=0),
        only(call(a(3), A(values=(1, 1, 1))), "bool"),
    ]


def _in_float32(function: Any) -> Any:
    """Return a NumPy function that turns integers into float32 first."""

    def floats(*args: Any) -> Any:
        kinds = [a.dtype for a in args if isinstance(a, np.ndarray)]
        kept = [k for k in kinds if k.kind in "fV"] or [np.dtype("float32")]
        kind = kept[0] if len(set(kept)) == 1 else np.dtype("float32")
        wide = kind if kind.itemsize > 2 else np.dtype("float32")
        found = function(*(np.asarray(a).astype(wide) for a in args))
        return np.asarray(found).astype(kind)

    return floats


def _flat(name: str, low: float = -2.0, high: float = 2.0, **more: Any) -> Op:
    return Op(name, _one(low, high), ALL, **more)


def _smooth(name: str, low: float = -2.0, high: float = 2.0, **more: Any) -> Op:
    """Return an op whose results keep the type of its input, integers too."""
    return Op(name, _one(low, high), ALL, 2, **more)


def _curve(name: str, low: float = -2.0, high: float = 2.0, **more: Any) -> Op:
    """Return an op that turns integers into floats."""
    reference = more.pop("numpy", getattr(np, name, None))
    return _smooth(name, low, high, numpy=_in_float32(reference), **more)


def _pair(name: str, order: int = 0, **more: Any) -> Op:
    calls = _two(zero=more.pop("zero", True))
    return Op(name, calls, ALL, order, **{"bad": _APART, **more})


def _float_pair(name: str, order: int = 0, **more: Any) -> Op:
    """Return an op of two arrays that turns integers into floats."""
    reference = _in_float32(more.pop("numpy", getattr(np, name, None)))
    differs = {**_LONG, **more.pop("differs", {})}
    return _pair(name, order, numpy=reference, differs=differs, **more)


def _without_bool(op: Op, *count: A) -> Op:
    """Return an op that refuses truth values alone."""
    kept = [
        c._replace(dtypes=tuple(d for d in c.dtypes or ALL if d != "bool"))
        for c in op.calls
    ]
    refused = bad(*(A(3, dtype="bool") for _ in count), words=("truth", "cast"))
    return op._replace(
        calls=[c for c in kept if c.dtypes], bad=[*op.bad, refused], dtypes=NUMBERS
    )


_ARITHMETIC = [
    _pair("add", 2),
    _without_bool(_pair("subtract", 2), A(), A()),
    _pair("multiply", 2),
    _float_pair("divide", 2, zero=False),
    _float_pair("true_divide", 2, zero=False),
    _pair("floor_divide", zero=False),
    _pair("mod", 1, zero=False),
    _pair("maximum", 1),
    _pair("minimum", 1),
    _float_pair("arctan2", 2, zero=False, differs=_NUMBERS),
]

_COMPARISONS = [
    _pair("equal"),
    _pair("not_equal"),
    _pair("less"),
    _pair("less_equal"),
    _pair("greater"),
    _pair("greater_equal"),
    _pair("logical_and"),
    _pair("logical_or"),
    _pair("logical_xor"),
    _flat("logical_not"),
    _flat("isnan"),
    _flat("isinf"),
    _flat("isfinite"),
]

_ERF = np.vectorize(math.erf, otypes=["float32"])

_ONE = [
    _smooth("absolute"),
    _smooth("abs"),
    _without_bool(_smooth("negative"), A()),
    _smooth("square"),
    _without_bool(_flat("sign"), A()),
    _smooth("sqrt", 0.2, 3),
    _curve("rsqrt", 0.2, 3, numpy=lambda x: 1 / np.sqrt(x)),
    _curve("reciprocal", 0.2, 3, differs=_LONG),
    _smooth("exp"),
    _smooth("expm1"),
    _smooth("log", 0.2, 3),
    _smooth("log1p", -0.7, 3),
    _smooth("log2", 0.2, 3),
    _smooth("log10", 0.2, 3),
    _curve("erf", numpy=_ERF),
    _smooth("sin"),
    _smooth("cos"),
    _smooth("tan", -1.2, 1.2),
    _smooth("arcsin", -0.8, 0.8),
    _smooth("arccos", -0.8, 0.8),
    _smooth("arctan"),
    _smooth("sinh"),
    _smooth("cosh"),
    _smooth("tanh"),
    _smooth("arcsinh"),
    _smooth("arccosh", 1.3, 3),
    _smooth("arctanh", -0.8, 0.8),
    _flat("floor"),
    _flat("ceil"),
    _flat("trunc"),
]

_WHERE = Op(
    "where",
    [
        call(A(3, 4, dtype="bool"), A(3, 4), A(3, 4)),
        only(call(A(3, 1, dtype="bool"), A(4), A(2, 1, 1)), *_TWO),
        only(call(A(dtype="bool"), A(), A()), *_TWO),
        only(call(A(0, 3, dtype="bool"), A(0, 3), A(3)), *_TWO),
        call(A(3, dtype="bool"), A(3), 2),
        only(call(A(3, dtype="bool"), 1.5, A(3)), *_SHORT),
        call(A(3, dtype="bool"), A(3), A(2, 3, dtype="float32")),
        call(A(3, dtype="bool"), A(3), A(2, 3, dtype="int8")),
        only(call(A(3, dtype="bool"), 1, 2.5), "float32"),
        only(call(A(2, 3, dtype="int32"), A(3), 0.0), "float32"),
    ],
    ALL,
    2,
    bad=[
        bad(A(3, dtype="bool"), A(3), words=("x1", "x2", "both")),
        bad(A(3, dtype="bool"), A(4), A(4), words=("(3,)", "(4,)", "broadcast")),
    ],
)


def _clipped(x: Any, low: Any, high: Any) -> Any:
    """Clip to lists, which Keras does not take."""
    low, high = np.asarray(low), np.asarray(high)
    is_whole = x.dtype.kind in "iu" and low.dtype.kind == "f"
    kind = np.dtype("float32") if is_whole else x.dtype
    return np.minimum(np.maximum(x.astype(kind), low.astype(kind)), high.astype(kind))


_CLIP = Op(
    "clip",
    [
        only(call(A(3, 4), -1, 1), *FLOATS, "int32", "int8", "int64", "bool"),
        only(call(A(), 0.0, 1.0), "float32"),
        only(call(A(0, 3), 0, 1), *_TWO),
        only(call(A(3), -0.5, 0.5), *_SHORT),
        only(call(A(3), None, 1), "float32"),
        only(call(A(3), 0, None), "float32"),
        only(call(A(2, 3), [-1, 0, -1], [[1], [2]]), *FLOATS, "int32", "int64"),
        only(call(A(3), [-0.5, 0.0, 0.5], 3), "int32"),
        only(call(A(3), 1, -1), *_TWO, order=0),
        only(call([1, 5], 2, 3), "float32"),
        only(call(A(5), 1, 1), "uint8", "uint32"),
    ],
    ALL,
    2,
    bad=[bad(A(2, 3), A(4), 1, words=("(2, 3)", "(4,)", "broadcast"))],
    numpy=_clipped,
)

_ROUND = Op(
    "round",
    [
        *_one(),
        only(call(A(3, 4, low=-30, high=30), 1), *FLOATS),
        only(call(A(3, 4, low=-30, high=30), decimals=-1), *NUMBERS),
        only(call(A(values=(0.5, 1.5, -2.5, 3.49))), *FLOATS, order=0),
        only(call(A(values=(14, 15, 25, 126, 5)), -1), *NUMBERS, order=0),
        only(call(A(values=(14, 15, 25, 126, 55)), -2), *INTS, order=0),
        only(call(A(3), 2), "int32"),
    ],
    ALL,
    differs={"bool": "Keras fails on truth values; NumPy rounds them as floats"},
    numpy=lambda x, decimals=0: np.round(x.astype("float32"), decimals),
)

_CLOSE = [
    call(A(3, 4), A(3, 4)),
    only(call(A(values=(1, 1, 2)), A(values=(1, 1.000001, 2.1))), *FLOATS),
    only(call(A(2, 3), 1.0), *_TWO),
    only(call(A(), A()), *_TWO),
    only(call(A(0, 3), A(3)), *_TWO),
    only(call(A(values=ODD), A(values=ODD)), *FLOATS),
    only(call(A(values=ODD), A(values=ODD), equal_nan=True), *FLOATS),
    only(call(A(values=(1, 2)), A(values=(1.5, 3)), rtol=0.2, atol=0.25), "float32"),
    only(call(A(values=(1, 1)), A(values=(1, 1.5)), 0.5, 0.1), "float32"),
    only(call([1.0, 2.0], [1.0, 2.0]), "float32"),
]

_CHOICES = [
    _WHERE,
    Op(
        "nonzero",
        [
            call(A(values=((0, 1, 1), (1, 0, 0)))),
            only(call(A(values=(0, 0))), *_TWO),
            only(call(A(0, 3)), *_TWO),
        ],
        ALL,
        symbols="how many elements are not zero depends on values",
        traced="how many elements are not zero depends on values",
    ),
    _CLIP,
    _ROUND,
    Op("isclose", _CLOSE, ALL, bad=_APART),
    Op("allclose", _CLOSE, ALL, bad=_APART),
    Op(
        "select",
        [
            call([A(3, dtype="bool"), A(3, dtype="bool")], [A(3), A(3)]),
            call([A(3, dtype="bool")], [A(3)], 2),
            only(
                call([A(3, dtype="bool"), A(3, dtype="bool")], [A(3), 5], default=1.5),
                *_SHORT,
            ),
            only(call([A(2, 1, dtype="bool")], [A(3)], A(1)), *_TWO),
            only(call([A(dtype="bool")], [A()], A()), *_TWO),
            only(call([A(0, 3, dtype="bool")], [A(0, 3)], A(3)), *_TWO),
            only(call([A(3, dtype="bool")], [A(3)], A(3, dtype="int32")), *NUMBERS),
            only(call([A(2, 3, dtype="int32")], [A(3)]), "float32"),
        ],
        ALL,
        2,
        bad=[
            bad([], [], words=("condlist", "choicelist", "0")),
            bad([A(3, dtype="bool")], [A(3), A(3)], words=("1", "2", "as many")),
            bad([A(3, dtype="bool")], [A(4)], words=("(3,)", "(4,)", "broadcast")),
        ],
    ),
]

_POSITIVE = [
    call(A(3, 4, low=0.3, high=2), A(3, 4, low=0.3, high=2)),
    only(call(A(2, 1, 3, low=0.3, high=2), A(4, 1, low=0, high=2)), *_TWO),
    only(call(A(low=0.3, high=2), A(3, low=0, high=2)), *_TWO),
    only(call(A(0, 3), A(1, 3, low=0)), *_TWO),
    call(A(3), 2),
    call(A(3), 0),
    only(call(A(3, low=0.5), 0.5), *FLOATS, "int32", "int8", "uint8"),
    only(call(2, A(3, low=0)), *NUMBERS),
    call(A(3, low=0.5), A(2, 3, dtype="float32")),
    call(A(3), A(2, 3, low=0, dtype="int32")),
    only(call(2, 3), "float32"),
    only(call(A(values=np.array(ODD)[:, None]), A(values=ODD)), *FLOATS, order=0),
]

_WRAPPED = "Keras lets the limits of float32 wrap to integers and clips to those"
_ERFINV = np.vectorize(
    lambda x: {-1.0: -INF, 0.0: 0.0, 1.0: INF}.get(float(x), NAN), otypes=["float32"]
)


def _quotient(a: Any, b: Any) -> Any:
    return np.where(b == 0, np.zeros_like(a), a / np.where(b == 0, 1, b))


_MORE_FLOATS = [
    _curve("fabs", differs=_LONG),
    _curve("cbrt", 0.2, 3, differs=_LONG),
    _smooth("exp2"),
    _curve("deg2rad", -200, 120, differs=_LONG),
    _curve("rad2deg", differs=_LONG),
    _curve("erfc", numpy=lambda x: 1 - _ERF(x), differs=_LONG),
    _curve("erfinv", -0.8, 0.8, numpy=_ERFINV, differs=_LONG),
    Op("i0", _one()[:-1], ALL, 2, differs=_LONG, numpy=_in_float32(np.i0)),
    _smooth("sinc"),
    _flat("isneginf"),
    _flat("isposinf"),
    _flat("isreal"),
    _flat("signbit"),
    _pair("fmod", 1, zero=False),
    _pair("fmax", 1),
    _pair("fmin", 1),
    _float_pair("heaviside"),
    _float_pair("hypot", 2),
    _float_pair("logaddexp", 2, differs=_NUMBERS),
    _float_pair("logaddexp2", 2, differs=_NUMBERS),
    _float_pair("divide_no_nan", 2, numpy=_quotient),
    _float_pair("nextafter"),
    Op(
        "ldexp",
        [
            call(A(3, 4), A(3, 4, dtype="int32")),
            only(call(A(2, 1, 3), A(4, 1, dtype="int8")), *FLOATS),
            only(call(A(), A(3, dtype="int64")), *_TWO),
            only(call(A(0, 3), A(1, 3, dtype="int32")), *_TWO),
            only(call(A(3), 2), *_SHORT),
            only(call(A(3), A(values=(-126, 127, 3), dtype="int32")), "float32"),
            only(call([1.0, 2.0], [3, 4]), "float32"),
        ],
        ALL,
        2,
        differs=_LONG,
        numpy=lambda x, n: np.ldexp(x.astype("float32"), n),
        bad=[
            bad(A(3), A(3), words=("x2", "float32", "integers")),
            bad(A(2, 3), A(4, dtype="int32"), words=("(2, 3)", "(4,)", "broadcast")),
        ],
    ),
    Op(
        "nan_to_num",
        [
            *_one(),
            only(call(A(values=ODD), nan=1.0, posinf=2.0, neginf=-3), *FLOATS, order=0),
            only(call(A(values=ODD), 4, 5.5), *FLOATS, order=0),
            only(call(A(values=(NAN, 1)), [5.0, 6.0]), *FLOATS, order=0),
        ],
        ALL,
        2,
    ),
    Op(
        "saturate_cast",
        [
            call(A(2, 3, low=-300, high=300), "int8"),
            call(A(2, 3, low=-300, high=300), "uint8"),
            call(A(3), "bool"),
            call(A(3), "float16"),
            call(A(3), dtype="float32"),
            only(call(A(), "int32"), *_TWO),
            only(call(A(0, 3), "int8"), *_TWO),
            only(call(A(values=(*ODD, 3e9, -1e20)), "int32"), "float32"),
            only(call(A(values=(*ODD, 3e9, -1e20)), "uint32"), "float32"),
            only(call(A(values=(*ODD, 7e4, -1e20)), "float16"), "float32"),
            only(call(A(values=(70000, -70000, 5)), "float16"), "int32"),
        ],
        ALL,
        differs=dict.fromkeys(("#4 int32", "#4 int64", "#4 uint32"), _WRAPPED),
        numpy=lambda x, dtype: x.astype(dtype),
        bad=[bad(A(3), "float31", words=("float31",))],
    ),
]

_BITS = [
    call(A(3, 4, high=9), A(3, 4, high=9)),
    only(call(A(2, 1, 3), A(4, 1)), "int32"),
    only(call(A(), A(3)), "int32"),
    only(call(A(0, 3), A(1, 3)), "int32"),
    call(A(3), 5),
    call(6, A(3)),
    call(A(3), A(2, 3, dtype="int32")),
    only(call(6, 5), "int32"),
    only(call([6, 5], [1, 3]), "int32"),
    only(call(A(3), True), "bool"),
]
_SHIFTS = [
    call(A(3, 4, high=9), A(3, 4, low=0, high=4)),
    only(call(A(2, 1, 3), A(4, 1, low=0)), "int32"),
    only(call(A(), A(3, low=0)), "int32"),
    only(call(A(0, 3), A(1, 3)), "int32"),
    call(A(3), 2),
    only(call(3, A(3, low=0)), *INTS),
    call(A(3), A(2, 3, low=0, dtype="int32")),
    only(call(6, 3), "int32"),
    only(call([6, 5], [1, 3]), "int32"),
]


def _bits(name: str, calls: list[Call], dtypes: tuple[str, ...] = WHOLE) -> Op:
    floats = A(3, dtype="float32")
    wrong = [bad(floats, floats, words=("float32", "integers"))]
    apart = A(2, 3, dtype="int32"), A(4, dtype="int32")
    wrong.append(bad(*apart, words=("(2, 3)", "(4,)", "broadcast")))
    return Op(name, calls, dtypes, bad=wrong)


def _inverted(name: str) -> Op:
    calls = [
        call(A(3, 4, high=9)),
        only(call(A()), "int32"),
        only(call(A(0, 3)), "int32"),
        only(call(5), "int32"),
        only(call([5, 0]), "int32"),
    ]
    wrong = [
        bad(A(3, dtype="float32"), words=("float32", "integers")),
        bad([1.5], words=("float32", "integers")),
    ]
    return Op(name, calls, WHOLE, bad=wrong)


_WHOLE = [
    _bits("bitwise_and", _BITS),
    _bits("bitwise_or", _BITS),
    _bits("bitwise_xor", _BITS),
    _inverted("bitwise_invert"),
    _inverted("bitwise_not"),
    _bits("bitwise_left_shift", _SHIFTS),
    _bits("bitwise_right_shift", _SHIFTS),
    _bits("left_shift", _SHIFTS),
    _bits("right_shift", _SHIFTS),
    _bits("gcd", [c for c in _BITS if c.dtypes != ("bool",)], INTS),
    _bits("lcm", [c for c in _BITS if c.dtypes != ("bool",)], INTS),
    Op(
        "view",
        [
            call(A(2, 8, high=9)),
            call(A(2, 8, high=9), "uint8"),
            call(A(2, 8, high=9), "int32"),
            call(A(2, 8, high=9), dtype="float16"),
            only(call(A(), "int32"), "float32", "uint32"),
            only(call(A(0, 4), "int8"), *_TWO),
            only(call(A(4, 0), "int8"), *_TWO),
            only(call([1.0, 2.0], "uint8"), "float32"),
        ],
        ALL,
        bad=[
            bad(A(), "uint8", words=("no axes", "reshape")),
            bad(A(2, 3), "float64", words=("(2, 3)", "12", "8")),
        ],
    ),
]

OPS: list[Op] = [
    *_ARITHMETIC,
    Op("power", _POSITIVE, ALL, 2, bad=_APART),
    *_COMPARISONS,
    *_ONE,
    *_CHOICES,
    *_MORE_FLOATS,
    *_WHOLE,
]
