"""Images blurred, and their slopes: sums over neighbours, one axis after the other."""

import math
from typing import Any

from cornu.ops.arguments import as_float, dtype_of
from cornu.ops.image.arguments import (
    batched,
    positive_floats,
    positive_integers,
    single_if,
    spatial_axes,
)
from cornu.ops.movement import stack
from cornu.primitives.separable import separable


def gaussian_window(size: int, sigma: float) -> tuple[float, ...]:
    """Return `size` weights of sum 1 that fall off like a bell of width `sigma`.

    Examples
    --------
    >>> [round(w, 3) for w in gaussian_window(3, 1.0)]
    [0.274, 0.452, 0.274]
    """
    middle = (size - 1) / 2
    bell = [math.exp(-(((i - middle) / sigma) ** 2) / 2) for i in range(size)]
    total = math.fsum(bell)
    return tuple(w / total for w in bell)


def gaussian_blur(
    images: Any,
    kernel_size: Any = (3, 3),
    sigma: Any = (1.0, 1.0),
    data_format: str | None = None,
) -> Any:
    """Return images in which each pixel is a mean of its neighbours.

    Outside the images are zeros.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    kernel_size : int or pair of int, default (3, 3)
        How many pixels are averaged over, down and across.
    sigma : float or pair of float, default (1.0, 1.0)
        Width of the bell of weights, in pixels, down and across.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape and type of `images`; integers give the default float type

    Raises
    ------
    ShapeError
        If `images` has neither 3 nor 4 axes.
    ArgumentError
        If a size or a width is not above 0.

    Examples
    --------
    >>> blurred = gaussian_blur([[[0.0], [1.0], [0.0]]], (1, 3))
    >>> [round(n, 3) for n in blurred.numpy().ravel().tolist()]
    [0.274, 0.452, 0.274]
    """
    sizes = positive_integers("gaussian_blur", "kernel_size", kernel_size, 2)
    widths = positive_floats("gaussian_blur", "sigma", sigma, 2)
    x, layout = batched("gaussian_blur", images, data_format)
    maps = tuple(
        ("window", gaussian_window(n, width), "same") for n, width in zip(sizes, widths)
    )
    return single_if(
        layout, separable(as_float(x), axes=spatial_axes(layout), maps=maps)
    )


_RISE = ("window", (-1.0, 0.0, 1.0), "same")
_SMOOTH = ("window", (1.0, 2.0, 1.0), "same")


def sobel_edges(images: Any, data_format: str | None = None) -> Any:
    """Return how steeply images rise downwards and to the right.

    Outside the images are zeros.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape (..., 2)
        Down and across, along a new last axis. Of the type of `images`; unsigned
        integers, which have no negative numbers, give the default float type.

    Raises
    ------
    ShapeError
        If `images` has neither 3 nor 4 axes.

    Examples
    --------
    >>> edges = sobel_edges([[[0.0], [1.0], [5.0]]])
    >>> edges.numpy()[0, 1, 0].tolist()
    [0.0, 10.0]
    """
    x, layout = batched("sobel_edges", images, data_format)
    if dtype_of(x).kind in "ub":
        x = as_float(x)
    axes = spatial_axes(layout)
    both = ((_RISE, _SMOOTH), (_SMOOTH, _RISE))
    return single_if(layout, stack([separable(x, axes=axes, maps=m) for m in both], -1))
