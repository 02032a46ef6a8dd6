"""How much two images look alike."""

from typing import Any

from cornu import config
from cornu.errors import ShapeError
from cornu.ops.arguments import cast_to, dtype_of, to_common
from cornu.ops.image.arguments import (
    channels_last,
    positive_floats,
    positive_integers,
)
from cornu.ops.image.filters import gaussian_window
from cornu.primitives import elementwise, movement, reduction
from cornu.primitives.separable import separable


def ssim(
    image1: Any,
    image2: Any,
    max_val: float = 1.0,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    data_format: str | None = None,
) -> Any:
    """Return the structural similarity of images: 1 for equal ones, at least -1.

    Parameters
    ----------
    image1, image2 : array-like, shape (height, width, channels) or (batch, ...)
    max_val : float, default 1.0
        The largest value a pixel can have.
    filter_size : int, default 11
        Height and width of the windows that are compared.
    filter_sigma : float, default 1.5
        Width, in pixels, of the bell of weights in a window.
    k1, k2 : float, default 0.01 and 0.03
        What keeps the quotients tame where images are dark, or even.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape (batch,), or no axes for single images
        Of the type of the images; integers give the default float type.

    Raises
    ------
    ShapeError
        If the shapes differ or images are smaller than a window.
    ArgumentError
        If `max_val`, `filter_size` or `filter_sigma` is not above 0.

    References
    ----------
    .. [1] Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From Error
       Visibility to Structural Similarity", IEEE Transactions on Image Processing 13,
       2004, equation 13.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> ssim(ones((12, 12, 3)), ones((12, 12, 3))).item()
    1.0
    """
    (size,) = positive_integers("ssim", "filter_size", filter_size, 1)
    (sigma,) = positive_floats("ssim", "filter_sigma", filter_sigma, 1)
    (largest,) = positive_floats("ssim", "max_val", max_val, 1)
    image1, image2 = to_common((image1, image2))
    a, layout = channels_last("ssim", image1, data_format, "image1")
    b, _ = channels_last("ssim", image2, data_format, "image2")
    if len(image1.shape) != len(image2.shape) or any(
        n != m for n, m in zip(a.shape, b.shape) if None not in (n, m)
    ):
        raise ShapeError(
            f"ssim: image1 is {tuple(image1.shape)} and image2 is "
            f"{tuple(image2.shape)}; they must have the same shape."
        )
    for axis in (1, 2):
        if a.shape[axis] is not None and a.shape[axis] < size:
            raise ShapeError(
                f"ssim: images of {a.shape[1]} by {a.shape[2]} pixels are smaller than "
                f"a window of filter_size={size}; use a smaller one."
            )
    kind = dtype_of(a)
    name = kind.name if kind.kind in "fV" else config.floatx()
    # Variances are small differences of large numbers: half types have no digits left.
    a, b = (cast_to(x, "float64" if name == "float64" else "float32") for x in (a, b))
    means = _window_means([a, b, a * a + b * b, a * b], size, sigma)
    mean_a, mean_b, power, product = means
    both = 2 * mean_a * mean_b
    squares = elementwise.square(mean_a) + elementwise.square(mean_b)
    c1, c2 = (k1 * largest) ** 2, (k2 * largest) ** 2
    brightness = (both + c1) / (squares + c1)
    structure = (2 * product - both + c2) / (power - squares + c2)
    found = reduction.reduce_mean(brightness * structure, axes=(1, 2, 3))
    found = cast_to(found, name)
    return movement.slice_view(found, index=(0,)) if layout.is_single else found


def _window_means(arrays: list[Any], size: int, sigma: float) -> list[Any]:
    """Return the weighted means of all windows, of several arrays at once."""
    maps = (("window", gaussian_window(size, sigma), "valid"),) * 2
    return [separable(x, axes=(1, 2), maps=maps) for x in arrays]
