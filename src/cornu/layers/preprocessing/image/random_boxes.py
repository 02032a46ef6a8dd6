"""Random rectangles inside images, as masks."""

from typing import Any

from cornu import ops


def box_masks(layer: Any, data: Any, heights: Any, widths: Any, seed: Any) -> Any:
    """Return which pixels lie in a random rectangle, one for each image.

    Parameters
    ----------
    layer : BaseImageLayer
    data : Tensor or dict
        A batch of images, or a dictionary with one.
    heights, widths : Tensor, shape (batch,)
        Sizes of the rectangles, in units of the images' own.
    seed : SeedGenerator or None

    Returns
    -------
    Tensor of bool, shape of the images with one channel
    """
    images = layer._images_of(data)
    down, across = layer._spatial_axes
    is_row = _inside(layer, data, images, down, heights, seed)
    is_column = _inside(layer, data, images, across, widths, seed)
    return is_row & is_column


def _inside(
    layer: Any, data: Any, images: Any, axis: int, sizes: Any, seed: Any
) -> Any:
    """Return which places along an axis lie in a random stretch of given sizes."""
    index: list[Any] = [slice(None)] + [slice(0, 1)] * 3
    index[axis] = slice(None)
    # Counted on the images themselves, whose sizes may be unknown.
    ones = ops.ones_like(images[tuple(index)], dtype=layer._accurate_dtype)
    place = ops.cumsum(ones, axis=axis) - 1.0
    total = ops.sum(ones, axis=axis, keepdims=True)
    length = layer._per_image(sizes) * total
    start = layer._per_image(layer._draw(data, (0.0, 1.0), seed)) * (total - length)
    return (place >= start) & (place < start + length)
