"""How much boxes overlap."""

import math
from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.bounding_boxes.formats import as_boxes, box_format, convert_format, parts
from cornu.ops.math import arctan, maximum, minimum, square, where
from cornu.primitives import movement

_ALL = (None, None, None)
_SMALLEST = 1e-7


def compute_iou(
    boxes1: Any,
    boxes2: Any,
    bounding_box_format: str,
    use_masking: bool = False,
    mask_val: float = -1,
    image_shape: Any = None,
) -> Any:
    """Return, of each pair of boxes, the area they share over that they cover.

    Parameters
    ----------
    boxes1 : array-like, shape (n, 4) or (batch, n, 4)
    boxes2 : array-like, shape (m, 4) or (batch, m, 4)
    bounding_box_format : str
        See :func:`convert_format`.
    use_masking : bool, default False
        Whether boxes of four negative numbers stand for none.
    mask_val : float, default -1
        What pairs with such a box get.
    image_shape : (height, width, ...), optional
        Needed for relative formats.

    Returns
    -------
    Tensor, shape (n, m) or (batch, n, m), from 0 to 1

    Raises
    ------
    ShapeError
        If boxes have neither 2 nor 3 axes, or not four numbers.
    ArgumentError
        If the format is unknown, or `image_shape` is needed and not there.

    Examples
    --------
    >>> boxes = [[0.0, 0.0, 2.0, 2.0], [1.0, 0.0, 3.0, 2.0]]
    >>> [round(n, 3) for n in compute_iou(boxes, boxes, "xyxy").tolist()[0]]
    [1.0, 0.333]
    """
    op = "compute_iou"
    a, b = (
        _corners(op, name, boxes, bounding_box_format, image_shape)
        for name, boxes in (("boxes1", boxes1), ("boxes2", boxes2))
    )
    for name, boxes in (("boxes1", a), ("boxes2", b)):
        if len(boxes.shape) not in (2, 3):
            raise ShapeError(
                f"{op}: {name} must have 2 axes, or 3 with a batch, got shape "
                f"{tuple(boxes.shape)}."
            )
    rows = [_with_axis(n, -1) for n in parts(a)]
    columns = [_with_axis(n, -2) for n in parts(b)]
    shared = _shared(rows, columns)
    covered = _area(rows) + _area(columns) - shared
    found = shared / maximum(covered, _SMALLEST)
    if not use_masking:
        return found
    is_none = _is_none(rows) | _is_none(columns)
    return where(is_none, mask_val, found)


def compute_ciou(
    boxes1: Any, boxes2: Any, bounding_box_format: str, image_shape: Any = None
) -> Any:
    """Return the complete overlap of boxes, each with its partner.

    From the share of the area are taken off the distance of the centres and the
    difference in shape, so it tells even of boxes apart which pair is nearer.

    Parameters
    ----------
    boxes1, boxes2 : array-like, shape (..., 4)
    bounding_box_format : str
        See :func:`convert_format`.
    image_shape : (height, width, ...), optional
        Needed for relative formats.

    Returns
    -------
    Tensor, shape (...), at most 1

    Raises
    ------
    ArgumentError
        If the format is unknown, or `image_shape` is needed and not there.

    References
    ----------
    .. [1] Zheng et al., "Distance-IoU Loss: Faster and Better Learning for Bounding
       Box Regression", AAAI 2020, equations 8 to 11.

    Examples
    --------
    >>> compute_ciou([[0.0, 0.0, 2.0, 2.0]], [[0.0, 0.0, 2.0, 2.0]], "xyxy").tolist()
    [1.0]
    """
    op = "compute_ciou"
    p, q = (
        parts(_corners(op, name, boxes, bounding_box_format, image_shape))
        for name, boxes in (("boxes1", boxes1), ("boxes2", boxes2))
    )
    shared = _shared(p, q)
    covered = _area(p) + _area(q) - shared
    overlap = shared / maximum(covered, _SMALLEST)
    reach = square(maximum(p[2], q[2]) - minimum(p[0], q[0])) + square(
        maximum(p[3], q[3]) - minimum(p[1], q[1])
    )
    apart = (square(p[0] + p[2] - q[0] - q[2]) + square(p[1] + p[3] - q[1] - q[3])) / 4
    slopes = [arctan((n[2] - n[0]) / maximum(n[3] - n[1], _SMALLEST)) for n in (p, q)]
    shape = square(slopes[0] - slopes[1]) * (4 / math.pi**2)
    weight = shape / maximum(1 - overlap + shape, _SMALLEST)
    return overlap - apart / maximum(reach, _SMALLEST) - weight * shape


def _corners(op: str, name: str, boxes: Any, written: str, image_shape: Any) -> Any:
    x = as_boxes(op, name, boxes)
    height, width = (None, None) if image_shape is None else tuple(image_shape)[:2]
    is_relative = box_format(op, "bounding_box_format", written).startswith("rel_")
    if is_relative and image_shape is None:
        raise ArgumentError(
            f"{op}: boxes written as {written!r} need image_shape=(height, width, "
            f"channels)."
        )
    return convert_format(x, written, "xyxy", height, width)


def _with_axis(x: Any, place: int) -> Any:
    axes = [_ALL] * len(x.shape)
    axes.insert(len(axes) + 1 + place, None)  # type: ignore[arg-type]
    return movement.slice_view(x, index=tuple(axes))


def _shared(p: Any, q: Any) -> Any:
    wide = minimum(p[2], q[2]) - maximum(p[0], q[0])
    high = minimum(p[3], q[3]) - maximum(p[1], q[1])
    return maximum(wide, 0) * maximum(high, 0)


def _area(p: Any) -> Any:
    return (p[2] - p[0]) * (p[3] - p[1])


def _is_none(p: Any) -> Any:
    return (p[0] < 0) & (p[1] < 0) & (p[2] < 0) & (p[3] < 0)
