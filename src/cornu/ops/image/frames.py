"""Windows of images, and images within larger ones."""

from typing import Any

from cornu.core import make_spec
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import dtype_of
from cornu.ops.image.arguments import batched, single_if, spatial_axes
from cornu.primitives import movement
from cornu.symbolic import from_spec


def crop_images(
    images: Any,
    top_cropping: int | None = None,
    left_cropping: int | None = None,
    bottom_cropping: int | None = None,
    right_cropping: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Any:
    """Return a window of each image.

    Give two of top, bottom and height, and two of left, right and width.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    top_cropping, left_cropping, bottom_cropping, right_cropping : int, optional
        How many rows or columns to cut there.
    target_height, target_width : int, optional
        How many to keep.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, type of `images`

    Raises
    ------
    ArgumentError
        If there are fewer or more than two numbers for an axis, or one is negative.
    ShapeError
        If more is cut or kept than there is.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> crop_images(ones((4, 5, 3)), 1, 2, target_height=2, target_width=2).shape
    (2, 2, 3)
    """
    x, layout = batched("crop_images", images, data_format)
    spans = (
        ("top_cropping", "bottom_cropping", "target_height"),
        ("left_cropping", "right_cropping", "target_width"),
    )
    given = (
        (top_cropping, bottom_cropping, target_height),
        (left_cropping, right_cropping, target_width),
    )
    for axis, names, values in zip(spatial_axes(layout), spans, given):
        x = _cut(x, axis, names, _two_of("crop_images", names, values))
    return single_if(layout, x)


def _two_of(
    op: str, names: tuple[str, str, str], values: tuple[Any, Any, Any]
) -> tuple[Any, Any, Any]:
    listed = ", ".join(f"{n}={v!r}" for n, v in zip(names, values))
    if sum(v is not None for v in values) != 2:
        raise ArgumentError(
            f"{op}: give exactly two of {', '.join(names)}; got {listed}."
        )
    if any(v is not None and v < 0 for v in values):
        raise ArgumentError(f"{op}: {listed}; none may be negative, use 0 or more.")
    return values


def _cut(
    x: Any, axis: int, names: tuple[str, ...], values: tuple[Any, Any, Any]
) -> Any:
    before, after, count = values
    n = x.shape[axis]
    if n is not None:
        taken = sum(v for v in values if v is not None)
        if taken > n:
            listed = ", ".join(f"{k}={v}" for k, v in zip(names, values) if v)
            raise ShapeError(
                f"crop_images: {listed} ask for {taken} of the {n} rows or columns "
                f"there are (axis {axis} of a batch {tuple(x.shape)}); use less."
            )
        start = n - after - count if before is None else before
        stop = n - after if count is None else start + count
        return movement.slice_axis(x, axis, start, stop)
    shape = [None if a == axis else m for a, m in enumerate(x.shape)]
    shape[axis] = count
    return from_spec(make_spec(shape, dtype_of(x)))


def pad_images(
    images: Any,
    top_padding: int | None = None,
    left_padding: int | None = None,
    bottom_padding: int | None = None,
    right_padding: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Any:
    """Return images with zeros around them.

    Give two of top, bottom and height, and two of left, right and width.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    top_padding, left_padding, bottom_padding, right_padding : int, optional
        How many rows or columns to add there.
    target_height, target_width : int, optional
        How many there shall be.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, type of `images`

    Raises
    ------
    ArgumentError
        If there are fewer or more than two numbers for an axis, or one is negative.
    ShapeError
        If the images are larger than they shall become.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> pad_images(ones((4, 5, 3)), 1, 2, target_height=8, target_width=8).shape
    (8, 8, 3)
    """
    x, layout = batched("pad_images", images, data_format)
    spans = (
        ("top_padding", "bottom_padding", "target_height"),
        ("left_padding", "right_padding", "target_width"),
    )
    given = (
        (top_padding, bottom_padding, target_height),
        (left_padding, right_padding, target_width),
    )
    widths = [(0, 0)] * 4
    sizes = list(x.shape)
    for axis, names, values in zip(spatial_axes(layout), spans, given):
        before, after, count = _two_of("pad_images", names, values)
        n = x.shape[axis]
        if n is None:
            sizes[axis] = count
            continue
        if count is not None:
            rest = count - n - (before if after is None else after)
            if rest < 0:
                raise ShapeError(
                    f"pad_images: {names[2]}={count} is too small for {n} and the "
                    f"padding given; it must be at least {count - rest}."
                )
            before, after = (before, rest) if after is None else (rest, after)
        widths[axis] = (before, after)
        sizes[axis] = n + before + after
    if None in (x.shape[a] for a in spatial_axes(layout)):
        return single_if(layout, from_spec(make_spec(sizes, dtype_of(x))))
    return single_if(layout, movement.pad(x, widths=tuple(widths), value=0))
