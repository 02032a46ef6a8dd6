"""Calls of control flow and of functions of functions."""

import numpy as np

from contracts.op_calls.base import (
    FLOATS,
    NUMBERS,
    A,
    F,
    Op,
    bad,
    call,
    only,
)

READ = "Python reads {} to know where to go on"
INT = {"dtype": "int32"}


def flag(value):
    """Return a truth value without axes."""
    return A(values=value, dtype="bool")


def number(value):
    """Return an integer without axes."""
    return A(values=value, dtype="int32")


def applied(*arguments):
    """Return what settles a result that is a function: its value at `arguments`."""

    def settle(result, args, kwargs):
        function = result[0] if isinstance(result, list) else result
        return function(*arguments)

    return settle


ROWS = np.linspace(-1, 2, 6).astype("float32").reshape(2, 3)
DOUBLE = F(lambda k: lambda x: x * 2)
SQUARE = F(lambda k: lambda x: x * x)
RUNNING = F(lambda k: lambda c, x: (c + x, c * x))


OPS = [
    Op(
        "cond",
        [
            call(
                flag(True),
                F(lambda k: lambda: k.ops.ones(3)),
                F(lambda k: lambda: k.ops.zeros(3)),
            ),
            call(
                flag(False),
                F(lambda k: lambda: k.ops.ones(3)),
                F(lambda k: lambda: k.ops.zeros(3)),
            ),
            call(flag(False), F(lambda k: lambda: 1), F(lambda k: lambda: 2)),
            call(
                flag(True),
                F(lambda k: lambda: {"a": k.ops.ones((2, 0)), "b": [k.ops.arange(3)]}),
                F(
                    lambda k: (
                        lambda: {"a": k.ops.zeros((2, 0)), "b": [k.ops.arange(3) * 2]}
                    )
                ),
            ),
            call(flag(True), F(lambda k: lambda: None), F(lambda k: lambda: None)),
            call(
                True,
                F(lambda k: lambda: k.ops.ones(3)),
                F(lambda k: lambda: k.ops.zeros(3)),
            ),
            call(
                number(2),
                F(lambda k: lambda: k.ops.ones(3)),
                F(lambda k: lambda: k.ops.zeros(3)),
            ),
        ],
        dtypes=("float32",),
        traced=READ.format("the condition"),
        bad=[
            bad(True, 3, F(lambda k: lambda: 1), words=("true_fn", "3")),
            bad(True, F(lambda k: lambda: 1), None, words=("false_fn", "None")),
            bad(
                A(3),
                F(lambda k: lambda: 1),
                F(lambda k: lambda: 2),
                words=("pred", "(3,)"),
            ),
            bad(
                "yes",
                F(lambda k: lambda: 1),
                F(lambda k: lambda: 2),
                words=("pred", "yes"),
            ),
        ],
    ),
    Op(
        "switch",
        [
            call(number(1), [DOUBLE, SQUARE], A(3)),
            call(number(7), [DOUBLE, SQUARE], A(2, 3)),
            call(number(-2), [DOUBLE, SQUARE], A()),
            call(
                0,
                [F(lambda k: lambda x, y: x + y), F(lambda k: lambda x, y: x - y)],
                A(2, 3),
                A(3),
            ),
            call(
                number(1),
                [
                    F(lambda k: lambda p: {"s": p[0], "n": (p[1],)}),
                    F(lambda k: lambda p: {"s": p[1], "n": (p[0],)}),
                ],
                (A(3), A(3)),
            ),
        ],
        dtypes=NUMBERS,
        order=2,
        traced=READ.format("the index"),
        bad=[
            bad(1.0, [DOUBLE], A(3), words=("index", "float")),
            bad(A(2, dtype="int32"), [DOUBLE], A(3), words=("index", "(2,)")),
            bad(0, [], A(3), words=("branches", "[]")),
            bad(0, [DOUBLE, 4], A(3), words=("branches[1]", "4")),
            bad(0, DOUBLE, A(3), words=("branches",)),
        ],
    ),
    Op(
        "while_loop",
        [
            call(
                F(lambda k: lambda i, x: i < 3),
                F(lambda k: lambda i, x: (i + 1, x * x)),
                (number(0), A(3)),
            ),
            call(
                F(lambda k: lambda i, x: i < 3),
                F(lambda k: lambda i, x: [i + 1, x + x]),
                [number(5), A(2, 2)],
            ),
            call(F(lambda k: lambda x: k.ops.sum(x) < 50), DOUBLE, A(3, low=0.5)),
            call(
                F(lambda k: lambda x: k.ops.sum(x) < 50),
                DOUBLE,
                A(3, low=0.5),
                maximum_iterations=2,
            ),
            call(
                F(lambda k: lambda d: d["i"] < 4),
                F(lambda k: lambda d: {"i": d["i"] + 1, "x": d["x"] + d["i"]}),
                {"i": number(0), "x": A(dtype="float32")},
            ),
            only(
                call(
                    F(lambda k: lambda i, s: i < 4),
                    F(lambda k: lambda i, s: (i + 1, s + 0.5)),
                    (0, 0),
                ),
                "float32",
            ),
        ],
        dtypes=("float32", "float16", "bfloat16", "float64", "int32"),
        order=2,
        traced=READ.format("the condition"),
        bad=[
            bad(3, DOUBLE, A(3), words=("cond", "3")),
            bad(DOUBLE, None, A(3), words=("body", "None")),
            bad(F(lambda k: lambda x: x > 0), DOUBLE, A(3), words=("cond", "(3,)")),
            bad(F(lambda k: lambda x: x), DOUBLE, A(), words=("cond", "float32")),
            bad(
                F(lambda k: lambda x: True),
                F(lambda k: lambda x: (x, x)),
                A(3),
                words=("body", "structure"),
            ),
            bad(
                F(lambda k: lambda x: True),
                F(lambda k: lambda x: k.ops.concatenate([x, x])),
                A(3),
                words=("body", "(6,)", "(3,)"),
            ),
            bad(
                F(lambda k: lambda x: True),
                F(lambda k: lambda x: x > 0),
                A(3),
                words=("body", "bool", "float32"),
            ),
            bad(
                F(lambda k: lambda x: False),
                DOUBLE,
                A(3),
                maximum_iterations="a",
                words=("maximum_iterations", "a"),
            ),
        ],
    ),
    Op(
        "fori_loop",
        [
            call(0, 3, F(lambda k: lambda i, x: x * x), A(3)),
            call(1, 4, F(lambda k: lambda i, x: x * i), A(2, 2)),
            call(3, 1, F(lambda k: lambda i, x: x * x), A(3)),
            call(
                0, 3, F(lambda k: lambda i, s: (s[0] + s[1], s[1] * 2)), (A(2, 3), A(3))
            ),
            only(call(0, 4, F(lambda k: lambda i, s: s + i * 0.5), 0), "float32"),
            call(0, 2, F(lambda k: lambda i, d: {"x": d["x"] + 1}), {"x": A(0, 2)}),
        ],
        dtypes=NUMBERS,
        order=2,
        bad=[
            bad(0, 3, 7, A(3), words=("body_fun", "7")),
            bad(0.5, 3, F(lambda k: lambda i, x: x), A(3), words=("lower", "0.5")),
            bad(
                0,
                A(2, dtype="int32"),
                F(lambda k: lambda i, x: x),
                A(3),
                words=("upper", "(2,)"),
            ),
            bad(
                0,
                3,
                F(lambda k: lambda i, x: x[1:]),
                A(3),
                words=("body_fun", "(2,)", "(3,)"),
            ),
            bad(
                0,
                3,
                F(lambda k: lambda i, x: [x]),
                A(3),
                words=("body_fun", "structure"),
            ),
            bad(0, 3, F(lambda k: lambda i, x: x), "text", words=("init_val",)),
        ],
    ),
    Op(
        "scan",
        [
            call(RUNNING, A(), A(4)),
            call(RUNNING, A(3), A(4, 3), reverse=True),
            call(
                F(lambda k: lambda c, x: ({"s": c["s"] + x[0] * x[1]}, (x[0], c["s"]))),
                {"s": A(2)},
                (A(3, 2), A(3)),
                unroll=2,
            ),
            call(F(lambda k: lambda c, _: (c * c, c)), A(2), length=3),
            call(
                F(lambda k: lambda c, x: (c + x, None)),
                A(2),
                A(3, 2),
                length=3,
                unroll=True,
            ),
            call(RUNNING, A(2), A(0, 2)),
            only(
                call(F(lambda k: lambda c, x: (c + x, c)), 0, A(3)),
                "float32",
                "float16",
                "int32",
            ),
        ],
        dtypes=NUMBERS,
        order=2,
        bad=[
            bad(2, A(), A(3), words=("f", "2")),
            bad(RUNNING, A(), words=("xs", "length")),
            bad(RUNNING, A(), A(3), length=4, words=("length", "4", "3")),
            bad(RUNNING, A(), A(3), length=2.5, words=("length", "2.5")),
            bad(
                F(lambda k: lambda c, x: (c, c)),
                A(),
                (A(3), A(2)),
                words=("xs", "3", "2"),
            ),
            bad(RUNNING, A(), A(), words=("xs", "axes")),
            bad(F(lambda k: lambda c, x: c), A(), A(3), words=("pair", "Tensor")),
            bad(
                F(lambda k: lambda c, x: ((c, c), x)),
                A(),
                A(3),
                words=("carry", "structure"),
            ),
            bad(
                F(lambda k: lambda c, x: (c > 0, x)),
                A(),
                A(3),
                words=("carry", "bool", "float32"),
            ),
            bad(RUNNING, A(), A(3), unroll=0, words=("unroll", "0")),
        ],
    ),
    Op(
        "associative_scan",
        [
            call(F(lambda k: lambda a, b: a + b), A(5)),
            call(F(lambda k: lambda a, b: a + b), A(2, 4), axis=1),
            call(F(lambda k: lambda a, b: a + b), A(4, 2), reverse=True),
            call(
                F(lambda k: lambda a, b: (a[0] + b[0], a[1] + b[1])),
                (A(6), A(6, 2)),
            ),
            call(F(lambda k: lambda a, b: k.ops.maximum(a, b)), A(2, 3, 7), axis=-1),
            call(F(lambda k: lambda a, b: a + b), A(0, 2)),
            call(F(lambda k: lambda a, b: a + b), A(1)),
            only(
                call(F(lambda k: lambda a, b: a @ b), A(5, 2, 2)), "float32", "float64"
            ),
        ],
        dtypes=NUMBERS,
        order=2,
        bad=[
            bad(None, A(3), words=("f", "None")),
            bad(F(lambda k: lambda a, b: a + b), A(3), axis=1, words=("axis", "1")),
            bad(F(lambda k: lambda a, b: a + b), A(), words=("axis",)),
            bad(
                F(lambda k: lambda a, b: a),
                (A(3), A(2)),
                words=("elems", "(3,)", "(2,)"),
            ),
            bad(
                F(lambda k: lambda a, b: a[0] + b[0]),
                (A(3), A(3)),
                words=("f returns", "structure"),
            ),
            bad(F(lambda k: lambda a, b: a > b), A(3), words=("f returns", "bool")),
            bad(F(lambda k: lambda a, b: a), [], words=("elems",)),
        ],
    ),
    Op(
        "map",
        [
            call(SQUARE, A(4)),
            call(F(lambda k: lambda x: {"a": x * 2, "b": (k.ops.sum(x),)}), A(3, 2)),
            call(F(lambda k: lambda p: p["x"] * p["y"]), {"x": A(3, 2), "y": A(3)}),
            call(F(lambda k: lambda x: 1), A(3)),
            call(SQUARE, A(0, 3)),
            call(F(lambda k: lambda x: None), A(2)),
        ],
        dtypes=NUMBERS,
        order=2,
        bad=[
            bad(1, A(3), words=("f", "1")),
            bad(SQUARE, A(), words=("xs", "axes")),
            bad(F(lambda k: lambda p: p[0]), (A(3), A(2)), words=("xs", "3", "2")),
            bad(SQUARE, [], words=("xs",)),
        ],
    ),
    Op(
        "vectorized_map",
        [
            call(SQUARE, A(4)),
            call(F(lambda k: lambda x: (x * 2, k.ops.max(x))), A(3, 2)),
            call(F(lambda k: lambda p: p[0] * p[1]), [A(3, 2), A(3)]),
            call(F(lambda k: lambda d: {"z": d["x"] - 1}), {"x": A(2, 2)}),
            only(call(F(lambda k: lambda x: 1.5), A(3)), "float32", "int32"),
            call(SQUARE, A(0, 3)),
        ],
        dtypes=NUMBERS,
        order=2,
        bad=[
            bad("f", A(3), words=("function", "'f'")),
            bad(SQUARE, A(), words=("elements", "axes")),
            bad(
                F(lambda k: lambda p: p[0]), [A(3), A(2)], words=("elements", "3", "2")
            ),
        ],
    ),
    Op(
        "vectorize",
        [
            call(F(lambda k: lambda a, b: a + 2 * b)),
            call(F(lambda k: lambda a, b: (a, {"m": k.ops.maximum(a, b)}))),
            call(F(lambda k: lambda a, b: k.ops.sum(a * b)), signature="(n),(n)->()"),
            call(
                F(lambda k: lambda a, b: (a - b, k.ops.max(a))),
                signature="(n),(n)->(n),()",
            ),
            call(F(lambda k: lambda a, b: a * k.ops.sum(b)), excluded={1}),
        ],
        dtypes=("float32",),
        settle=applied(ROWS, ROWS[:, :1] + ROWS[0]),
        bad=[
            bad(3, words=("pyfunc", "3")),
            bad(SQUARE, excluded={-1}, words=("excluded", "-1")),
            bad(SQUARE, excluded=1, words=("excluded", "1")),
            bad(SQUARE, signature="(n->()", words=("signature", "(n->()")),
            bad(SQUARE, signature=7, words=("signature", "7")),
        ],
    ),
    Op(
        "jvp",
        [
            call(F(lambda k: k.ops.sin), (A(3),), (A(3),)),
            call(F(lambda k: lambda x, y: x * y), [A(2, 3), A(3)], [A(2, 3), A(3)]),
            call(
                F(lambda k: lambda d: {"z": d["a"] * d["b"], "y": d["b"] - 1}),
                ({"a": A(2), "b": A()},),
                ({"a": A(2), "b": A()},),
            ),
            call(
                F(lambda k: lambda x: (k.ops.exp(x), x * 2)),
                (A(3),),
                (A(3),),
                has_aux=True,
            ),
            call(F(lambda k: lambda x: k.ops.sum(k.ops.exp(x) * x)), (A(3),), (A(3),)),
            call(
                F(lambda k: lambda x: k.ops.sum(x * x, axis=0)), (A(0, 2),), (A(0, 2),)
            ),
        ],
        dtypes=FLOATS,
        order=2,
        bad=[
            bad(3, (A(3),), (A(3),), words=("function", "3")),
            bad(DOUBLE, A(3), (A(3),), words=("primals", "ndarray")),
            bad(DOUBLE, (A(3),), A(3), words=("tangents", "ndarray")),
            bad(DOUBLE, (A(3),), (A(2),), words=("(2,)", "(3,)")),
            bad(DOUBLE, (A(3),), (A(3), A(3)), words=("structure",)),
            bad(DOUBLE, (A(3, dtype="int32"),), (A(3),), words=("int32",)),
            bad(DOUBLE, (A(3),), (A(3),), has_aux=True, words=("has_aux", "pair")),
        ],
    ),
    Op(
        "custom_gradient",
        [
            call(F(lambda k: lambda x, y: (x * y, lambda up: (up, up)))),
            call(
                F(
                    lambda k: (
                        lambda x, y: ((x, {"a": y}), lambda up: (up[0], up[1]["a"]))
                    )
                )
            ),
        ],
        dtypes=("float32",),
        settle=applied(ROWS, ROWS[0]),
        bad=[
            bad(3, words=("f", "3")),
            bad(None, words=("f", "None")),
        ],
    ),
    Op(
        "stop_gradient",
        [call(A(3, 4)), call(A()), call(A(0, 2)), call([A(2), A(3)])],
        dtypes=(*NUMBERS, "bool"),
        bad=[bad("text", words=("text",)), bad(object, words=("object",))],
    ),
]
