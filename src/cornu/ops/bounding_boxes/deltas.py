"""Boxes told by how they differ from others, as detectors learn them."""

from typing import Any

from cornu.errors import ArgumentError
from cornu.ops.arguments import as_operand, dtype_of
from cornu.ops.bounding_boxes.formats import (
    box_format,
    convert_format,
    joined,
    parts,
)
from cornu.ops.creation import cast
from cornu.ops.math import exp, log, maximum

_CODES = ("center_xywh", "center_yxhw")
_SMALLEST = 1e-7


def encode_box_to_deltas(
    anchors: Any,
    boxes: Any,
    anchor_format: str,
    box_format: str,
    encoding_format: str = "center_yxhw",
    variance: Any = None,
    image_shape: Any = None,
) -> Any:
    """Return how boxes differ from anchors.

    The distance of the centres is given in sizes of the anchor, the size as the
    logarithm of its quotient.

    Parameters
    ----------
    anchors : array-like, shape (boxes, 4)
    boxes : array-like, shape (boxes, 4) or (batch, boxes, 4)
    anchor_format, box_format : str
        See :func:`convert_format`.
    encoding_format : {"center_yxhw", "center_xywh"}, default "center_yxhw"
        The order of the four numbers.
    variance : sequence of 4 floats, optional
        What the numbers are divided by.
    image_shape : (height, width, ...), optional
        Needed for relative formats.

    Returns
    -------
    Tensor, shape of `boxes`

    Raises
    ------
    ArgumentError
        If a word is unknown, `variance` has not four numbers, or `image_shape` is
        needed and not there.

    References
    ----------
    .. [1] Ren, He, Girshick and Sun, "Faster R-CNN: Towards Real-Time Object
       Detection with Region Proposal Networks", NIPS 2015, equation 2.

    Examples
    --------
    >>> anchor, box = [[0.0, 0.0, 4.0, 4.0]], [[1.0, 0.0, 5.0, 4.0]]
    >>> encode_box_to_deltas(anchor, box, "xyxy", "xyxy").tolist()
    [[0.0, 0.25, 0.0, 0.0]]
    """
    op = "encode_box_to_deltas"
    code = _code(op, "encoding_format", encoding_format)
    height, width = _sizes(image_shape)
    a = convert_format(anchors, anchor_format, code, height, width)
    b = convert_format(boxes, box_format, code, height, width)
    ours, theirs = parts(b), parts(a)
    sizes = [maximum(n, _SMALLEST) for n in theirs[2:]]
    found = [
        *((x - y) / n for x, y, n in zip(ours, theirs, sizes)),
        *(log(maximum(n, _SMALLEST) / m) for n, m in zip(ours[2:], sizes)),
    ]
    factors = _factors(op, variance)
    return joined(*(x / factor for x, factor in zip(found, factors)))


def decode_deltas_to_boxes(
    anchors: Any,
    boxes_delta: Any,
    anchor_format: str,
    box_format: str,
    encoded_format: str = "center_yxhw",
    variance: Any = None,
    image_shape: Any = None,
) -> Any:
    """Return the boxes that differ from anchors as told.

    The reverse of :func:`encode_box_to_deltas`.

    Parameters
    ----------
    anchors : array-like, shape (boxes, 4), or dict of those
    boxes_delta : array-like, shape (boxes, 4) or (batch, boxes, 4), or dict of those
    anchor_format, box_format : str
        See :func:`convert_format`.
    encoded_format : {"center_yxhw", "center_xywh"}, default "center_yxhw"
        The order of the four numbers.
    variance : sequence of 4 floats, optional
        What the numbers are multiplied by.
    image_shape : (height, width, ...), optional
        Needed for relative formats.

    Returns
    -------
    Tensor, shape of `boxes_delta`, or dict of those

    Raises
    ------
    ArgumentError
        If a word is unknown, `variance` has not four numbers, or `image_shape` is
        needed and not there.

    Examples
    --------
    >>> anchor, delta = [[0.0, 0.0, 4.0, 4.0]], [[0.0, 0.25, 0.0, 0.0]]
    >>> decode_deltas_to_boxes(anchor, delta, "xyxy", "xyxy").tolist()
    [[1.0, 0.0, 5.0, 4.0]]
    """
    op = "decode_deltas_to_boxes"
    code = _code(op, "encoded_format", encoded_format)
    if isinstance(anchors, dict):
        return {
            level: decode_deltas_to_boxes(
                anchors[level],
                deltas,
                anchor_format,
                box_format,
                code,
                variance,
                image_shape,
            )
            for level, deltas in boxes_delta.items()
        }
    height, width = _sizes(image_shape)
    a = convert_format(anchors, anchor_format, code, height, width)
    told = parts(cast(as_operand(boxes_delta), dtype_of(a).name))
    told_scaled = [x * factor for x, factor in zip(told, _factors(op, variance))]
    theirs = parts(a)
    found = [
        *(x * n + y for x, y, n in zip(told_scaled, theirs, theirs[2:])),
        *(exp(x) * n for x, n in zip(told_scaled[2:], theirs[2:])),
    ]
    return convert_format(joined(*found), code, box_format, height, width)


def _code(op: str, name: str, value: Any) -> str:
    word = box_format(op, name, value)
    if word not in _CODES:
        raise ArgumentError(f"{op}: {name}={value!r} is not one of {_CODES}.")
    return word


def _sizes(image_shape: Any) -> tuple[Any, Any]:
    return (None, None) if image_shape is None else tuple(image_shape)[:2]


def _factors(op: str, variance: Any) -> list[float]:
    if variance is None:
        return [1.0] * 4
    factors = list(variance)
    if len(factors) != 4:
        raise ArgumentError(
            f"{op}: variance must be four numbers, got {len(factors)}: {variance!r}."
        )
    return factors
