"""Windows of images and volumes, each as one vector."""

from typing import Any

from cornu.errors import ArgumentError
from cornu.ops.image.arguments import (
    channels_last,
    one_of,
    positive_integers,
    restored,
)
from cornu.primitives import patches as windows


def extract_patches(
    images: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Return the windows of images, each as one vector in place of the channels.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
        With three numbers as `size`: (depth, height, width, channels).
    size : int or tuple of 2 or 3 int
        Of a window.
    strides : int or tuple of int, optional
        From one window to the next; `size` by default, so that they do not overlap.
    dilation_rate : int or tuple of int, default 1
        From one element of a window to the next.
    padding : {"valid", "same"}, default "valid"
        "same" pads with zeros, so that there is a window at each stride.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape (..., number of windows down, across, elements of a window)
        The channels of an element stand side by side. Type of `images`.

    Raises
    ------
    ShapeError
        If `images` has another number of axes or is smaller than a window.
    ArgumentError
        If a number is not above 0 or a word is unknown.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> extract_patches(ones((2, 20, 20, 3)), (5, 5)).shape
    (2, 4, 4, 75)
    """
    rank = len(size) if isinstance(size, (tuple, list)) else 2
    if rank not in (2, 3):
        raise ArgumentError(
            f"extract_patches: size={size!r:.80} must be an integer or 2 or 3 of them."
        )
    return _extracted(
        "extract_patches",
        "images",
        rank,
        (images, size, strides, dilation_rate, padding, data_format),
    )


def extract_patches_3d(
    volumes: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Return the windows of volumes, each as one vector in place of the channels.

    Parameters
    ----------
    volumes : array-like, shape (depth, height, width, channels) or (batch, ...)
    size : int or tuple of 3 int
        Of a window.
    strides : int or tuple of int, optional
        From one window to the next; `size` by default, so that they do not overlap.
    dilation_rate : int or tuple of int, default 1
        From one element of a window to the next.
    padding : {"valid", "same"}, default "valid"
        "same" pads with zeros, so that there is a window at each stride.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape (..., three numbers of windows, elements of a window)

    Raises
    ------
    ShapeError
        If `volumes` has another number of axes or is smaller than a window.
    ArgumentError
        If a number is not above 0 or a word is unknown.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> extract_patches_3d(ones((2, 10, 10, 10, 3)), 3).shape
    (2, 3, 3, 3, 81)
    """
    return _extracted(
        "extract_patches_3d",
        "volumes",
        3,
        (volumes, size, strides, dilation_rate, padding, data_format),
    )


def _extracted(op: str, name: str, rank: int, given: tuple[Any, ...]) -> Any:
    images, size, strides, dilation_rate, padding, data_format = given
    window = positive_integers(op, "size", size, rank)
    steps = window
    if strides is not None:
        steps = positive_integers(op, "strides", strides, rank)
    dilation = positive_integers(op, "dilation_rate", dilation_rate, rank)
    word = padding.lower() if isinstance(padding, str) else padding
    one_of(op, "padding", word, ("valid", "same"))
    x, layout = channels_last(op, images, data_format, name, rank)
    found = windows.patches(
        x, window=window, strides=steps, dilation=dilation, padding=word
    )
    return restored(layout, found)
