"""Inputs on which functions of matrices are held to the laws."""

from typing import Any

import numpy as np

from contracts.op_calls.base import A, definite, regular, symmetric

LIMITS = {"svd": (1.0, 6.0)}


def _made(*shape: int, made: Any = None) -> Any:
    return lambda rng: A(*shape, made=made).make("float64", rng)


def _squares(made: Any) -> list[Any]:
    shapes = [(3, 3), (2, 3, 3), (1, 1), (0, 0), (0, 2, 2), (2, 1, 2, 2)]
    return [((_made(*shape, made=made),), {}) for shape in shapes]


def _apart(x: np.ndarray) -> np.ndarray:
    """Return matrices whose singular values are well apart."""
    rows, columns = x.shape[-2:]
    return x / 4 + np.eye(rows, columns) * (2.0 + np.arange(columns))


def _rectangles(**params: Any) -> list[Any]:
    shapes = [(4, 3), (2, 3, 3), (2, 4), (0, 3), (0, 3, 2)]
    return [((_made(*s, made=_apart),), params) for s in shapes]


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
    + [((_made(3, 3, made=_apart),), {"rcond": 1e-3}), (((2, 0),), {"rcond": 0.1})],
    "cholesky": _squares(definite),
    "lu": [
        *_squares(_mixed),
        ((_made(40, 40, made=_mixed),), {}),  # more than one panel
    ],
    "qr": [
        *_rectangles(complete=False),
        ((_made(3, 3, made=_apart),), {"complete": True}),
        ((_made(2, 2, 4, made=_apart),), {"complete": True}),
    ],
    "eigh": _squares(symmetric),
    "svd": _rectangles(full_matrices=False)
    + [((_made(3, 3, made=_apart),), {"full_matrices": True})],
    "singular_values": _rectangles(),
}
