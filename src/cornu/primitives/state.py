"""The one way a variable's value changes."""

from typing import Any

from cornu.core import STATE, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives.outputs import settle
from cornu.typing import Array


def _assign_infer(old: Spec, value: Spec) -> Spec:
    if len(old.shape) != len(value.shape) or any(
        a is not None and b is not None and a != b
        for a, b in zip(old.shape, value.shape)
    ):
        raise ShapeError(
            f"assign: the variable has shape {old.shape}, the value {value.shape}; "
            f"they must be equal."
        )
    return old


@primitive(infer=_assign_infer, kind=STATE, differentiable=False)
def assign(xp: Any, old: Array, value: Array, *, out: Array | None = None) -> Array:
    """Return `value` in the data type of `old` and in memory of its own."""
    if old.shape != getattr(value, "shape", ()):
        raise ShapeError(
            f"assign: the variable has shape {old.shape}, the value "
            f"{getattr(value, 'shape', ())}; they must be equal."
        )
    return xp.array(value, dtype=old.dtype) if out is None else settle(value, out)
