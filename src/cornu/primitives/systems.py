"""Inverses of square matrices, and systems of equations."""

from typing import Any

import numpy as np

from cornu.core import OPAQUE, Spec, primitive, promotion
from cornu.errors import ShapeError
from cornu.primitives import rules
from cornu.primitives.contraction import matmul
from cornu.primitives.matrices import (
    check_matrix,
    check_square,
    in_wide,
    singular,
    square,
    survived,
)
from cornu.primitives.movement import swap_last
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array


@primitive(infer=square("inv"), kind=OPAQUE, promote="float")
@in_wide
def inv(xp: Any, x: Array) -> Array:
    """Inverse of square matrices; NaN where there is none."""
    return survived(xp, xp.linalg.inv, x, singular)


@inv.vjp("x")
def _inv_vjp(g: Any, ans: Any) -> Any:
    turned = swap_last(ans)
    return -matmul(matmul(turned, g), turned)


def system_infer(op: str) -> Any:
    """Return the shape rule of solving ``a @ x = b``."""

    def rule(a: Spec, b: Spec, **params: Any) -> Spec:
        n = check_square(op, a, "a")
        check_matrix(op, b, "b")
        rows = b.shape[-2]
        if n is not None and rows is not None and n != rows:
            raise ShapeError(
                f"{op}: a is {a.shape} and b is {b.shape}; b must have as many rows as "
                f"a, {n}, in its second-to-last axis. A batch of vectors needs another "
                f"axis: b[..., None]."
            )
        batch = rules.broadcast_shapes(a.shape[:-2], b.shape[:-2])
        dtype = promotion.result_dtype((a, b)) or a.dtype
        return Spec((*batch, n if rows is None else rows, b.shape[-1]), dtype)

    return rule


@primitive(infer=system_infer("solve"), kind=OPAQUE, promote="float")
@in_wide
def solve(xp: Any, a: Array, b: Array) -> Array:
    """Matrices x with ``a @ x = b``; NaN where `a` is singular."""
    return solved(xp, a, b)


def solved(xp: Any, a: Array, b: Array) -> Array:
    """Solve systems of equations whose right sides are matrices."""
    try:
        return xp.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        bad = singular(xp, a)[..., None, None]
    eye = xp.eye(a.shape[-1], dtype=a.dtype)
    return xp.where(
        bad, a.dtype.type(np.nan), xp.linalg.solve(xp.where(bad, eye, a), b)
    )


@solve.vjp_joint
def _solve_vjp(
    g: Any, a: Any, ans: Any, a_spec: Spec, b_spec: Spec, needs: tuple[bool, ...]
) -> Any:
    to_b = solve(swap_last(a), g)
    to_a = unbroadcast(-matmul(to_b, swap_last(ans)), a_spec) if needs[0] else None
    return to_a, unbroadcast(to_b, b_spec) if needs[1] else None
