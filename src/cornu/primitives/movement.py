"""Primitives that move elements without changing them."""

import math
from typing import Any

import numpy as np

from cornu.core import GATHER, VIEW, Spec, dtype_name, primitive
from cornu.errors import ShapeError
from cornu.primitives import rules
from cornu.typing import Array, Shape

_BOOL = np.dtype(bool)


@primitive(infer=rules.reshaped, kind=VIEW)
def reshape(xp: Any, x: Array, *, shape: tuple[int, ...]) -> Array:
    """Give the elements another shape; one size may be -1."""
    return x.reshape(shape)


reshape.defvjp(x=lambda g, x_spec: reshape(g, shape=x_spec.shape))


def _split_infer(x: Spec, *, axis: int, sizes: tuple[int, ...]) -> Spec:
    n, rest = x.shape[axis], math.prod(s for s in sizes if s != -1)
    free = sizes.count(-1)
    if free > 1 or (n is not None and (n % max(rest, 1) if free else n != rest)):
        raise ShapeError(
            f"split_axis: axis {axis} of shape {x.shape} cannot become {sizes}; their "
            f"product must be its size, and at most one may be -1."
        )
    found = None if n is None else n // max(rest, 1)
    parts = tuple(found if s == -1 else s for s in sizes)
    return Spec((*x.shape[:axis], *parts, *x.shape[axis + 1 :]), x.dtype)


@primitive(infer=_split_infer, kind=VIEW)
def split_axis(xp: Any, x: Array, *, axis: int, sizes: tuple[int, ...]) -> Array:
    """Read one axis as several; one size may be -1, other axes may be unknown."""
    if -1 in sizes:  # worked out here, as an empty array does not tell it
        n, rest = x.shape[axis], math.prod(s for s in sizes if s != -1)
        sizes = tuple(n // max(rest, 1) if s == -1 else s for s in sizes)
    return x.reshape((*x.shape[:axis], *sizes, *x.shape[axis + 1 :]))


def _merge_infer(x: Spec, *, axis: int, count: int) -> Spec:
    if not (count > 0 and 0 <= axis <= len(x.shape) - count):
        raise ShapeError(
            f"merge_axes: an array of shape {x.shape} has no {count} axes from {axis}."
        )
    merged = Spec(x.shape[axis : axis + count], x.dtype).size
    return Spec((*x.shape[:axis], merged, *x.shape[axis + count :]), x.dtype)


@primitive(infer=_merge_infer, kind=VIEW)
def merge_axes(xp: Any, x: Array, *, axis: int, count: int) -> Array:
    """Read `count` axes from `axis` on as one; their sizes may be unknown."""
    merged = math.prod(x.shape[axis : axis + count])
    return x.reshape((*x.shape[:axis], merged, *x.shape[axis + count :]))


split_axis.defvjp(x=lambda g, axis, sizes: merge_axes(g, axis=axis, count=len(sizes)))
merge_axes.defvjp(
    x=lambda g, x_spec, axis, count: split_axis(
        g, axis=axis, sizes=x_spec.shape[axis : axis + count]
    )
)


@primitive(infer=rules.permuted, kind=VIEW)
def transpose(xp: Any, x: Array, *, axes: tuple[int, ...]) -> Array:
    """Put the axes into another order."""
    return x.transpose(axes)


def inverse_permutation(axes: tuple[int, ...]) -> tuple[int, ...]:
    """Return the order that undoes `axes`."""
    inverse = [0] * len(axes)
    for i, a in enumerate(axes):
        inverse[a] = i
    return tuple(inverse)


transpose.defvjp(x=lambda g, axes: transpose(g, axes=inverse_permutation(axes)))


def swap_last(x: Any) -> Any:
    """Swap the last two axes."""
    n = len(x.shape)
    return transpose(x, axes=(*range(n - 2), n - 1, n - 2))


def _broadcast_to_infer(x: Spec, *, shape: Shape) -> Spec:
    if len(x.shape) > len(shape):
        raise ShapeError(
            f"broadcast_to: {x.shape} has more axes than {shape}; it must have at most "
            f"as many."
        )
    merged = rules.broadcast_shapes(x.shape, shape)
    for want, got in zip(shape, merged):
        if want is not None and got is not None and want != got:
            raise ShapeError(
                f"broadcast_to: {x.shape} does not broadcast to {shape}; each size "
                f"must be equal or 1."
            )
    return Spec(tuple(m if s is None else s for s, m in zip(shape, merged)), x.dtype)


@primitive(infer=_broadcast_to_infer, kind=VIEW)
def broadcast_to(xp: Any, x: Array, *, shape: tuple[int, ...]) -> Array:
    """Repeat size-1 axes, and add leading ones, without copying."""
    return xp.broadcast_to(x, shape)


@primitive(infer=rules.joined, kind=GATHER)
def concatenate(xp: Any, *arrays: Array, axis: int, out: Array | None = None) -> Array:
    """Join arrays along an axis that exists."""
    return xp.concatenate(arrays, axis=axis, out=out)


@concatenate.vjp("arrays")
def _concatenate_vjp(g: Any, index: int, arrays_spec: Any, axis: int) -> Any:
    start = sum(s.shape[axis] for s in arrays_spec[:index])
    stop = start + arrays_spec[index].shape[axis]
    return slice_axis(g, axis, start, stop)


def slice_axis(x: Any, axis: int, start: int | None, stop: int | None) -> Any:
    """Take ``start:stop`` along one axis, everything along the others."""
    index: list[Any] = [(None, None, None)] * len(x.shape)
    index[axis] = (start, stop, None)
    return slice_view(x, index=tuple(index))


def real_index(index: tuple[Any, ...]) -> tuple[Any, ...]:
    """Turn the hashable form of a basic index into the one arrays take."""
    return tuple(slice(*i) if isinstance(i, tuple) else i for i in index)


def _slice_infer(x: Spec, *, index: tuple[Any, ...]) -> Spec:
    consumed = sum(1 for i in index if i is not None)
    if consumed > len(x.shape):
        raise ShapeError(
            f"indexing: {consumed} indices for an array of shape {x.shape}; use at "
            f"most one for each axis."
        )
    sizes: list[int | None] = []
    axis = 0
    for i in index:
        if i is None:
            sizes.append(1)
            continue
        n = x.shape[axis]
        if isinstance(i, tuple):
            sizes.append(_slice_length(n, *i))
        elif n is not None and not -n <= i < n:
            raise ShapeError(
                f"indexing: index {i} is out of range for axis {axis} of size {n} "
                f"(shape {x.shape}); use one from {-n} to {n - 1}."
            )
        axis += 1
    return Spec((*sizes, *x.shape[axis:]), x.dtype)


def _slice_length(
    n: int | None, start: int | None, stop: int | None, step: int | None
) -> int | None:
    if n is not None:
        return len(range(*slice(start, stop, step).indices(n)))
    return 0 if start is not None and start == stop else None


@primitive(infer=_slice_infer, kind=VIEW)
def slice_view(xp: Any, x: Array, *, index: tuple[Any, ...]) -> Array:
    """Index with integers, slices ``(start, stop, step)`` and None (a new axis)."""
    return x[real_index(index)]


def _unstack_infer(x: Spec, *, axis: int) -> tuple[Spec, ...]:
    n = x.shape[axis]
    if n is None:
        raise ShapeError(
            f"unstack: the size of axis {axis} must be known, got shape {x.shape}."
        )
    part = Spec((*x.shape[:axis], *x.shape[axis + 1 :]), x.dtype)
    return (part,) * n


@primitive(infer=_unstack_infer, kind=VIEW)
def unstack(xp: Any, x: Array, *, axis: int) -> tuple[Array, ...]:
    """Return the slices along an axis, all at once: their gradients are joined once."""
    head = (slice(None),) * axis
    return tuple([x[(*head, i, ...)] for i in range(x.shape[axis])])


@unstack.vjp_joint
def _unstack_vjp(g: Any, given: Any, axis: int) -> tuple[Any]:
    none = full_like(g[given[0]], value=0.0)
    parts = [none if part is None else part for part in g]
    index = (*((None, None, None),) * axis, None)
    rows = [slice_view(part, index=index) for part in parts]
    return (concatenate(*rows, axis=axis),)


def _pad_slice_infer(g: Spec, *, shape: Shape, index: tuple[Any, ...]) -> Spec:
    return Spec(shape, g.dtype)


@primitive(infer=_pad_slice_infer, kind=GATHER)
def slice_scatter(
    xp: Any,
    g: Array,
    *,
    shape: tuple[int, ...],
    index: tuple[Any, ...],
    out: Array | None = None,
) -> Array:
    """Put `g` at a basic index of an array of zeros: the transpose of slicing."""
    if out is None:
        out = xp.zeros(shape, g.dtype)
    else:
        out[...] = 0
    out[real_index(index)] = g
    return out


slice_view.defvjp(
    x=lambda g, x_spec, index: slice_scatter(g, shape=x_spec.shape, index=index)
)
slice_scatter.defvjp(g=lambda g, index: slice_view(g, index=index))


def _pad_infer(x: Spec, *, widths: Any, value: float = 0.0) -> Spec:
    if len(widths) != len(x.shape):
        raise ShapeError(
            f"pad: {len(widths)} pairs of widths for an array of shape {x.shape}."
        )
    return Spec(
        tuple(None if n is None else n + a + b for n, (a, b) in zip(x.shape, widths)),
        x.dtype,
    )


@primitive(infer=_pad_infer, kind=GATHER)
def pad(
    xp: Any,
    x: Array,
    *,
    widths: tuple[tuple[int, int], ...],
    value: float = 0.0,
    out: Array | None = None,
) -> Array:
    """Surround with a constant: `widths` gives (before, after) per axis."""
    shape = tuple(n + a + b for n, (a, b) in zip(x.shape, widths))
    if out is None:
        out = xp.empty(shape, x.dtype)
    out[...] = value
    out[tuple(slice(a, a + n) for n, (a, _) in zip(x.shape, widths))] = x
    return out


@pad.vjp("x")
def _pad_vjp(g: Any, x_spec: Spec, widths: Any) -> Any:
    index = tuple((a, a + n, None) for n, (a, _) in zip(x_spec.shape, widths))
    return slice_view(g, index=index)


def _flip_infer(x: Spec, *, axes: tuple[int, ...]) -> Spec:
    return x


@primitive(infer=_flip_infer, kind=VIEW)
def flip(xp: Any, x: Array, *, axes: tuple[int, ...]) -> Array:
    """Reverse the order along `axes`."""
    index = tuple(
        slice(None, None, -1) if i in axes else slice(None) for i in range(x.ndim)
    )
    return x[index]


flip.defvjp(x=lambda g, axes: flip(g, axes=axes))


def _cast_infer(x: Spec, *, dtype: str) -> Spec:
    return Spec(x.shape, np.dtype(dtype))


@primitive(infer=_cast_infer, kind=GATHER)
def cast(xp: Any, x: Array, *, dtype: str, out: Array | None = None) -> Array:
    """Convert to another data type; complex numbers lose their imaginary part."""
    if getattr(x, "dtype", _BOOL).kind == "c" and np.dtype(dtype).kind not in "bc":
        x = x.real
    if out is None:
        return xp.asarray(x).astype(dtype)
    xp.copyto(out, x, casting="unsafe")
    return out


cast.defvjp(x=lambda g, x_spec: cast(g, dtype=dtype_name(x_spec.dtype)))


@primitive(infer=rules.same, kind=GATHER)
def copy(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Return the same values in memory of their own."""
    if out is None:
        return xp.array(x)
    out[...] = x
    return out


copy.defvjp(x=lambda g: g)


@primitive(infer=rules.same, kind=VIEW, differentiable=False)
def stop_gradient(xp: Any, x: Array) -> Array:
    """Return `x`; no gradient passes."""
    return x


@primitive(infer=rules.same, kind=VIEW)
def barrier(xp: Any, x: Array) -> Array:
    """Return `x`; what is computed from it is not taken for what was from `x`."""
    return x[...]


barrier.defvjp(x=lambda g: g)


def _full_infer(x: Spec, *, value: float, dtype: str | None = None) -> Spec:
    return Spec(x.shape, x.dtype if dtype is None else np.dtype(dtype))


@primitive(infer=_full_infer, kind=GATHER, differentiable=False)
def full_like(
    xp: Any,
    x: Array,
    *,
    value: float,
    dtype: str | None = None,
    out: Array | None = None,
) -> Array:
    """Return an array shaped like `x`, filled with one value."""
    if out is None:
        return xp.full(x.shape, value, dtype or x.dtype)
    out[...] = value
    return out
