"""Inputs on which functions of matrices are held to the laws."""

from typing import Any

import numpy as np

from contracts.op_calls.base import A, definite, regular, symmetric


def _made(*shape: int, made: Any = None, dtype: str = "float64") -> Any:
    return lambda rng: A(*shape, made=made).make(dtype, rng)


def _squares(made: Any, planar: bool = True) -> list[Any]:
    shapes = [(3, 3), (2, 3, 3), (1, 1), (0, 0), (0, 2, 2), (2, 1, 2, 2)]
    found = [((_made(*shape, made=made),), {}) for shape in shapes]
    if planar:
        found.append(((_made(2, 3, 3, made=made, dtype="complex128"),), {}))
    return found


def _apart(x: np.ndarray) -> np.ndarray:
    """Return matrices whose singular values are well apart."""
    rows, columns = x.shape[-2:]
    return x / 4 + np.eye(rows, columns) * (2.0 + np.arange(columns))


def _rectangles(**params: Any) -> list[Any]:
    shapes = [(4, 3), (2, 3, 3), (2, 4), (0, 3), (0, 3, 2)]
    return [((_made(*s, made=_apart),), params) for s in shapes]


def _planar(*shape: int) -> Any:
    return _made(*shape, made=_apart, dtype="complex128")


def _triangular() -> list[Any]:
    shapes = [
        ((3, 3), (3, 2)),
        ((2, 3, 3), (2, 3, 1)),
        ((3, 3), (2, 3, 2)),
        ((2, 1, 2, 2), (3, 2, 2)),
        ((0, 0), (0, 2)),
        ((0, 2, 2), (2, 3)),
    ]
    samples = []
    for i, (a, b) in enumerate(shapes):
        for lower in (False, True):
            params = {"lower": lower, "transposed": i % 2 == 1, "unit": i == 2}
            samples.append(((_made(*a, made=regular), b), params))
        both = (_made(3, 3, made=regular, dtype="complex128"), (3, 2))
        samples.append((both, {"lower": i % 2 == 0, "transposed": i > 2}))
    for lower in (False, True):  # block by block
        params = {"lower": lower, "transposed": False, "unit": False}
        large = (_made(70, 70, made=regular), (70, 1))
        samples.append((large, params))
        samples.append((large, {**params, "transposed": True}))
    return samples


def _systems() -> list[Any]:
    return [
        ((_made(*a, made=regular), b), {})
        for a, b in [
            ((3, 3), (3, 2)),
            ((2, 3, 3), (2, 3, 1)),
            ((3, 3), (2, 3, 2)),
            ((2, 3, 3), (3, 2)),
            ((0, 0), (0, 2)),
            ((0, 2, 2), (2, 3)),
        ]
    ]


def _points() -> list[Any]:
    shapes = [
        ((3, 2), (4, 2)),
        ((2, 1, 3, 2), (2, 2, 2)),
        ((0, 2), (3, 2)),
        ((2, 0), (3, 0)),
        ((3, 2), (0, 2)),
        ((300, 30), (40, 30)),  # in more than one block
    ]
    return [(shape, {}) for shape in shapes]


def _mixed(x: np.ndarray) -> np.ndarray:
    """Return regular matrices whose largest elements are below the diagonal."""
    return regular(x)[..., ::-1, :]


SAMPLES = {
    "triangle": [
        (((3, 4),), {}),
        (((3, 4),), {"k": 1, "upper": True}),
        (((2, 3, 2),), {"k": -1}),
        (((0, 3),), {"k": 0}),
    ],
    "inv": _squares(_mixed),
    "solve": _systems(),
    "solve_triangular": _triangular(),
    "det": [*_squares(regular), ((np.ones((3, 3)) + np.diag([1.0, 0.0, 0.0]),), {})],
    "adjugate": _squares(_apart),
    "slogdet": _squares(_mixed),
    "pinv": _rectangles(rcond=None)
    + [
        ((_made(3, 3, made=_apart),), {"rcond": 1e-3}),
        (((2, 0),), {"rcond": 0.1}),
        ((_planar(3, 2),), {}),
    ],
    "cholesky": _squares(definite),
    "lu": [
        *_squares(_mixed),
        ((_made(40, 40, made=_mixed),), {}),  # more than one panel
    ],
    "qr": [
        *_rectangles(complete=False),
        ((_made(3, 3, made=_apart),), {"complete": True}),
        ((_made(2, 2, 4, made=_apart),), {"complete": True}),
        ((_planar(3, 2),), {}),
        ((_planar(2, 3),), {}),
    ],
    "eigh": _squares(symmetric, planar=False),  # phases of vectors are arbitrary
    "eig": _squares(_mixed),
    "svd": _rectangles(full_matrices=False)
    + [((_made(3, 3, made=_apart),), {"full_matrices": True})],
    "singular_values": [*_rectangles(), ((_planar(3, 2),), {})],
    "cdist": _points(),
}
