"""What image ops take: one image or a batch, channels last or first, words, pairs."""

from typing import Any, NamedTuple

from cornu import config
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_operand
from cornu.primitives import movement
from cornu.utils.naming import suggest

_ALL = (None, None, None)


class Layout(NamedTuple):
    """Say how images came, so that results can leave alike.

    Attributes
    ----------
    is_single : bool
        Whether there was no batch axis.
    is_first : bool
        Whether channels stood before the spatial axes.
    """

    is_single: bool
    is_first: bool


def batched(
    op: str, images: Any, data_format: str | None, name: str = "images", rank: int = 2
) -> tuple[Any, Layout]:
    """Return images with a batch axis, channels where they were.

    Parameters
    ----------
    op, name : str
        What messages call the op and its argument.
    images : array-like
    data_format : {"channels_last", "channels_first"}, optional
    rank : int, default 2
        Number of spatial axes.

    Raises
    ------
    ShapeError
        If there are more axes than those of a batch, or fewer than those of an image.
    """
    x = as_operand(images)
    is_first = config.standardize_data_format(data_format) == "channels_first"
    ndim = len(x.shape)
    if ndim not in (rank + 1, rank + 2):
        raise ShapeError(
            f"{op}: {name} must have {rank + 1} axes (one of them) or {rank + 2} (a "
            f"batch), got shape {tuple(x.shape)}."
        )
    is_single = ndim == rank + 1
    if is_single:
        x = movement.slice_view(x, index=(None, *(_ALL,) * ndim))
    return x, Layout(is_single, is_first)


def single_if(layout: Layout, x: Any) -> Any:
    """Return `x` without its batch axis, if there was none."""
    if not layout.is_single:
        return x
    return movement.slice_view(x, index=(0, *(_ALL,) * (len(x.shape) - 1)))


def channels_last(
    op: str, images: Any, data_format: str | None, name: str = "images", rank: int = 2
) -> tuple[Any, Layout]:
    """Return images as ``(batch, *sizes, channels)``; see :func:`batched`."""
    x, layout = batched(op, images, data_format, name, rank)
    return (_to_last(x) if layout.is_first else x), layout


def restored(layout: Layout, x: Any) -> Any:
    """Return ``(batch, *sizes, channels)`` in the layout that images came in."""
    return single_if(layout, _to_first(x) if layout.is_first else x)


def _to_last(x: Any) -> Any:
    n = len(x.shape)
    return movement.transpose(x, axes=(0, *range(2, n), 1))


def _to_first(x: Any) -> Any:
    n = len(x.shape)
    return movement.transpose(x, axes=(0, n - 1, *range(1, n - 1)))


def spatial_axes(layout: Layout) -> tuple[int, int]:
    """Return the axes of height and width in a batch."""
    return (2, 3) if layout.is_first else (1, 2)


def one_of(op: str, name: str, value: Any, choices: tuple[str, ...]) -> str:
    """Return a word if it is among `choices`.

    Raises
    ------
    ArgumentError
        If it is not; the message names `op` and the parameter.
    """
    if isinstance(value, str) and value in choices:
        return value
    near = suggest(value, choices) if isinstance(value, str) else ""
    raise ArgumentError(f"{op}: {name}={value!r} is not one of {choices}.{near}")


def positive_integers(
    op: str, name: str, value: Any, count: int, spread: bool = True
) -> tuple[int, ...]:
    """Return `count` integers above 0; a single one, if it may be spread, for all.

    Raises
    ------
    ArgumentError
        If there are fewer or more, or one is no positive integer.
    """
    if spread and hasattr(value, "__index__"):
        value = (value,) * count
    entries = tuple(value) if isinstance(value, (tuple, list)) else ()
    if len(entries) != count or not all(
        hasattr(n, "__index__") and n.__index__() > 0 for n in entries
    ):
        raise ArgumentError(
            f"{op}: {name} must be {count} integers above 0, got {value!r:.80}."
        )
    return tuple(n.__index__() for n in entries)


def positive_floats(op: str, name: str, value: Any, count: int) -> tuple[float, ...]:
    """Return `count` numbers above 0; a single one stands for all.

    Raises
    ------
    ArgumentError
        If there are fewer or more, or one is not above 0.
    """
    given = value if isinstance(value, (tuple, list)) else (value,) * count
    if len(given) != count or not all(
        isinstance(v, (int, float)) and v > 0 for v in given
    ):
        raise ArgumentError(
            f"{op}: {name} must be {count} numbers above 0, got {value!r:.80}."
        )
    return tuple(float(v) for v in given)
