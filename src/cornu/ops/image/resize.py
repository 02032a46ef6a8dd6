"""Images of another size, by weighted sums of their pixels."""

from typing import Any

from cornu.autodiff import Tensor
from cornu.core import make_spec
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axes_of,
    cast_to,
    dtype_of,
    is_symbolic,
    shape_of,
)
from cornu.ops.image.arguments import (
    Layout,
    batched,
    one_of,
    positive_integers,
    single_if,
    spatial_axes,
)
from cornu.primitives import contraction, movement
from cornu.primitives.separable import RADIUS, resampling_matrix, separable
from cornu.symbolic import from_spec

_INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
_METHODS = {
    "linear": "bilinear",
    "bilinear": "bilinear",
    "trilinear": "bilinear",
    "triangle": "bilinear",
    "cubic": "bicubic",
    "bicubic": "bicubic",
    "tricubic": "bicubic",
    "lanczos3": "lanczos3",
    "lanczos5": "lanczos5",
}
assert set(_METHODS.values()) == set(RADIUS)


def resize(
    images: Any,
    size: Any,
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Any:
    """Return images of another height and width.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
        With "channels_first": (channels, height, width).
    size : pair of int
        Height and width of the result.
    interpolation : str, default "bilinear"
        "nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5".
    antialias : bool, default False
        Whether to smooth images that shrink, so that no pixel is passed over.
    crop_to_aspect_ratio : bool, default False
        Whether to cut what is too long, evenly at both ends, before resizing.
    pad_to_aspect_ratio : bool, default False
        Whether to fill up what is too short, evenly at both ends, before resizing.
    fill_mode : {"constant"}
        What to fill up with.
    fill_value : float, default 0.0
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, type of `images`
        Integers are rounded, halves to the even neighbour, and kept in range.

    Raises
    ------
    ShapeError
        If `images` has neither 3 nor 4 axes.
    ArgumentError
        If `size` or a word has no meaning, or both ratios shall be kept.

    References
    ----------
    .. [1] Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE
       Transactions on Acoustics, Speech, and Signal Processing 29, 1981.

    Examples
    --------
    >>> resize([[[0.0], [1.0]]], (1, 4)).numpy()[0, :, 0].tolist()
    [0.0, 0.25, 0.75, 1.0]
    """
    height, width = positive_integers("resize", "size", size, 2, spread=False)
    one_of("resize", "interpolation", interpolation, _INTERPOLATIONS)
    one_of("resize", "fill_mode", fill_mode, ("constant",))
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ArgumentError(
            "resize: crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other; "
            "use one of them."
        )
    x, layout = batched("resize", images, data_format)
    if crop_to_aspect_ratio:
        x = _cut_to_ratio(x, layout, height, width)
    if pad_to_aspect_ratio:
        x = _filled_to_ratio(x, layout, height, width, fill_value)
    antialias = bool(antialias) and interpolation != "nearest"
    maps = tuple(("resize", n, interpolation, antialias) for n in (height, width))
    x = separable(x, axes=spatial_axes(layout), maps=maps)
    return single_if(layout, x)


def _sizes(x: Any, layout: Layout) -> tuple[int, int] | None:
    """Return height and width; None if a symbol does not know them."""
    first, second = spatial_axes(layout)
    sizes = x.shape[first], x.shape[second]
    return None if None in sizes else sizes


def _cut_to_ratio(x: Any, layout: Layout, height: int, width: int) -> Any:
    sizes = _sizes(x, layout)
    if sizes is None:
        return x  # of a symbol only the shape counts, which resizing settles
    wanted = sizes[1] * height // width, sizes[0] * width // height
    for axis, n, kept in zip(spatial_axes(layout), sizes, wanted):
        if 0 < n > kept:
            kept = max(kept, 1)
            start = (n - kept) // 2
            x = movement.slice_axis(x, axis, start, start + kept)
    return x


def _filled_to_ratio(
    x: Any, layout: Layout, height: int, width: int, value: float
) -> Any:
    sizes = _sizes(x, layout)
    if sizes is None:
        return x
    wanted = sizes[1] * height // width, sizes[0] * width // height
    widths = [(0, 0)] * 4
    for axis, n, filled in zip(spatial_axes(layout), sizes, wanted):
        widths[axis] = (max(filled - n, 0) // 2,) * 2
    return movement.pad(x, widths=tuple(widths), value=value)


def scale_and_translate(
    images: Any,
    output_shape: Any,
    scale: Any,
    translation: Any,
    spatial_dims: Any,
    method: str,
    antialias: bool = True,
) -> Any:
    """Return images stretched and shifted along some axes.

    A point at `p` goes to ``p * scale + translation``, where pixel i covers the
    interval from i to i + 1. What comes from outside is 0.

    Parameters
    ----------
    images : array-like, any number of axes
    output_shape : tuple of int
        The result's; that of `images` except on `spatial_dims`.
    scale, translation : array-like, shape (number of spatial_dims,)
        One number for each of `spatial_dims`.
    spatial_dims : tuple of int
    method : str
        "linear", "cubic", "lanczos3" or "lanczos5"; also "bilinear", "trilinear",
        "triangle", "bicubic" and "tricubic".
    antialias : bool, default True
        Whether to smooth what shrinks, so that no pixel is passed over.

    Returns
    -------
    Tensor, shape `output_shape`
        Of the type of `images`; integers give the default float type.

    Raises
    ------
    ShapeError
        If shapes do not fit together.
    ArgumentError
        If the method is unknown.

    Examples
    --------
    >>> scale_and_translate([1.0, 3.0], (4,), [2.0], [0.0], (0,), "linear").tolist()
    [1.0, 1.5, 2.5, 3.0]
    """
    op = "scale_and_translate"
    kernel = _METHODS[one_of(op, "method", method, tuple(_METHODS))]
    x = as_float(as_operand(images))
    sizes, ndim = shape_of(output_shape), len(x.shape)
    axes = axes_of(op, ndim, tuple(spatial_dims))
    scale, translation = (_floats(v, x) for v in (scale, translation))
    for name, given in (("scale", scale), ("translation", translation)):
        if tuple(given.shape) not in ((len(axes),), (None,)):
            raise ShapeError(
                f"{op}: {name} must be one number for each of spatial_dims="
                f"{tuple(spatial_dims)}, got shape {tuple(given.shape)}."
            )
    if len(sizes) != ndim or any(
        n not in (x.shape[a], None) and x.shape[a] is not None
        for a, n in enumerate(sizes)
        if a not in axes
    ):
        raise ShapeError(
            f"{op}: output_shape={sizes} must be the shape of images, "
            f"{tuple(x.shape)}, except on spatial_dims={tuple(spatial_dims)}."
        )
    if is_symbolic(x):
        return from_spec(make_spec(sizes, dtype_of(x)))
    name = dtype_of(x).name
    x = cast_to(x, dtype_of(scale).name)
    for i, axis in enumerate(axes):
        matrix = resampling_matrix(
            _ramp(scale, (sizes[axis], 1)),
            _ramp(scale, (1, x.shape[axis])),
            movement.slice_view(scale, index=(i,)),
            movement.slice_view(translation, index=(i,)),
            kernel,
            bool(antialias),
        )
        x = _along(x, matrix, axis)
    return cast_to(x, name)


def _floats(value: Any, x: Any) -> Any:
    """Return numbers in the type that the weights are worked out in."""
    wide = dtype_of(x).name == "float64"
    return cast_to(as_operand(value), "float64" if wide else "float32")


def _ramp(like: Any, shape: tuple[int, int]) -> Any:
    return Tensor(range(max(shape)), dtype_of(like).name).reshape(shape)


_LETTERS = "abcdefghijklmnopqrstuvwxy"


def _along(x: Any, matrix: Any, axis: int) -> Any:
    names = _LETTERS[: len(x.shape)]
    result = names.replace(names[axis], "z")
    return contraction.einsum(matrix, x, subscripts=f"z{names[axis]},{names}->{result}")
