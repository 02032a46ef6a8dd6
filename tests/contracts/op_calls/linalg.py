"""Calls of the ops of linear algebra."""

import functools
from collections.abc import Callable
from typing import Any

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
    definite,
    only,
    regular,
    symmetric,
)

WHOLE = ("int32", "int8", "uint8")
SMALL = A(values=[[4, 1], [1, 3]])  # positive definite, also in integers
SINGULAR = A(values=[[1.0, 2.0], [2.0, 4.0]])
NOT_FINITE = (
    "not finite there either; which elements are infinite and which NaN is chance"
)


def in_wide(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of NumPy's that takes halves and integers."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        given = [a for a in args if isinstance(a, np.ndarray)]
        dtype = given[0].dtype
        half = dtype.itemsize == 2 and dtype.kind in "fV"
        args = tuple(_wide(a) for a in args)
        found = function(*args, **kwargs)
        if not half:
            return found
        if isinstance(found, tuple):
            return tuple(_narrow(f, dtype) for f in found)
        return _narrow(found, dtype)

    return run


def _wide(a: Any) -> Any:
    if not isinstance(a, np.ndarray) or a.dtype.name in ("float64", "complex64"):
        return a
    return a if a.dtype.name == "complex128" else a.astype(np.float32)


def _narrow(found: Any, dtype: Any) -> Any:
    found = np.asarray(found)
    return found.astype(dtype) if found.dtype == np.float32 else found


def or_nan(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that gives NaN where NumPy raises."""

    def run(*args: Any) -> Any:
        try:
            return function(*args)
        except np.linalg.LinAlgError:
            return np.full_like(args[-1], np.nan)

    return run


def rank(x: Any, tol: Any = None) -> Any:
    return np.asarray(np.linalg.matrix_rank(x, tol) if x.size else 0, np.int32)


def least(a: Any, b: Any, rcond: Any = None) -> Any:
    return np.linalg.lstsq(a, b, rcond)[0]


def lu(x: Any) -> Any:
    """Factor one matrix after the other, element by element."""
    a = np.array(x)
    pivots = np.zeros(a.shape[:-1], np.int32)
    if not a.size:
        return a, pivots
    for matrix, swaps in zip(a.reshape(-1, *a.shape[-2:]), _rows(pivots)):
        for j in range(matrix.shape[0]):
            swaps[j] = chosen = j + int(np.abs(matrix[j:, j]).argmax())
            matrix[[j, chosen]] = matrix[[chosen, j]]
            matrix[j + 1 :, j] /= matrix[j, j]
            matrix[j + 1 :, j + 1 :] -= np.outer(matrix[j + 1 :, j], matrix[j, j + 1 :])
    return a, pivots


def _rows(x: np.ndarray) -> np.ndarray:
    return x.reshape(-1, x.shape[-1])


def triangular(a: Any, b: Any, lower: bool = False) -> Any:
    vectors = b.ndim == a.ndim - 1
    found = np.linalg.solve(
        np.tril(a) if lower else np.triu(a), b[..., None] if vectors else b
    )
    return found[..., 0] if vectors else found


def inverse_of_factor(x: Any, upper: bool = False) -> Any:
    half = np.triu(x).swapaxes(-1, -2) if upper else np.tril(x)
    return np.linalg.inv(half @ half.swapaxes(-1, -2))


def cholesky(x: Any, upper: bool = False) -> Any:
    found = np.linalg.cholesky(x)
    return found.swapaxes(-1, -2) if upper else found


def planar(x: Any) -> Any:
    values, vectors = np.linalg.eig(x)
    dtype = np.complex128 if x.dtype == np.float64 else np.complex64
    return values.astype(dtype), vectors.astype(dtype)


def singular(x: Any, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    return np.linalg.svd(x, full_matrices, compute_uv)


# ---- what the maths leaves open ----


def _weighted(left: Any, right: Any) -> Any:
    """Return a product that does not change with the signs of columns."""
    return (left * (1.0 + np.arange(left.shape[-1]))) @ right


def _up(results: Any) -> Any:
    dtype = np.asarray(results[0]).dtype
    wide = np.complex128 if dtype.kind == "c" else np.float64
    return [np.asarray(r).astype(wide) for r in results], dtype


def of_columns(results: Any, args: Any, kwargs: Any) -> Any:
    """Settle Q and R: signs may change in pairs, columns beyond R's rows turn."""
    (q, r), dtype = _up(results)
    k = min(r.shape[-2:])
    own, rest = q[..., :k], q[..., k:]
    parts = [
        q @ r,
        _weighted(own, own.swapaxes(-1, -2)),
        rest @ rest.swapaxes(-1, -2),
        np.abs(r),
        np.abs(q[..., :0, :]),
    ]
    return [p.astype(dtype) for p in parts]


def of_eigenvectors(results: Any, args: Any, kwargs: Any) -> Any:
    """Settle eigenvectors of symmetric matrices, up to their signs."""
    (_, vectors), dtype = _up(results)
    return [
        np.asarray(results[0]),
        _weighted(vectors, vectors.swapaxes(-1, -2)).astype(dtype),
    ]


def of_any_eigenvectors(results: Any, args: Any, kwargs: Any) -> Any:
    """Settle eigenvalues in some order, and vectors of length 1."""
    values, vectors = (np.asarray(r) for r in results)
    order = np.lexsort((values.imag.round(3), values.real.round(3)), axis=-1)
    values = np.take_along_axis(values, order, -1)
    vectors = np.take_along_axis(vectors, order[..., None, :], -1)
    largest = np.abs(vectors).argmax(-2, keepdims=True) if vectors.size else order
    scale = np.take_along_axis(vectors, largest, -2) if vectors.size else 1
    return [values, vectors / scale, np.linalg.norm(vectors, axis=-2)]


def of_singular_vectors(results: Any, args: Any, kwargs: Any) -> Any:
    """Settle singular vectors, whose signs change in pairs."""
    if not isinstance(results, (tuple, list)):
        return results
    (u, s, vh), dtype = _up(results)
    k = s.shape[-1]
    own = u[..., :k]
    parts = [
        _weighted(own, vh[..., :k, :]),
        _weighted(own, own.swapaxes(-1, -2)),
        s,
        u.swapaxes(-1, -2) @ u,
        vh @ vh.swapaxes(-1, -2),
    ]
    return [p.astype(dtype) for p in parts]


def settled(settle: Any, function: Any) -> Callable[..., Any]:
    """Return a function of NumPy's whose results are settled, as Keras's are."""
    return lambda *args, **kwargs: settle(function(*args, **kwargs), args, kwargs)


def distances(x: Any, y: Any) -> Any:
    return np.sqrt(((x[..., :, None, :] - y[..., None, :, :]) ** 2).sum(-1))


def normalize(x: Any, axis: Any = -1, order: int = 2, epsilon: float = 1e-7) -> Any:
    powers = (np.abs(x) ** order).sum(axis, keepdims=True)
    return x / np.maximum(powers ** (1 / order), epsilon)


# ---- makers ----


def apart(x: np.ndarray) -> np.ndarray:
    """Return matrices with singular values well apart."""
    return x / 4 + np.eye(*x.shape[-2:]) * (2.0 + np.arange(x.shape[-1]))


def mixed(x: np.ndarray) -> np.ndarray:
    """Return regular matrices with the largest elements off the diagonal."""
    return regular(x)[..., ::-1, :]


def factor(x: np.ndarray) -> np.ndarray:
    """Return matrices with a positive diagonal."""
    return x / 4 + np.eye(x.shape[-1])


def squares(made: Any, **more: Any) -> list[Any]:
    return [
        call(A(3, 3, made=made), **more),
        call(A(2, 2, 2, made=made), **more),
        call(A(1, 1, made=made), **more),
        call(A(0, 0), **more),
        only(call(SMALL, **more), *WHOLE),
    ]


def not_square(**more: Any) -> list[Any]:
    return [
        bad(A(2, 3), words=("square", "(2, 3)"), **more),
        bad(A(3), words=("(3,)",), **more),
    ]


DECOMPOSITIONS = [
    Op(
        "cholesky",
        [*squares(definite), call(A(3, 3, made=definite), upper=True),
         call(A(0, 2, 2)), only(call(A(values=[[4.0, 3.0], [1.0, 5.0]])), "float32")],
        order=2,
        bad=[
            *not_square(),
            bad(A(values=[[1.0, 2.0], [2.0, 1.0]]), words=("positive definite",)),
        ],
        numpy=in_wide(cholesky),
        loose=4,
    ),
    Op("lu_factor", squares(mixed), order=2, bad=[bad(A(3), words=("(3,)",))],
       numpy=in_wide(lu), loose=4),
    Op(
        "qr",
        [
            call(A(4, 3, made=apart)),
            call(A(3, 3, made=apart), "reduced"),
            call(A(2, 2, 3, made=apart)),
            call(A(2, 3, made=apart), mode="complete"),
            call(A(4, 2, made=apart), mode="complete")._replace(order=0),
            only(call(A(values=[[1, 2], [3, 5]])), *WHOLE),
            call(A(0, 3)),
        ],
        order=2,
        bad=[bad(A(3), words=("(3,)",)),
             bad(A(3, 2), mode="raw", words=("mode", "raw", "reduced"))],
        numpy=settled(
            of_columns, in_wide(lambda x, mode="reduced": tuple(np.linalg.qr(x, mode)))
        ),
        settle=of_columns,
        loose=10,
    ),
    Op("eigh", squares(symmetric), order=2, bad=not_square(),
       numpy=settled(of_eigenvectors, in_wide(lambda x: tuple(np.linalg.eigh(x)))),
       settle=of_eigenvectors, loose=10),
    Op(
        "eig",
        [
            *squares(mixed),
            only(call(A(values=[[0.0, 1.0], [-1.0, 0.0]])), "float32", "float64")
            ._replace(order=0),  # of two equal components either may be made real
            only(call(A(2, 2, made=mixed, dtype="complex64")), "float32"),
        ],
        order=2, bad=not_square(), numpy=settled(of_any_eigenvectors, in_wide(planar)),
        settle=of_any_eigenvectors, loose=10,
    ),
    Op(
        "svd",
        [
            call(A(3, 3, made=apart)),
            call(A(4, 3, made=apart), full_matrices=False),
            call(A(2, 2, 3, made=apart), False),
            call(A(4, 3, made=apart))._replace(order=0),
            call(A(2, 4, 3, made=apart), compute_uv=False),
            call(A(3, 4, made=apart), True, False),
            call(A(0, 3), compute_uv=False),
            only(call(SMALL), *WHOLE),
        ],
        order=2, bad=[bad(A(3), words=("(3,)",))],
        numpy=settled(of_singular_vectors, in_wide(singular)),
        settle=of_singular_vectors, loose=10,
    ),
]  # fmt: skip

SOLVERS = [
    Op(
        "cholesky_inverse",
        [*squares(factor), call(A(3, 3, made=factor), upper=True)],
        order=2, bad=not_square(),
        differs={"#1": "Keras gives one matrix for a batch"},
        numpy=in_wide(inverse_of_factor), loose=10,
    ),
    Op(
        "det",
        [*squares(regular), only(call(SINGULAR), "float32", "float64"),
         call(A(0, 2, 2)), call(A(2, 1, 2, 2, made=mixed))],
        order=2, bad=not_square(), numpy=in_wide(np.linalg.det), loose=4,
    ),
    Op(
        "slogdet",
        [*squares(mixed), only(call(SINGULAR), "float32", "float64")._replace(order=0)],
        order=2, bad=not_square(),
        numpy=in_wide(lambda x: tuple(np.linalg.slogdet(x))), loose=4,
    ),
    Op(
        "logdet",
        [*squares(definite),
         only(call(A(values=[[1.0, 2.0], [2.0, 1.0]])), "float32", "float64")],
        order=2, bad=not_square(),
        numpy=in_wide(lambda x: np.linalg.slogdet(x)[1]), loose=4,
    ),
    Op(
        "inv",
        [*squares(mixed), only(call(SINGULAR), "float32")._replace(order=0)],
        order=2, bad=not_square(), differs={"#5": NOT_FINITE},
        numpy=or_nan(in_wide(np.linalg.inv)), loose=4,
    ),
    Op(
        "pinv",
        [
            call(A(4, 3, made=apart)),
            call(A(2, 2, 3, made=apart)),
            call(A(3, 3, made=apart), rcond=0.45)._replace(order=0),
            call(A(3, 3, made=apart), 1e-4),
            call(A(0, 3)),
            only(call(A(values=[[1, 2], [2, 4]])), *WHOLE, "float32")
            ._replace(order=0),
        ],
        order=2,
        bad=[bad(A(3), words=("(3,)",)),
             bad(A(3, 2), rcond="small", words=("rcond", "small"))],
        numpy=in_wide(lambda x, rcond=None: np.linalg.pinv(x, rcond)),
        loose=10,
    ),
    Op(
        "lstsq",
        [
            call(A(4, 3, made=apart), A(4)),
            call(A(4, 2, made=apart), A(4, 2)),
            call(A(2, 3, made=apart), A(2)),
            call(A(3, 3, made=apart), A(3), rcond=0.45)._replace(order=0),
            only(call(A(values=[[1, 2], [3, 5], [2, 2]]), A(3)), *WHOLE),
            call(A(0, 2), A(0)),
        ],
        order=2,
        bad=[
            bad(A(3, 2), A(2), words=("(3, 2)", "(2,)", "rows")),
            bad(A(2, 3, 2), A(3), words=("two axes", "(2, 3, 2)")),
            bad(A(3, 2), A(3), rcond="small", words=("rcond", "small")),
        ],
        numpy=in_wide(least),
        loose=20,
    ),
    Op(
        "matrix_rank",
        [
            call(A(3, 3, made=apart)),
            call(A(2, 4, 3, made=apart)),
            only(call(SINGULAR), "float32", "float64", *WHOLE),
            call(A(3, 3, made=apart), tol=2.6),
            call(A(0, 3)),
        ],
        bad=[bad(A(3), words=("(3,)",))],
        differs={"#4": "Keras fails on matrices without elements; their rank is 0"},
        numpy=in_wide(rank),
    ),
    Op(
        "solve",
        [
            call(A(3, 3, made=mixed), A(3, 2)),
            call(A(3, 3, made=mixed), A(3)),
            call(A(2, 2, 2, made=mixed), A(2, 2, 3)),
            call(A(2, 3, 3, made=mixed), A(3)),
            call(A(2, 3, 3, made=mixed), A(3, 2)),
            call(A(0, 0), A(0, 2)),
            only(call(SMALL, A(2)), *WHOLE),
            only(call(SINGULAR, A(2)), "float32")._replace(order=0),
            only(call(A(3, 3, made=mixed), A(2, 3, 2)), "float32", "float64"),
            only(call(A(3, 3, made=mixed), A(3, dtype="int32")), "float32"),
        ],
        order=2,
        bad=[
            bad(A(2, 3), A(2), words=("square", "(2, 3)")),
            bad(A(3, 3), A(2), words=("(3, 3)", "rows")),
            bad(A(2, 3, 3), A(2, 3), words=("(2, 3, 3)", "b[..., None]")),
        ],
        differs={
            "#7": NOT_FINITE,
            "#8": "Keras lets the axes of a broadcast, but not those of b",
        },
        numpy=or_nan(in_wide(np.linalg.solve)),
        loose=4,
    ),
    Op(
        "solve_triangular",
        [
            call(A(3, 3, made=regular), A(3, 2)),
            call(A(3, 3, made=regular), A(3), lower=True),
            call(A(2, 2, 2, made=regular), A(2, 2), True),
            call(A(2, 2, 2, made=regular), A(2, 2, 3)),
            call(A(0, 0), A(0, 2)),
            only(call(SMALL, A(2)), *WHOLE),
            only(call(A(3, 3, made=regular), A(2, 3, 2)), "float32", "float64"),
        ],
        order=2,
        bad=[
            bad(A(2, 3), A(2), words=("square", "(2, 3)")),
            bad(A(3, 3), A(2), words=("(3, 3)", "rows")),
        ],
        differs={
                 "#6": "Keras does not let the axes of b broadcast"},
        numpy=in_wide(triangular),
        loose=4,
    ),
]  # fmt: skip

PRODUCTS = [
    Op(
        "matmul",
        [
            call(A(2, 3), A(3, 2)),
            call(A(3), A(3)),
            call(A(2, 2, 3), A(3)),
            call(A(3), A(2, 3, 2)),
            call(A(2, 1, 2, 3), A(3, 3, 2)),
            call(A(0, 3), A(3, 2)),
            call(A(2, 0), A(0, 2)),
            only(call(A(2, 3), A(3, 2, dtype="float32")), *NUMBERS),
        ],
        ALL, 2,
        bad=[
            bad(A(2, 3), A(2, 3), words=("(2, 3)", "a @ b.T")),
            bad(A(2, 3), 2.0, words=("multiply",)),
        ],
    ),
    Op(
        "dot",
        [
            call(A(2, 3), A(3, 2)),
            call(A(3), A(3)),
            call(A(2, 3), 2),
            call(A(2, 2, 3), A(3)),
            call(A(2, 3), A(2, 3, 2)),
            call(A(0), A(0)),
        ],
        ALL, 2, bad=[bad(A(2, 3), A(2, 3), words=("(2, 3)",)),
                     bad(A(2, 3), A(2, 2, 3), words=("(2, 3)",))],
        numpy=lambda x1, x2: x1 * x2,
    ),
    Op(
        "inner",
        [call(A(3), A(3)), call(A(2, 3), A(4, 3)), call(A(), A(3)),
         call(A(2, 2, 3), A(3)), call(A(2, 0), A(0))],
        ALL, 2, bad=[bad(A(3), A(2), words=("(3,)", "(2,)")),
                     bad(A(2, 3), A(3, 2), words=("(2, 3)",))],
    ),
    Op("outer", [call(A(3), A(2)), call(A(2, 2), A(3)), call(A(), A()),
                 call(A(0), A(3)), call(A(3), 2)], ALL, 2),
    Op(
        "tensordot",
        [
            call(A(2, 3), A(3, 2), axes=1),
            call(A(2, 3), A(2, 3)),
            call(A(2, 3), A(2), axes=0),
            call(A(2, 3, 2), A(3, 2), axes=((1, 2), (0, 1))),
            call(A(2, 3, 2), A(2, 3), axes=[-1, 0]),
            call(A(2, 0), A(0, 2), axes=1),
        ],
        ALL, 2,
        bad=[
            bad(A(2, 3), A(3, 2), axes=3, words=("axes", "3")),
            bad(A(2, 3), A(3, 2), axes=((0, 1), (0,)), words=("axes",)),
            bad(A(2, 3), A(2, 3), axes=1, words=("(2, 3)",)),
        ],
    ),
    Op(
        "vdot",
        [
            call(A(3), A(3)),
            call(A(2, 3), A(3, 2)),
            call(A(), A()),
            call(A(0), A(0)),
            only(call(A(3, dtype="complex64"), A(3, dtype="complex64")), "float32"),
            only(call(A(3), A(3, dtype="int32")), *FLOATS),
        ],
        ALL, 2, bad=[bad(A(3), A(2), words=("(3,)", "(2,)")),
                     bad(A(2, 2), A(3), words=("(2, 2)",))],
    ),
    Op(
        "cross",
        [
            call(A(3), A(3)),
            call(A(2), A(2)),
            call(A(2, 2), A(3)),
            call(A(3), A(2, 2)),
            call(A(3, 4), A(3, 4), axis=0),
            call(A(3, 2), A(2, 3), 0, 1, 0),
            call(A(2, 1, 3), A(4, 3), axisc=1),
            call(A(0, 3), A(3)),
        ],
        NUMBERS, 2,
        bad=[
            bad(A(4), A(4), words=("4 components", "2 or 3")),
            bad(A(3), A(2, 4), words=("x2", "4 components")),
            bad(A(3), A(3), axis=1, words=("axis",)),
        ],
    ),
    Op(
        "einsum",
        [
            call("ij,jk->ik", A(2, 3), A(3, 2)),
            call("ij->", A(2, 3)),
            call("ii->i", A(3, 3)),
            call("...ij,...jk->...ik", A(2, 1, 2, 3), A(3, 3, 2)),
            call("i,jk,kl->il", A(2), A(2, 3), A(3, 2)),
            call("ij, j", A(2, 3), A(3)),
            call("ij,ij->ji", A(2, 3), A(2, 3), optimize="greedy"),
            call("ij,jk,kl,lm->im", A(2, 2), A(2, 2), A(2, 2), A(2, 2), optimize=False),
            call("ij,jk->ik", A(0, 3), A(3, 0)),
            only(call("ij,jk->ik", A(2, 1), A(3, 2)), "float32", "int32"),
        ],
        ALL, 2,
        bad=[
            bad("ij,jk->ik", A(2, 3), A(2, 3), words=("'j'", "(2, 3)")),
            bad("ij->ii", A(2, 3), words=("result",)),
            bad("i->i", A(2, 3), words=("(2, 3)",)),
            bad("ij->i", A(2, 3), optimize="best", words=("optimize", "best")),
        ],
        takes_text=True, loose=4,
    ),
]  # fmt: skip

INF = float("inf")
NORMS = [
    Op(
        "norm",
        [
            call(A(3, 4)),
            call(A(2, 3, 2), axis=1, keepdims=True),
            *(call(A(2, 3), ord=p, axis=-1) for p in (0, 1, 2, 3, 0.5, -1, INF, -INF)),
            *(call(A(3, 2, made=apart), ord=p) for p in ("fro", "nuc", 1, -1, 2, -2)),
            *(call(A(3, 2, made=apart), ord=p) for p in (INF, -INF)),
            call(A(2, 3, 2), "nuc", (2, 0), True),
            call(A(2, 3, 2), 2, (0, 1)),
            call(A()),
            call(A(0)),
            only(call(A(2, dtype="complex64")), "float32"),
        ],
        (*NUMBERS, "bool"), 2,
        bad=[
            bad(A(3), ord="nuc", words=("ord", "nuc")),
            bad(A(2, 2), ord=3, words=("ord", "3", "nuc")),
            bad(A(2, 2, 2), ord=2, words=("ord", "axis")),
            bad(A(2, 2), axis=(0, 0), words=("axis",)),
        ],
        numpy=in_wide(np.linalg.norm),
        loose=4,
    ),
    Op(
        "normalize",
        [
            call(A(2, 3)),
            call(A(2, 3), axis=0, order=1),
            call(A(2, 3), axis=-1, order=3),
            call(A(2, 3), epsilon=5.0),
            call(A(2, 3), axis=(0, 1)),
            only(call(A(values=[[0.0, 0.0]])), "float32", "float16")
            ._replace(order=0),
        ],
        NUMBERS, 2,
        bad=[bad(A(3), order=0, words=("order", "0")),
             bad(A(3), order="fro", words=("order", "fro"))],
        differs={
            **dict.fromkeys(INTS, "Keras fails on integers; ours are made floats"),
            "#5 float16": "Keras divides by the square of 1e-7, which is 0 there: NaN",
        },
        numpy=in_wide(normalize),
    ),
    Op(
        "cdist",
        [
            call(A(3, 2), A(4, 2)),
            call(A(2, 1, 2, 3), A(3, 3, 3)),
            call(A(0, 2), A(3, 2)),
            call(A(2, 0), A(3, 0)),
            only(call(A(values=[[1.0, 2.0], [0.0, 0.0]]), A(values=[[1.0, 2.0]])),
                 "float32")._replace(order=0),
            only(call(A(2, 2), A(3, 2, dtype="float16")), "float32"),
        ],
        NUMBERS, 2,
        bad=[bad(A(2, 3), A(2, 2), words=("(2, 3)", "coordinates")),
             bad(A(3), A(2, 3), words=("x", "(3,)"))],
        differs=dict.fromkeys(
            ("int64", "uint32"),
            "in x64 mode Keras takes these for float64, other integers for float32",
        ),
        numpy=in_wide(distances), loose=4,
    ),
    *(
        Op(
            name,
            [call(A(3, 4)), call(A(3, 3), 1), call(A(2, 3, 2), k=-1), call(A(0, 3))],
            ALL, 2, bad=[bad(A(3), words=("(3,)",)), bad(2.0, words=("()",))],
        )
        for name in ("tril", "triu")
    ),
]  # fmt: skip

OPS = [*DECOMPOSITIONS, *SOLVERS, *PRODUCTS, *NORMS]
