"""Boxes in images that are turned, sheared, stretched or seen at an angle."""

import math
from typing import Any

from cornu.errors import ShapeError
from cornu.ops.arguments import as_float, as_operand, dtype_of
from cornu.ops.bounding_boxes.formats import (
    as_boxes,
    box_format,
    convert_format,
    joined,
    parts,
)
from cornu.ops.creation import cast
from cornu.ops.math import cos, maximum, minimum, sin, tan
from cornu.primitives import movement

_ALL = (None, None, None)


def affine_transform(
    boxes: Any,
    angle: Any,
    translate_x: Any,
    translate_y: Any,
    scale: Any,
    shear_x: Any,
    shear_y: Any,
    height: Any,
    width: Any,
    center_x: Any = None,
    center_y: Any = None,
    bounding_box_format: str = "xyxy",
) -> Any:
    """Return the upright boxes around boxes that were moved.

    A point is first shifted; then turned about the centre, sheared and stretched: with
    ``c, s`` the angle's cosine and sine, ``u, v`` the shears' tangents,
    ``b0 = v c - s`` and ``b1 = v s + c``, (x, y) goes to
    ``scale * ((c - u b0) x + (s + u b1) y, b0 x + b1 y)``.

    Parameters
    ----------
    boxes : array-like, shape (boxes, 4) or (batch, boxes, 4)
    angle : float or array-like, shape (batch,)
        Degrees, counter-clockwise as one sees the image.
    translate_x, translate_y : float or array-like, shape (batch,)
        As fractions of ``width - 1`` and ``height - 1``.
    scale : float or array-like, shape (batch,)
    shear_x, shear_y : float or array-like, shape (batch,)
        Degrees.
    height, width : int
        Of the image.
    center_x, center_y : float, optional
        Where the centre is, as fractions of ``width - 1`` and ``height - 1``; the
        middle by default.
    bounding_box_format : str, default "xyxy"
        See :func:`convert_format`.

    Returns
    -------
    Tensor, shape of `boxes`, float32

    Raises
    ------
    ShapeError
        If shapes do not fit together.
    ArgumentError
        If the format is unknown.

    Examples
    --------
    >>> turned = affine_transform(
    ...     [[0.0, 0.0, 2.0, 1.0]], 90.0, 0.0, 0.0, 1.0, 0.0, 0.0, 5, 5
    ... )
    >>> [round(n, 3) for n in turned.tolist()[0]]
    [0.0, 2.0, 1.0, 4.0]
    """
    op = "affine_transform"
    written = box_format(op, "bounding_box_format", bounding_box_format)
    x = convert_format(as_boxes(op, "boxes", boxes), written, "xyxy", height, width)
    turn, across, down = (
        _per_image(op, name, value, x)
        for name, value in (
            ("angle", angle),
            ("shear_x", shear_x),
            ("shear_y", shear_y),
        )
    )
    stretch = _per_image(op, "scale", scale, x)
    shift_x = _per_image(op, "translate_x", translate_x, x) * (width - 1)
    shift_y = _per_image(op, "translate_y", translate_y, x) * (height - 1)
    middle_x = (0.5 if center_x is None else center_x) * (width - 1)
    middle_y = (0.5 if center_y is None else center_y) * (height - 1)
    turn, across, down = (n * (math.pi / 180) for n in (turn, across, down))
    c, s, u, v = cos(turn), sin(turn), tan(across), tan(down)
    b0, b1 = v * c - s, v * s + c
    a0, a1 = c - u * b0, s + u * b1
    points = []
    for px, py in corners_of(x):
        px, py = px - middle_x + shift_x, py - middle_y + shift_y
        points.append(
            (
                stretch * (a0 * px + a1 * py) + middle_x,
                stretch * (b0 * px + b1 * py) + middle_y,
            )
        )
    return convert_format(around(points), "xyxy", written, height, width)


def _per_image(op: str, name: str, value: Any, boxes: Any) -> Any:
    """Return one number for all images, or one for each with an axis for the boxes."""
    numbers = cast(as_float(as_operand(value)), dtype_of(boxes).name)
    rank = len(numbers.shape)
    if rank == 0:
        return numbers
    if rank != 1 or (len(boxes.shape) != 3 and numbers.shape[0] != 1):
        raise ShapeError(
            f"{op}: {name} must be a number, or one for each image if boxes has three "
            f"axes; it is {tuple(numbers.shape)}, boxes {tuple(boxes.shape)}."
        )
    return (
        movement.reshape(numbers, shape=(-1, 1)) if len(boxes.shape) == 3 else numbers
    )


def corners_of(boxes: Any) -> list[tuple[Any, Any]]:
    """Return the four corners (x, y) of boxes written as "xyxy"."""
    left, top, right, bottom = parts(boxes)
    return [(left, top), (right, top), (left, bottom), (right, bottom)]


def around(points: list[tuple[Any, Any]]) -> Any:
    """Return the smallest upright boxes, "xyxy", that hold all points."""
    low_x, low_y = points[0]
    high_x, high_y = points[0]
    for x, y in points[1:]:
        low_x, high_x = minimum(low_x, x), maximum(high_x, x)
        low_y, high_y = minimum(low_y, y), maximum(high_y, y)
    return joined(low_x, low_y, high_x, high_y)


def through(boxes: Any, matrix: Any) -> Any:
    """Return the upright boxes around what matrices make of boxes.

    Parameters
    ----------
    boxes : Tensor, shape (batch, boxes, 4)
        Written as "xyxy".
    matrix : Tensor, shape (batch, 3, 3) or (batch, 2, 3)
        Takes (x, y, 1) to (x, y, 1), up to a factor; without the last row, exactly.
    """

    def entry(i: int, k: int) -> Any:
        numbers = movement.slice_view(matrix, index=(_ALL, i, k))
        return movement.slice_view(numbers, index=(_ALL, None))

    points = []
    for x, y in corners_of(boxes):
        rows = [
            entry(i, 0) * x + entry(i, 1) * y + entry(i, 2)
            for i in range(matrix.shape[1])
        ]
        depth = rows[2] if len(rows) == 3 else 1.0
        points.append((rows[0] / depth, rows[1] / depth))
    return around(points)
