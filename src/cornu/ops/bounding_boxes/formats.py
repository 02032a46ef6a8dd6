"""The ways to write a box, and how to get from one to another."""

from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_operand, dtype_name
from cornu.ops.creation import cast
from cornu.ops.movement import stack
from cornu.primitives import movement
from cornu.utils.naming import suggest

FORMATS = (
    "xyxy",
    "yxyx",
    "xywh",
    "center_xywh",
    "center_yxhw",
    "rel_xyxy",
    "rel_yxyx",
    "rel_xywh",
    "rel_center_xywh",
)


def box_format(op: str, name: str, value: Any) -> str:
    """Return a format in lower case.

    Raises
    ------
    ArgumentError
        If there is none of that name; the message names `op` and the parameter.
    """
    word = value.lower() if isinstance(value, str) else value
    if word not in FORMATS:
        near = suggest(word, FORMATS) if isinstance(word, str) else ""
        raise ArgumentError(f"{op}: {name}={value!r} is not one of {FORMATS}.{near}")
    return str(word)


def convert_format(
    boxes: Any,
    source: str,
    target: str,
    height: Any = None,
    width: Any = None,
    dtype: Any = "float32",
) -> Any:
    """Return boxes written in another way.

    - "xyxy": left, top, right, bottom
    - "yxyx": top, left, bottom, right
    - "xywh": left, top, width, height
    - "center_xywh": centre across, centre down, width, height
    - "center_yxhw": centre down, centre across, height, width
    - with "rel_" before: as fractions of the image's width and height

    Parameters
    ----------
    boxes : array-like, shape (..., 4), or dict
        Of a dictionary, what it has under "boxes".
    source, target : str
        In capital or small letters.
    height, width : int, optional
        Of the image; needed if one of the formats is relative.
    dtype : str, default "float32"
        Type of the result.

    Returns
    -------
    Tensor, shape of `boxes`, or dict with that under "boxes"

    Raises
    ------
    ArgumentError
        If a format is unknown, or a size is needed and not there.
    ShapeError
        If the last axis is not of size 4.

    Examples
    --------
    >>> convert_format([[10.0, 20.0, 30.0, 40.0]], "xyxy", "center_xywh").tolist()
    [[20.0, 30.0, 20.0, 20.0]]
    """
    op = "convert_format"
    if isinstance(boxes, dict):
        found = convert_format(boxes["boxes"], source, target, height, width, dtype)
        return {**boxes, "boxes": found}
    source, target = box_format(op, "source", source), box_format(op, "target", target)
    x = as_boxes(op, "boxes", boxes)
    name = dtype_name(dtype)
    if source == target:
        return cast(x, name)
    x = cast(x, "float64" if name == "float64" else "float32")
    if source.startswith("rel_") != target.startswith("rel_"):
        if height is None or width is None:
            raise ArgumentError(
                f"{op}: from {source!r} to {target!r}, height and width of the image "
                f"are needed, got height={height} and width={width}."
            )
        x = _in_pixels(x, source, height, width) if source.startswith("rel_") else x
        x = _write(_corners(x, source), target)
        x = _in_fractions(x, target, height, width) if target.startswith("rel_") else x
    else:
        x = _write(_corners(x, source), target)
    return cast(x, name)


def as_boxes(op: str, name: str, boxes: Any) -> Any:
    """Return boxes as what primitives take.

    Raises
    ------
    ShapeError
        If the last axis is not of size 4; the message names `op` and the argument.
    """
    x = as_operand(boxes)
    if not x.shape or x.shape[-1] not in (4, None):
        raise ShapeError(
            f"{op}: {name} must have 4 numbers on the last axis, got shape "
            f"{tuple(x.shape)}."
        )
    return x


def parts(boxes: Any) -> tuple[Any, Any, Any, Any]:
    """Return the four numbers of boxes apart, each of shape ``(...)``."""
    before = ((None, None, None),) * (len(boxes.shape) - 1)
    one, two, three, four = (
        movement.slice_view(boxes, index=(*before, i)) for i in range(4)
    )
    return one, two, three, four


def joined(*numbers: Any) -> Any:
    """Return boxes of four numbers; the reverse of :func:`parts`."""
    return stack(list(numbers), axis=-1)


def _corners(boxes: Any, source: str) -> tuple[Any, Any, Any, Any]:
    """Return left, top, right and bottom of boxes."""
    a, b, c, d = parts(boxes)
    match source.removeprefix("rel_"):
        case "xyxy":
            return a, b, c, d
        case "yxyx":
            return b, a, d, c
        case "xywh":
            return a, b, a + c, b + d
        case "center_xywh":
            return a - c / 2, b - d / 2, a + c / 2, b + d / 2
        case _:
            return b - d / 2, a - c / 2, b + d / 2, a + c / 2


def _write(corners: tuple[Any, Any, Any, Any], target: str) -> Any:
    left, top, right, bottom = corners
    match target.removeprefix("rel_"):
        case "xyxy":
            return joined(left, top, right, bottom)
        case "yxyx":
            return joined(top, left, bottom, right)
        case "xywh":
            return joined(left, top, right - left, bottom - top)
        case "center_xywh":
            wide, high = right - left, bottom - top
            return joined(left + wide / 2, top + high / 2, wide, high)
        case _:
            wide, high = right - left, bottom - top
            return joined(top + high / 2, left + wide / 2, high, wide)


def _units(written: str, height: Any, width: Any) -> tuple[Any, Any, Any, Any]:
    return (height, width) * 2 if "_yx" in written else (width, height) * 2


def _in_pixels(boxes: Any, source: str, height: Any, width: Any) -> Any:
    units = _units(source, height, width)
    return joined(*(x * unit for x, unit in zip(parts(boxes), units)))


def _in_fractions(boxes: Any, target: str, height: Any, width: Any) -> Any:
    units = _units(target, height, width)
    return joined(*(x / unit for x, unit in zip(parts(boxes), units)))
