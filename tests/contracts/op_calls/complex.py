"""Calls of the ops on complex numbers."""

import numpy as np

from contracts.op_calls.base import (
    ALL,
    COMPLEX,
    FLOATS,
    INTS,
    NUMBERS,
    A,
    Op,
    bad,
    call,
    only,
)

EVERY = (*ALL, *COMPLEX)


def unary():
    return [
        call(A(3, 4)),
        only(call(A(3, 4)), *COMPLEX),
        only(call(A()), "complex64", "float32"),
        only(call(A(0, 3)), "complex64", "float32"),
        only(call(A(2, 1, 3)), *COMPLEX),
        only(call(A(values=[0.0, -1.0, 1j, -1j])), *COMPLEX, order=0),
    ]


def polar(abs_, angle):
    """Return the complex numbers, whatever the types."""
    wide = [np.asarray(x, np.float64) for x in (abs_, angle)]
    is_wide = np.float64 in [getattr(x, "dtype", None) for x in (abs_, angle)]
    return (wide[0] * np.exp(1j * wide[1])).astype("c16" if is_wide else "c8")


def half(dtype):
    return f"Keras on JAX cannot make complex numbers of {dtype}"


OPS = [
    Op("real", unary(), dtypes=EVERY, order=2),
    Op("imag", unary(), dtypes=EVERY, order=2),
    Op("conj", unary(), dtypes=EVERY, order=2),
    Op("conjugate", unary(), dtypes=EVERY, order=2),
    Op(
        "angle",
        [*unary(), only(call(A(values=[0.0, -0.0, -1.0, 2.0])), *FLOATS, order=0)],
        dtypes=EVERY,
        order=2,
    ),
    Op(
        "polar",
        [
            call(A(3, 4, low=0.1), A(3, 4)),
            call(A(2, 1, 3), A(4, 1)),
            only(call(A(), A(3)), *FLOATS),
            only(call(A(0, 3), A(1, 3)), "float32"),
            only(call(2.0, A(3)), "float32", "float64"),
            only(call(A(3, dtype="float32"), A(2, 3)), *NUMBERS),
        ],
        dtypes=(*FLOATS, *INTS, "bool"),
        order=2,
        bad=[
            bad(A(2, 3), A(4), words=("(2, 3)", "(4,)")),
            bad(A(2, dtype="complex64"), A(2), words=("abs_", "complex64")),
            bad(A(2), A(2, dtype="complex64"), words=("angle", "complex64")),
        ],
        differs={d: half(d) for d in ("float16", "bfloat16")},
        numpy=polar,
    ),
    Op(
        "view_as_complex",
        [
            call(A(3, 2)),
            call(A(2)),
            only(call(A(2, 3, 2)), *FLOATS),
            only(call(A(0, 2)), "float32"),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3), words=("x", "(3,)")),
            bad(A(), words=("x", "()")),
            bad(A(2, dtype="complex64"), words=("x", "complex64")),
        ],
    ),
    Op("view_as_real", unary(), dtypes=EVERY, order=2),
]
