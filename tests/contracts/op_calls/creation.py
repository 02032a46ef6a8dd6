"""Calls of the ops that make arrays, and of those that ask what one is."""

from typing import Any

import numpy as np

from .base import ALL, FLOATS, INTS, NUMBERS, A, Op, bad, call, only

_NO_ARRAY = ("float32",)


def _vander(x: Any, N: Any = None, increasing: bool = False) -> Any:
    found = np.vander(x.astype(np.int32), N, increasing)
    return found.astype(np.int32 if x.dtype == bool else x.dtype)


def _conversions(name: str) -> Op:
    return Op(
        name,
        [
            call(A(2, 3)),
            call(A()),
            call(A(0, 2)),
            only(call(A(3), dtype="float16"), order=0),
            only(call([[1, 2], [3, 4]]), "float32"),
            only(call([0.5, 1.5]), "float32"),
            only(call(True), "float32"),
            only(call([1, 2], dtype="uint8"), "float32"),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad([[1, 2], [3]], words=("x", "lengths")),
            bad({"a": "b"}, words=("x",)),
        ],
    )


OPS = [
    _conversions("array"),
    _conversions("convert_to_tensor"),
    Op(
        "convert_to_numpy",
        [call(A(2, 3)), call(A()), call(A(0, 2)), only(call([1.0, 2.0]), "float32")],
        dtypes=ALL,
        bad=[bad([[1], [1, 2]], words=("x", "lengths")), bad(None, words=("None",))],
        differs={"#3": "Python's floats become the default float type everywhere."},
        numpy=lambda x: np.asarray(x, np.float32),
        symbols="a symbol has no value to give",
    ),
    Op(
        "is_tensor",
        [call(A(2)), call([1.0]), call(3)],
        dtypes=("float32", "int32"),
        takes_text=True,
    ),
    Op(
        "to_device",
        [call(A(2, 3), "cpu"), call(A(), "cpu")],
        dtypes=ALL,
        bad=[
            bad(A(2), "moon", words=("device", "moon")),
            bad(A(2), None, words=("device", "None")),
        ],
        numpy=lambda x, device: np.asarray(x),
        symbols="a symbol lives nowhere",
    ),
    Op(
        "shape",
        [call(A(2, 3)), call(A()), call(A(0, 2))],
        dtypes=ALL,
        bad=[bad([[1], [1, 2]], words=("x", "lengths"))],
        takes_text=True,
    ),
    Op(
        "size",
        [call(A(2, 3)), call(A()), call(A(0, 2))],
        dtypes=ALL,
        bad=[bad([[1], [1, 2]], words=("x", "lengths"))],
        differs={
            "*": "Keras gives an array of no axes on some backends; it is an int."
        },
        numpy=lambda x: int(np.size(x)),
        takes_text=True,
    ),
    Op(
        "ndim",
        [call(A(2, 3)), call(A()), call(A(0, 2))],
        dtypes=ALL,
        bad=[bad([[1], [1, 2]], words=("x", "lengths"))],
        takes_text=True,
    ),
    Op(
        "dtype",
        [call(A(2, 3)), call(A())],
        dtypes=ALL,
        takes_text=True,
    ),
    Op(
        "cast",
        [
            only(call(A(2, 3), "float32"), order=0),
            only(call(A(2, 3), "float16"), order=0),
            call(A(2, 3, low=0), "int32"),
            only(call(A(), "bfloat16"), order=0),
            call(A(0, 3), "bool"),
            call(A(3), dtype="bool"),
            only(call(A(3, low=0, high=300), "uint8"), *INTS),
        ],
        dtypes=ALL,
        order=0,
        bad=[
            bad(A(2), "float99", words=("dtype", "float99")),
            bad("text", "float32", words=("x", "text")),
        ],
    ),
    Op(
        "result_type",
        [
            call("int32", "float16"),
            call("int32", float),
            call("uint8", "int8"),
            call("bfloat16", "float16"),
            call("float32", "bool", int),
            call("int8"),
        ],
        dtypes=_NO_ARRAY,
        bad=[
            bad("float99", words=("float99",)),
            bad("int32", "numbers", words=("numbers",)),
        ],
        numpy=lambda *dtypes: {
            ("int32", "float16"): "float16",
            ("int32", float): "float32",
            ("uint8", "int8"): "int16",
            ("bfloat16", "float16"): "float32",
            ("float32", "bool", int): "float32",
            ("int8",): "int8",
        }[dtypes],
    ),
    Op(
        "copy",
        [call(A(2, 3)), call(A()), call(A(0, 3))],
        dtypes=ALL,
        order=2,
        bad=[bad("text", words=("x", "text")), bad(None, words=("x", "None"))],
    ),
    # ---- filled ----
    Op(
        "full",
        [
            only(call((2, 3), 7), "float32"),
            only(call((2,), 1.5, dtype="float16"), "float32"),
            only(call((), 2, dtype="int32"), "float32"),
            only(call((0, 2), True, dtype="bool"), "float32"),
            only(call((2, 3), A(3)), *FLOATS, order=0),
            only(call((2,), 3, dtype="bfloat16"), "float32"),
        ],
        dtypes=NUMBERS,
        order=0,
        bad=[
            bad((2, -1), 3, words=("shape", "-1")),
            bad((2, 3), A(2), words=("shape", "(2, 3)")),
            bad((2,), 3, dtype="float99", words=("dtype", "float99")),
        ],
    ),
    *(
        Op(
            name,
            [
                call((2, 3)),
                call((3,), dtype="int32"),
                call((), dtype="bool"),
                call((0, 2), dtype="float16"),
                call((2,), dtype="bfloat16"),
                call((2,), "uint8"),
            ],
            dtypes=_NO_ARRAY,
            bad=[
                bad((2, -1), words=("shape", "-1")),
                bad((2,), dtype="float99", words=("dtype", "float99")),
                bad("text", words=("shape", "text")),
            ],
        )
        for name in ("zeros", "ones", "empty")
    ),
    *(
        Op(
            name,
            [
                call(A(2, 3)),
                call(A()),
                call(A(0, 2)),
                call(A(2), dtype="int32"),
                call(A(2), dtype="bool"),
            ],
            dtypes=ALL,
            bad=[
                bad("text", words=("x", "text")),
                bad(None, words=("x", "None")),
            ],
        )
        for name in ("zeros_like", "ones_like", "empty_like")
    ),
    Op(
        "full_like",
        [
            call(A(2, 3), 1),
            call(A(), 1, dtype="float32"),
            call(A(0, 2), 1),
            only(call(A(2), 2.5, dtype="float16"), *NUMBERS),
            only(call(A(2, 3), A(3)), *FLOATS),
        ],
        dtypes=ALL,
        order=1,
        bad=[
            bad("text", 1, words=("x", "text")),
            bad(A(2), 1, dtype="float99", words=("dtype", "float99")),
            bad(A(2), A(3), words=("(2,)", "(3,)")),
        ],
    ),
    # ---- ramps ----
    Op(
        "arange",
        [
            call(5),
            call(2, 8, 3),
            call(5, 0, -2),
            call(0.0, 1.0, 0.25),
            call(2.5),
            call(3, dtype="float32"),
            call(0, 5, 2, dtype="uint8"),
            call(0, 4, dtype="bfloat16"),
            call(4, 2),
            call(1, 4, 1.0),
        ],
        dtypes=_NO_ARRAY,
        bad=[
            bad(0, 5, 0, words=("step", "0")),
            bad("a", words=("start", "'a'")),
            bad(5, dtype="float99", words=("dtype", "float99")),
            bad([1, 2], words=("start",)),
        ],
    ),
    Op(
        "linspace",
        [
            only(call(0, 3, 4), "float32"),
            only(call(0.0, 1.0, 5, endpoint=False), "float32"),
            only(call(0, 1, 3, retstep=True), "float32"),
            only(call(1, 0, 5, dtype="float16"), "float32"),
            only(call(-3, 3, 4, dtype="int32"), "float32"),
            only(call(0, 1, 1), "float32"),
            only(call(0, 1, 0), "float32"),
            call(A(2), A(2), 3),
            call(A(2, 1), A(3), 3, axis=-1),
            call(A(2), 4, 4, endpoint=False, retstep=True, axis=1),
            call(A(), A(), 1),
            only(call(0, A(2), 2, dtype="int32"), "int32"),
        ],
        dtypes=(*FLOATS, "int32", "int8"),
        order=2,
        bad=[
            bad(0, 1, -2, words=("num", "-2")),
            bad(0, 1, 2.5, words=("num", "2.5")),
            bad(A(2), A(3), 4, words=("(2,)", "(3,)")),
        ],
    ),
    Op(
        "logspace",
        [
            only(call(0, 3, 4), "float32"),
            only(call(0, 4, 4, endpoint=False, base=2), "float32"),
            only(call(0, 3, 4, base=2, dtype="int32"), "float32"),
            only(call(0, 1, 3, dtype="float16"), "float32"),
            only(call(0, 1, 1), "float32"),
            only(call(0, 1, 0), "float32"),
            call(A(2), A(2), 3),
            call(A(2, 1), A(3), 3, base=2.5, axis=-1),
            call(A(2), 1, 3, endpoint=False, axis=1),
        ],
        dtypes=(*FLOATS, "int32"),
        order=2,
        loose=4,
        bad=[
            bad(0, 1, -2, words=("num", "-2")),
            bad(A(2), A(3), 4, words=("(2,)", "(3,)")),
            bad(0, 1, dtype="float99", words=("dtype", "float99")),
        ],
    ),
    Op(
        "geomspace",
        [
            only(call(1, 1000, 4), "float32"),
            only(call(1, 16, 4, endpoint=False), "float32"),
            only(call(-1, -1000, 4), "float32"),
            only(call(1, 1000, 4, dtype="int32"), "float32"),
            only(call(1.0, 2.0, 3, dtype="float16"), "float32"),
            only(call(2.0, 5, 1), "float32"),
            only(call(2.0, 5, 0), "float32"),
            call(A(2, low=1, high=2), A(2, low=3, high=9), 4),
            call(A(2, 1, low=1, high=2), A(3, low=3, high=9), 3, axis=-1),
            call(A(2, low=1, high=3), 4, 3, endpoint=False, axis=1),
        ],
        dtypes=(*FLOATS, "int32"),
        order=2,
        loose=4,
        bad=[
            bad(0, 1, 3, words=("start", "0")),
            bad(-1, 1, 3, words=("sign", "-1")),
            bad(1, 2, -1, words=("num", "-1")),
        ],
    ),
    Op(
        "eye",
        [
            call(3),
            call(2, 3, k=1),
            call(3, 2, k=-1, dtype="int32"),
            call(2, dtype="bool"),
            call(0),
            call(2, k=5, dtype="float16"),
        ],
        dtypes=_NO_ARRAY,
        bad=[
            bad(-1, words=("N", "-1")),
            bad(2.5, words=("N", "2.5")),
            bad(2, k="a", words=("k", "'a'")),
            bad(2, dtype="float99", words=("dtype", "float99")),
        ],
    ),
    Op(
        "identity",
        [call(3), call(2, dtype="int32"), call(0), call(2, dtype="bfloat16")],
        dtypes=_NO_ARRAY,
        bad=[
            bad(-1, words=("n", "-1")),
            bad(2.5, words=("n", "2.5")),
            bad(2, dtype="float99", words=("dtype", "float99")),
        ],
    ),
    Op(
        "tri",
        [
            call(3),
            call(2, 3, k=1),
            call(3, 2, k=-1, dtype="int32"),
            call(2, dtype="bool"),
            call(0, 2),
        ],
        dtypes=_NO_ARRAY,
        bad=[
            bad(-1, words=("N", "-1")),
            bad(2.5, words=("N", "2.5")),
            bad(2, dtype="float99", words=("dtype", "float99")),
        ],
    ),
    Op(
        "broadcast_to",
        [
            call(A(3), (2, 3)),
            call(A(2, 1), (2, 3)),
            call(A(), (2, 2)),
            call(A(1, 3), (0, 3)),
            call(A(2, 1, 3), (2, 4, 3)),
            call(A(3), (3,)),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(3), (2, 4), words=("(3,)", "(2, 4)")),
            bad(A(2, 3), (3,), words=("(2, 3)", "(3,)")),
        ],
    ),
    # ---- windows ----
    *(
        Op(
            name,
            [
                call(*n, *more)
                for n in ((5,), (4,), (1,), (0,), (8,))
                for more in (((0.0,), (3.5,)) if name == "kaiser" else ((),))
            ],
            dtypes=_NO_ARRAY,
            bad=[
                bad(-2, *((1.0,) if name == "kaiser" else ()), words=("x", "-2")),
                bad(2.5, *((1.0,) if name == "kaiser" else ()), words=("x", "2.5")),
                bad("a", *((1.0,) if name == "kaiser" else ()), words=("x", "'a'")),
            ],
        )
        for name in ("bartlett", "blackman", "hamming", "hanning", "kaiser")
    ),
    # ---- matrices and grids ----
    Op(
        "diagflat",
        [
            call(A(3)),
            call(A(2, 2), 1),
            call(A(2), k=-1),
            call(A()),
            call(A(0)),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(2), "a", words=("k", "'a'")),
            bad(A(2), 1.5, words=("k", "1.5")),
        ],
    ),
    Op(
        "meshgrid",
        [
            call(A(2), A(3)),
            call(A(2), A(3), indexing="ij"),
            call(A(2), A(3), A(4)),
            call(A(2), A(3), A(1), indexing="ij"),
            call(A(), A(2)),
            call(A(3)),
            call(A(0), A(2)),
            only(call(A(2), A(3, dtype="int32")), "float32"),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(2), A(3), indexing="yx", words=("indexing", "yx")),
            bad(A(2, 2), A(3), words=("(2, 2)", "vector")),
        ],
        numpy=lambda *x, indexing="xy": np.meshgrid(*x, indexing=indexing),
    ),
    Op(
        "vander",
        [
            call(A(3)),
            call(A(3), 4, True),
            call(A(2), N=2),
            call(A(3), N=0),
            call(A(0), N=2),
            only(call(A(3, values=[0.0, 1.0, -2.0]), 4), *FLOATS),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(2, 2), words=("x", "(2, 2)")),
            bad(A(2), -3, words=("N", "-3")),
            bad(A(2), 2.5, words=("N", "2.5")),
        ],
        numpy=_vander,
    ),
    Op(
        "kron",
        [
            call(A(2, 2), A(1, 3)),
            call(A(2), A(2, 2)),
            call(A(), A(3)),
            call(A(2, 1, 2), A(2, 3)),
            call(A(0), A(2)),
            call(A(), A()),
            only(call(A(2), A(2, dtype="float32")), *NUMBERS),
            call(A(2), [[1, 0], [2, 1]]),
        ],
        dtypes=ALL,
        order=2,
        bad=[
            bad(A(2), "text", words=("x2", "text")),
            bad(A(2), None, words=("x2", "None")),
        ],
        numpy=np.kron,
    ),
]
