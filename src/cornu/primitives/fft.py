"""Discrete Fourier transforms, and the windows that slide over a signal.

All transforms are linear, so their gradients keep nothing but shapes.
"""

from typing import Any

from cornu.core import OPAQUE, VIEW, WINDOW, Spec, primitive
from cornu.core.promotion import complex_dtype, real_dtype
from cornu.errors import DTypeError, ShapeError
from cornu.primitives.complex import conj, like
from cornu.primitives.movement import pad, slice_axis
from cornu.primitives.outputs import settle
from cornu.typing import Array

Axes = tuple[int, ...]

# The transposed transform scales where this one does not.
_TRANSPOSED = {"backward": "forward", "forward": "backward", "ortho": "ortho"}


def _parts(dtype: Any) -> Any:
    return real_dtype(complex_dtype(dtype))


def _fft_infer(x: Spec, *, axes: Axes, inverse: bool = False, norm: str = "") -> Spec:
    for axis in axes:
        if not 0 <= axis < len(x.shape):
            raise ShapeError(
                f"fft: axis {axis} is out of range for an array of shape {x.shape}."
            )
    return Spec(x.shape, complex_dtype(x.dtype))


@primitive(infer=_fft_infer, kind=OPAQUE)
def fft(
    xp: Any,
    x: Array,
    *,
    axes: Axes,
    inverse: bool = False,
    norm: str = "backward",
    out: Array | None = None,
) -> Array:
    """Discrete Fourier transform over `axes`, or its inverse.

    As NumPy's, `norm` says which of the two divides by the number of elements:
    "backward" the inverse, "forward" this one, "ortho" each by the square root.
    """
    x = x.astype(complex_dtype(x.dtype), copy=False)
    if not axes or 0 in x.shape:
        return settle(x.copy(), out)
    transform = xp.fft.ifftn if inverse else xp.fft.fftn
    return settle(transform(x, axes=axes, norm=norm).astype(x.dtype, copy=False), out)


@fft.vjp("x")
def _fft_vjp(g: Any, x_spec: Spec, axes: Axes, inverse: bool, norm: str) -> Any:
    # The matrix of the transform is symmetric.
    return like(fft(g, axes=axes, inverse=inverse, norm=norm), x_spec)


def _last(name: str, x: Spec) -> int | None:
    if not x.shape:
        raise ShapeError(f"{name}: needs an axis to transform, got shape ().")
    return x.shape[-1]


def _rfft_infer(
    x: Spec, *, length: int | None = None, norm: str = "", mirrored: bool = False
) -> Spec:
    n = _last("rfft", x) if length is None else length
    _last("rfft", x)
    if x.dtype.kind == "c":
        raise DTypeError(f"rfft: x must be real, got {x.dtype}; use fft.")
    if n is not None and n < 1:
        raise ShapeError(
            f"rfft: needs at least one element to transform, got {n} (shape {x.shape})."
        )
    size = None if n is None else n // 2 + 1
    return Spec((*x.shape[:-1], size), complex_dtype(x.dtype))


@primitive(infer=_rfft_infer, kind=OPAQUE)
def rfft(
    xp: Any,
    x: Array,
    *,
    length: int | None = None,
    norm: str = "backward",
    mirrored: bool = False,
    out: Array | None = None,
) -> Array:
    """Frequencies from 0 to one half of real signals along the last axis.

    The signal is cut or filled with zeros to `length`. If `mirrored`, each frequency
    that has a mirror image counts for both.
    """
    n = x.shape[-1] if length is None else length
    wide = complex_dtype(x.dtype)
    x = x.astype(_parts(x.dtype), copy=False)
    if not x.size and n > 0:
        return settle(xp.zeros((*x.shape[:-1], n // 2 + 1), wide), out)
    found = xp.fft.rfft(x, n, norm=norm).astype(wide, copy=False)
    if mirrored:
        found[..., 1 : (n + 1) // 2] *= 2
    return settle(found, out)


def _irfft_infer(
    x: Spec, *, length: int | None = None, norm: str = "", mirrored: bool = True
) -> Spec:
    m = _last("irfft", x)
    n = length if length is not None else None if m is None else 2 * (m - 1)
    if n is not None and n < 1:
        raise ShapeError(
            f"irfft: the signal would have {n} elements (shape {x.shape}); its length "
            f"must be at least 1, give it as fft_length."
        )
    return Spec((*x.shape[:-1], n), _parts(x.dtype))


@primitive(infer=_irfft_infer, kind=OPAQUE)
def irfft(
    xp: Any,
    x: Array,
    *,
    length: int | None = None,
    norm: str = "backward",
    mirrored: bool = True,
    out: Array | None = None,
) -> Array:
    """Real signals of `length` from their frequencies along the last axis.

    Missing frequencies are 0. Unless `mirrored`, one that has a mirror image stands
    for itself alone: the real part of its wave is taken once.
    """
    m = x.shape[-1]
    n = 2 * (m - 1) if length is None else length
    x = x.astype(complex_dtype(x.dtype), copy=False)
    if not x.size and n > 0:
        return settle(xp.zeros((*x.shape[:-1], n), _parts(x.dtype)), out)
    if not mirrored:
        x = x.copy()
        x[..., 1 : (n + 1) // 2] *= 0.5
    found = xp.fft.irfft(x, n, norm=norm)
    return settle(found.astype(_parts(x.dtype), copy=False), out)


@rfft.vjp("x")
def _rfft_vjp(
    g: Any, x_spec: Spec, length: int | None, norm: str, mirrored: bool
) -> Any:
    size = x_spec.shape[-1]
    n = size if length is None else length
    found = irfft(conj(g), length=n, norm=_TRANSPOSED[norm], mirrored=mirrored)
    return like(_fitted(found, size), x_spec)


@irfft.vjp("x")
def _irfft_vjp(
    g: Any, x_spec: Spec, length: int | None, norm: str, mirrored: bool
) -> Any:
    size = x_spec.shape[-1]
    n = 2 * (size - 1) if length is None else length  # type: ignore[operator]
    found = conj(rfft(g, length=n, norm=_TRANSPOSED[norm], mirrored=mirrored))
    return like(_fitted(found, size), x_spec)


def _fitted(x: Any, size: Any) -> Any:
    """Cut the last axis, or fill it with zeros, to `size`."""
    axis = len(x.shape) - 1
    n = x.shape[axis]
    if n == size:
        return x
    if n > size:
        return slice_axis(x, axis, 0, size)
    return pad(x, widths=((0, 0),) * axis + ((0, size - n),))


# ---- sliding windows ----


def _windows(name: str, size: int | None, length: int, stride: int) -> int | None:
    if length < 1 or stride < 1:
        raise ShapeError(
            f"{name}: length and stride of the windows must be positive, got {length} "
            f"and {stride}."
        )
    if size is None:
        return None
    return (size - length) // stride + 1 if size >= length else 0


def _sliding_infer(x: Spec, *, length: int, stride: int) -> Spec:
    count = _windows("sliding_windows", _last("sliding_windows", x), length, stride)
    return Spec((*x.shape[:-1], count, length), x.dtype)


@primitive(infer=_sliding_infer, kind=VIEW)
def sliding_windows(xp: Any, x: Array, *, length: int, stride: int) -> Array:
    """Windows of `length` over the last axis, `stride` elements apart."""
    count = _windows("sliding_windows", x.shape[-1], length, stride)
    shape = (*x.shape[:-1], count, length)
    strides = (*x.strides[:-1], x.strides[-1] * stride, x.strides[-1])
    found = xp.lib.stride_tricks.as_strided(x, shape, strides)
    return xp.broadcast_to(found, shape)  # read-only, as elements are shared


def _overlap_infer(x: Spec, *, stride: int, size: int | None = None) -> Spec:
    if len(x.shape) < 2:
        raise ShapeError(
            f"overlap_add: x must have two axes at least, windows and their elements, "
            f"got shape {x.shape}."
        )
    count, length = x.shape[-2:]
    if length is None:
        raise ShapeError(
            f"overlap_add: the length of the windows must be known, got {x.shape}."
        )
    if size is None and count is not None:
        size = _extent(count, length, stride)
    if None not in (size, count) and count != _windows(
        "overlap_add", size, length, stride
    ):
        raise ShapeError(
            f"overlap_add: {count} windows of length {length}, {stride} apart, do not "
            f"fill size={size}."
        )
    return Spec((*x.shape[:-2], size), x.dtype)


def _extent(count: int, length: int, stride: int) -> int:
    return (count - 1) * stride + length if count else 0


@primitive(infer=_overlap_infer, kind=WINDOW)
def overlap_add(
    xp: Any,
    x: Array,
    *,
    stride: int,
    size: int | None = None,
    out: Array | None = None,
) -> Array:
    """Sum of windows `stride` elements apart: the transpose of sliding windows."""
    count, length = x.shape[-2:]
    lead = x.shape[:-2]
    size = _extent(count, length, stride) if size is None else size
    # Cut into pieces of `stride`, each window falls into rows of a table.
    pieces = -(-length // stride)
    rows = max(count + pieces - 1, -(-size // stride))
    narrow = x.dtype.kind in "fV" and x.dtype.itemsize < 4
    table = xp.zeros((*lead, rows, stride), "float32" if narrow else x.dtype)
    for i in range(pieces if count else 0):
        piece = x[..., i * stride : (i + 1) * stride]
        table[..., i : i + count, : piece.shape[-1]] += piece
    found = table.reshape(*lead, rows * stride)[..., :size]
    if out is None:
        return xp.ascontiguousarray(found.astype(x.dtype, copy=False))
    out[...] = found
    return out


sliding_windows.defvjp(
    x=lambda g, x_spec, stride: overlap_add(g, stride=stride, size=x_spec.shape[-1])
)
overlap_add.defvjp(
    x=lambda g, x_spec, stride: sliding_windows(
        g, length=x_spec.shape[-1], stride=stride
    )
)
