"""Boxes and the frame of their image: cut to it, moved with it."""

from typing import Any

from cornu.errors import ArgumentError
from cornu.ops.arguments import dtype_of
from cornu.ops.bounding_boxes.formats import (
    as_boxes,
    box_format,
    convert_format,
    joined,
    parts,
)
from cornu.ops.creation import cast
from cornu.ops.math import clip, where


def clip_to_image_size(
    bounding_boxes: Any,
    height: Any = None,
    width: Any = None,
    bounding_box_format: str = "xyxy",
) -> Any:
    """Return boxes cut to the image; what lies outside gets the label -1.

    Parameters
    ----------
    bounding_boxes : dict
        "boxes" of shape (..., boxes, 4), "labels" of shape (..., boxes).
    height, width : int, optional
        Of the image; not needed for relative formats.
    bounding_box_format : str, default "xyxy"
        See :func:`convert_format`.

    Returns
    -------
    dict, "boxes" of float32

    Raises
    ------
    ArgumentError
        If the format is unknown, or a size is needed and not there.

    Examples
    --------
    >>> boxes = [[-1.0, 0.0, 2.0, 9.0], [5.0, 5.0, 7.0, 7.0]]
    >>> found = clip_to_image_size({"boxes": boxes, "labels": [1, 2]}, 4, 4)
    >>> found["boxes"].tolist(), found["labels"].tolist()
    ([[0.0, 0.0, 2.0, 4.0], [4.0, 4.0, 4.0, 4.0]], [1, -1])
    """
    op = "clip_to_image_size"
    written = box_format(op, "bounding_box_format", bounding_box_format)
    if written.startswith("rel_"):
        plain, height, width = "rel_xyxy", 1, 1
    else:
        plain = "xyxy"
        if height is None or width is None:
            raise ArgumentError(
                f"{op}: for boxes written as {written!r}, height and width of the "
                f"image are needed, got height={height} and width={width}."
            )
    boxes = convert_format(bounding_boxes["boxes"], written, plain)
    left, top, right, bottom = parts(boxes)
    left, right = clip(left, 0, width), clip(right, 0, width)
    top, bottom = clip(top, 0, height), clip(bottom, 0, height)
    is_empty = (right - left) * (bottom - top) <= 0
    labels = bounding_boxes["labels"]
    return {
        **bounding_boxes,
        "boxes": convert_format(joined(left, top, right, bottom), plain, written),
        "labels": where(is_empty, cast(-1, _label_type(labels)), labels),
    }


def _label_type(labels: Any) -> str:
    """Return the type of labels; lists of Python's integers are int32."""
    name = dtype_of(labels).name if hasattr(labels, "dtype") else "int32"
    return str(name)


def crop(
    boxes: Any,
    top: Any,
    left: Any,
    height: Any,
    width: Any,
    bounding_box_format: str = "xyxy",
) -> Any:
    """Return where boxes are in a window of their image, cut to it.

    Parameters
    ----------
    boxes : array-like, shape (..., boxes, 4)
    top, left : int or scalar tensor
        Where the window begins.
    height, width : int
        Of the window; for relative formats, of the image, too.
    bounding_box_format : str, default "xyxy"
        An absolute one; see :func:`convert_format`.

    Returns
    -------
    Tensor, shape and type of `boxes`

    Raises
    ------
    ArgumentError
        If the format is unknown or relative.

    Examples
    --------
    >>> crop([[10.0, 20.0, 50.0, 60.0]], top=10, left=20, height=40, width=30).tolist()
    [[0.0, 10.0, 30.0, 40.0]]
    """
    written = _absolute("crop", bounding_box_format)
    corners, kind = _opened("crop", boxes, written)
    x1, y1, x2, y2 = corners
    x1, x2 = (clip(x - left, 0, width) for x in (x1, x2))
    y1, y2 = (clip(y - top, 0, height) for y in (y1, y2))
    return convert_format(joined(x1, y1, x2, y2), "xyxy", written, dtype=kind)


def pad(
    boxes: Any,
    top: Any,
    left: Any,
    height: Any = None,
    width: Any = None,
    bounding_box_format: str = "xyxy",
) -> Any:
    """Return where boxes are after rows and columns were added to their image.

    Parameters
    ----------
    boxes : array-like, shape (..., boxes, 4)
    top, left : int or scalar tensor
        How many were added there.
    height, width : int, optional
        Not used.
    bounding_box_format : str, default "xyxy"
        An absolute one; see :func:`convert_format`.

    Returns
    -------
    Tensor, shape and type of `boxes`

    Raises
    ------
    ArgumentError
        If the format is unknown or relative.

    Examples
    --------
    >>> pad([[1.0, 2.0, 3.0, 4.0]], top=10, left=20).tolist()
    [[21.0, 12.0, 23.0, 14.0]]
    """
    written = _absolute("pad", bounding_box_format)
    corners, kind = _opened("pad", boxes, written)
    x1, y1, x2, y2 = corners
    moved = joined(x1 + left, y1 + top, x2 + left, y2 + top)
    return convert_format(moved, "xyxy", written, dtype=kind)


def _absolute(op: str, value: Any) -> str:
    written = box_format(op, "bounding_box_format", value)
    if written.startswith("rel_"):
        raise ArgumentError(
            f"{op}: boxes written as {written!r} say nothing of pixels; convert them "
            f"first, with convert_format(boxes, {written!r}, 'xyxy', height, width)."
        )
    return written


def _opened(op: str, boxes: Any, written: str) -> tuple[tuple[Any, ...], str]:
    x = as_boxes(op, "boxes", boxes)
    return parts(convert_format(x, written, "xyxy")), dtype_of(x).name
