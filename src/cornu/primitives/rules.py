"""Shape rules shared by many primitives. Unknown sizes (None) pass through all."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cornu.core import promotion
from cornu.core.spec import Spec
from cornu.errors import DTypeError, ShapeError
from cornu.typing import Shape

BOOL = np.dtype(bool)


def broadcast_shapes(*shapes: Shape) -> Shape:
    """Return the shape that `shapes` broadcast to.

    Raises
    ------
    ShapeError
        If two known sizes differ and neither is 1.

    Examples
    --------
    >>> broadcast_shapes((None, 1, 3), (4, 1))
    (None, 4, 3)
    """
    ndim = max((len(s) for s in shapes), default=0)
    result: list[int | None] = []
    for i in range(-ndim, 0):
        sizes = [s[i] for s in shapes if len(s) >= -i]
        known = {n for n in sizes if n is not None and n != 1}
        if len(known) > 1:
            listed = " and ".join(str(tuple(s)) for s in shapes)
            raise ShapeError(
                f"shapes {listed} do not broadcast: sizes {sorted(known)} meet on "
                f"axis {i}; each must be equal or 1."
            )
        if known:
            result.append(known.pop())
        else:
            result.append(None if None in sizes else 1)
    return tuple(result)


def _dtype(specs: Sequence[Spec | None]) -> np.dtype:
    present = [s for s in specs if s is not None]
    return promotion.result_dtype(present) or present[0].dtype


def same(x: Spec, *_: Any, **params: Any) -> Spec:
    """Give a result like the first input."""
    return x


def broadcast(*specs: Spec, **params: Any) -> Spec:
    """Elementwise result of several inputs."""
    return Spec(broadcast_shapes(*(s.shape for s in specs)), _dtype(specs))


def counted(*specs: Spec, **params: Any) -> Spec:
    """Elementwise result where truth values count as 0 and 1."""
    found = broadcast(*specs)
    return found if found.dtype != BOOL else Spec(found.shape, np.dtype(np.int32))


def signed(*specs: Spec, **params: Any) -> Spec:
    """Elementwise result of numbers; truth values have no sign."""
    found = broadcast(*specs)
    if found.dtype == BOOL:
        raise DTypeError(
            "truth values cannot be negated or subtracted; use logical_not or "
            "logical_xor, or cast them: ops.cast(x, 'int32')."
        )
    return found


def whole(*specs: Spec, **params: Any) -> Spec:
    """Elementwise result of integers or truth values."""
    found = broadcast(*specs)
    if found.dtype.kind not in "iub":
        raise DTypeError(
            f"inputs must be integers or truth values, got {_names(specs)}; cast them: "
            f"ops.cast(x, 'int32')."
        )
    return found


def counting(*specs: Spec, **params: Any) -> Spec:
    """Elementwise result of integers."""
    found = broadcast(*specs)
    if found.dtype.kind not in "iu":
        raise DTypeError(
            f"inputs must be integers, got {_names(specs)}; cast them: "
            f"ops.cast(x, 'int32')."
        )
    return found


def _names(specs: Sequence[Spec]) -> str:
    return " and ".join(s.dtype.name for s in specs)


def magnitude(x: Spec, **params: Any) -> Spec:
    """Give a real result in the shape of the input."""
    return Spec(x.shape, promotion.real_dtype(x.dtype))


def compared(*specs: Spec, **params: Any) -> Spec:
    """Elementwise truth values."""
    return Spec(broadcast_shapes(*(s.shape for s in specs)), BOOL)


def reduced(
    x: Spec, *, axes: tuple[int, ...], keepdims: bool = False, **params: Any
) -> Spec:
    """Give a result without `axes`, or with size 1 there."""
    for axis in axes:
        if not 0 <= axis < len(x.shape):
            raise ShapeError(
                f"axis {axis} is out of range for an array of shape {x.shape}."
            )
    if keepdims:
        return Spec(
            tuple(1 if i in axes else n for i, n in enumerate(x.shape)), x.dtype
        )
    return Spec(tuple(n for i, n in enumerate(x.shape) if i not in axes), x.dtype)


def reduced_to(dtype: Any) -> Any:
    """Return a rule like :func:`reduced` whose result has a fixed data type."""

    def rule(x: Spec, **params: Any) -> Spec:
        return Spec(reduced(x, **params).shape, np.dtype(dtype))

    return rule


def contracted(a: Spec, b: Spec, **params: Any) -> Spec:
    """Matrix product over the last two axes."""
    if len(a.shape) < 2 or len(b.shape) < 2:
        raise ShapeError(
            f"matmul: a is {a.shape} and b is {b.shape}; both need at least two axes."
        )
    inner_a, inner_b = a.shape[-1], b.shape[-2]
    if inner_a is not None and inner_b is not None and inner_a != inner_b:
        hint = ""
        if inner_a == b.shape[-1]:
            hint = " Did you mean a @ b.T?"
        elif a.shape[-2] == inner_b:
            hint = " Did you mean a.T @ b?"
        raise ShapeError(
            f"matmul: a is {a.shape} and b is {b.shape}; a's last size ({inner_a}) "
            f"must equal b's second-to-last ({inner_b}).{hint}"
        )
    batch = broadcast_shapes(a.shape[:-2], b.shape[:-2])
    return Spec((*batch, a.shape[-2], b.shape[-1]), _dtype((a, b)))


def permuted(x: Spec, *, axes: tuple[int, ...]) -> Spec:
    """Give a result with its axes in another order."""
    if sorted(axes) != list(range(len(x.shape))):
        raise ShapeError(
            f"transpose: axes {axes} are no permutation of the {len(x.shape)} axes of "
            f"an array of shape {x.shape}."
        )
    return Spec(tuple(x.shape[a] for a in axes), x.dtype)


def reshaped(x: Spec, *, shape: tuple[int, ...]) -> Spec:
    """Give a result with the same elements in another shape; one size may be -1."""
    known = [n for n in shape if n != -1]
    if shape.count(-1) > 1:
        raise ShapeError(f"reshape: only one size may be -1, got {shape}.")
    rest = int(np.prod(known, dtype=np.int64)) if known else 1
    size = x.size
    if size is None:
        free = int(np.prod([n for n in x.shape if n is not None], dtype=np.int64))
        if x.shape.count(None) == 1 and shape.count(-1) == 0 and free and rest % free:
            raise ShapeError(f"reshape: {x.shape} does not fit into {shape}.")
        return Spec(tuple(None if n == -1 else n for n in shape), x.dtype)
    if -1 in shape:
        if rest == 0 or size % rest:
            raise ShapeError(
                f"reshape: {x.shape} has {size} elements, which do not fill {shape}; "
                f"they must be a multiple of {rest}."
            )
        return Spec(tuple(size // rest if n == -1 else n for n in shape), x.dtype)
    if size != rest:
        raise ShapeError(
            f"reshape: {x.shape} has {size} elements, {shape} has {rest}; they must "
            f"be equal."
        )
    return Spec(shape, x.dtype)


def joined(*arrays: Spec, axis: int) -> Spec:
    """Concatenation along one axis."""
    first = arrays[0]
    if not 0 <= axis < len(first.shape):
        raise ShapeError(
            f"concatenate: axis {axis} is out of range for shape {first.shape}."
        )
    total: int | None = 0
    sizes = list(first.shape)
    for k, a in enumerate(arrays):
        if len(a.shape) != len(sizes):
            raise ShapeError(
                f"concatenate: array 0 has shape {first.shape}, array {k} {a.shape}; "
                f"all must have as many axes."
            )
        for i, n in enumerate(a.shape):
            if i == axis or n is None:
                continue
            if sizes[i] is None:
                sizes[i] = n
            elif sizes[i] != n:
                raise ShapeError(
                    f"concatenate: array 0 has shape {first.shape}, array {k} "
                    f"{a.shape}; they must agree except on axis {axis}, but differ on "
                    f"axis {i}."
                )
        n = a.shape[axis]
        total = None if total is None or n is None else total + n
    sizes[axis] = total
    return Spec(tuple(sizes), _dtype(arrays))
