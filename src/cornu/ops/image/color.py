"""Other ways to write colours."""

from typing import Any

from cornu.autodiff import Tensor
from cornu.errors import DTypeError, ShapeError
from cornu.ops.arguments import as_operand, cast_to, dtype_of
from cornu.ops.image.arguments import Layout, channels_last, restored
from cornu.ops.math import maximum, minimum, where
from cornu.primitives import comparison, contraction, elementwise, movement

_GREY = (0.2989, 0.587, 0.114)  # ITU-R BT.601, to the digits Keras writes


def rgb_to_grayscale(images: Any, data_format: str | None = None) -> Any:
    """Return images with one channel, that of brightness.

    Brightness is ``0.2989 red + 0.587 green + 0.114 blue``.

    Parameters
    ----------
    images : array-like, shape (height, width, 3) or (batch, ...)
        Those with one channel stay as they are.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape (..., 1), type of `images`
        Of integers the fraction is dropped.

    Raises
    ------
    ShapeError
        If there are neither 3 channels nor 1.

    Examples
    --------
    >>> round(rgb_to_grayscale([[[1.0, 0.0, 0.0]]]).item(), 4)
    0.2989
    """
    x, layout = channels_last("rgb_to_grayscale", images, data_format)
    if x.shape[-1] == 1:
        return as_operand(images)
    _check_channels("rgb_to_grayscale", x, layout, "3 (red, green, blue) or 1")
    kind = dtype_of(x)
    work = "float64" if kind.itemsize == 8 else "float32"
    weights = Tensor([[w] for w in _GREY], work)
    found = contraction.matmul(cast_to(x, work), weights)
    return restored(layout, cast_to(found, kind.name))


def rgb_to_hsv(images: Any, data_format: str | None = None) -> Any:
    """Return images in hue, saturation and value in place of red, green and blue.

    Hue is 0 for red, 1/3 for green, 2/3 for blue and, by agreement, for grey 0.

    Parameters
    ----------
    images : array-like, shape (height, width, 3) or (batch, ...), float in [0, 1]
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape and type of `images`, in [0, 1]

    Raises
    ------
    ShapeError
        If there are not 3 channels.
    DTypeError
        If the images are not of a float type.

    References
    ----------
    .. [1] Smith, "Color Gamut Transform Pairs", SIGGRAPH 1978.

    Examples
    --------
    >>> [round(n, 3) for n in rgb_to_hsv([[[0.0, 0.5, 0.0]]]).tolist()[0][0]]
    [0.333, 1.0, 0.5]
    """
    x, layout, name = _colours("rgb_to_hsv", images, data_format)
    red, green, blue = (movement.slice_axis(x, 3, i, i + 1) for i in range(3))
    value = maximum(maximum(red, green), blue)
    spread = value - minimum(minimum(red, green), blue)
    is_grey = comparison.equal(spread, 0)
    # Divided by 1 and not by 0: the branch not taken has a gradient too.
    per_spread = where(is_grey, 0.0, 1.0 / where(is_grey, 1.0, spread))
    sector = where(
        comparison.equal(red, value),
        (green - blue) * per_spread,
        where(
            comparison.equal(green, value),
            (blue - red) * per_spread + 2.0,
            (red - green) * per_spread + 4.0,
        ),
    )
    hue = where(is_grey, 0.0, sector / 6.0)
    hue = where(hue < 0, hue + 1.0, hue)
    is_lit = value > 0
    saturation = where(is_lit, spread / where(is_lit, value, 1.0), 0.0)
    found = movement.concatenate(hue, saturation, value, axis=3)
    return restored(layout, cast_to(found, name))


def hsv_to_rgb(images: Any, data_format: str | None = None) -> Any:
    """Return images in red, green and blue in place of hue, saturation and value.

    Parameters
    ----------
    images : array-like, shape (height, width, 3) or (batch, ...), float in [0, 1]
        Hues outside go round again.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape and type of `images`

    Raises
    ------
    ShapeError
        If there are not 3 channels.
    DTypeError
        If the images are not of a float type.

    References
    ----------
    .. [1] Smith, "Color Gamut Transform Pairs", SIGGRAPH 1978.

    Examples
    --------
    >>> hsv_to_rgb([[[0.0, 1.0, 0.5]]]).tolist()
    [[[0.5, 0.0, 0.0]]]
    """
    x, layout, name = _colours("hsv_to_rgb", images, data_format)
    hue, saturation, value = (movement.slice_axis(x, 3, i, i + 1) for i in range(3))
    sector = 6.0 * (hue - elementwise.floor(hue))
    chroma = value * saturation
    # A colour is whole for two sixths of the circle, and fades out over the next ones.
    missing = (
        _limited(2.0 - elementwise.absolute(sector - 3.0)),
        _limited(elementwise.absolute(sector - 2.0) - 1.0),
        _limited(elementwise.absolute(sector - 4.0) - 1.0),
    )
    parts = [value - chroma * part for part in missing]
    found = movement.concatenate(*parts, axis=3)
    return restored(layout, cast_to(found, name))


def _limited(x: Any) -> Any:
    return comparison.clip(x, low=0.0, high=1.0)


def _colours(op: str, images: Any, data_format: str | None) -> tuple[Any, Layout, str]:
    """Return images in a type of enough digits, their layout, and their own type."""
    x, layout = channels_last(op, images, data_format)
    if dtype_of(x).kind not in "fV":
        raise DTypeError(
            f"{op}: images must be of a float type, with values from 0 to 1, got "
            f"{dtype_of(x).name}; cast them, and divide by 255."
        )
    _check_channels(op, x, layout, "3")
    name = dtype_of(x).name
    return cast_to(x, "float64" if name == "float64" else "float32"), layout, name


def _check_channels(op: str, x: Any, layout: Layout, wanted: str) -> None:
    if x.shape[-1] not in (3, None):
        place = "first" if layout.is_first else "last"
        raise ShapeError(
            f"{op}: images must have {wanted} channels, got {x.shape[-1]} on the "
            f"{place} axis of an image; check data_format."
        )
