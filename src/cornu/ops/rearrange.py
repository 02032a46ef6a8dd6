"""Split, reorder and merge axes by a pattern that names them."""

import math
import re
from typing import Any, NamedTuple

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_operand, whole_number
from cornu.primitives import movement
from cornu.utils.naming import suggest

_TOKEN = re.compile(r"\s*(?:(\.\.\.|[()]|\w+)|(\S))")
_REST = "..."
_ALL = (None, None, None)

Group = tuple[str, ...]


class _Side(NamedTuple):
    """One side of a pattern: for each axis of the array the axes it is made of."""

    groups: tuple[Group, ...]
    is_merged: tuple[bool, ...]

    @property
    def names(self) -> list[str]:
        return [name for group in self.groups for name in group]


def rearrange(tensor: Any, pattern: str, **axes_lengths: int) -> Any:
    """Return `tensor` with its axes split, reordered and merged as a pattern says.

    Each name in `pattern` is an axis; names in parentheses together are one axis of
    the array, the last name changing fastest. ``...`` stands for any axes, 1 or ``()``
    for an axis of size 1.

    Parameters
    ----------
    tensor : array-like
    pattern : str
        Such as ``"b (h r) w -> b h (r w)"``. Each name stands once on either side.
    **axes_lengths : int
        Sizes of named axes: of all names in a pair of parentheses on the left but one.

    Returns
    -------
    Tensor, type of `tensor`

    Raises
    ------
    ArgumentError
        If the pattern cannot be read, its sides name different axes, or a length
        belongs to no axis.
    ShapeError
        If `tensor` does not fit the left side.

    References
    ----------
    .. [1] Rogozhnikov, "Einops: Clear and Reliable Tensor Manipulations with
       Einstein-like Notation", ICLR 2022.

    Examples
    --------
    >>> from cornu import ops
    >>> images = ops.zeros((2, 6, 4, 3))
    >>> rearrange(images, "b (h r) w c -> b h w (r c)", r=2).shape
    (2, 3, 4, 6)
    """
    x = as_operand(tensor)
    left, right = _read(pattern)
    lengths = _checked_lengths(pattern, left, axes_lengths)
    left, right = _with_rest(pattern, left, right, tuple(x.shape))
    x = _split(pattern, x, left, lengths)
    names = left.names
    x = movement.transpose(x, axes=tuple(names.index(n) for n in right.names))
    return _merge(x, right)


# ---- reading a pattern ----


def _read(pattern: str) -> tuple[_Side, _Side]:
    if not isinstance(pattern, str) or pattern.count("->") != 1:
        raise ArgumentError(
            f"rearrange: pattern must be two lists of axes with one '->' between them, "
            f"got {pattern!r}; for example 'b h w -> b (h w)'."
        )
    left, right = (_read_side(pattern, side) for side in pattern.split("->"))
    apart = sorted(set(left.names) ^ set(right.names))
    if apart:
        raise ArgumentError(
            f"rearrange: {', '.join(apart)} must stand on both sides of the pattern "
            f"{pattern!r}. Only axes of size 1 come and go; use sum, mean, repeat or "
            f"indexing for others."
        )
    return left, right


def _read_side(pattern: str, text: str) -> _Side:
    groups: list[Group] = []
    is_merged: list[bool] = []
    inside: list[str] | None = None
    for token, wrong in _TOKEN.findall(text):
        if wrong or (token[0].isdigit() and token != "1"):
            raise _unreadable(pattern, f"{wrong or token!r} is no name of an axis")
        if token == "(":
            if inside is not None:
                raise _unreadable(pattern, "parentheses stand within parentheses")
            inside = []
        elif token == ")":
            if inside is None:
                raise _unreadable(pattern, "a ')' has no '('")
            groups.append(tuple(inside))
            is_merged.append(True)
            inside = None
        elif inside is not None:
            inside += [] if token == "1" else [token]
        else:
            groups.append(() if token == "1" else (token,))
            is_merged.append(False)
    if inside is not None:
        raise _unreadable(pattern, "a '(' has no ')'")
    side = _Side(tuple(groups), tuple(is_merged))
    for name in set(side.names):
        if side.names.count(name) > 1:
            raise _unreadable(pattern, f"{name!r} stands twice on one side")
    return side


def _unreadable(pattern: str, why: str) -> ArgumentError:
    return ArgumentError(
        f"rearrange: cannot read the pattern {pattern!r}: {why}; it must be like "
        f"'b (h r) w -> b h (r w)'."
    )


def _checked_lengths(pattern: str, left: _Side, lengths: Any) -> dict[str, int]:
    names = [n for n in left.names if n != _REST]
    for name, length in lengths.items():
        if name not in names:
            raise ArgumentError(
                f"rearrange: the length {name}={length!r} belongs to no axis of the "
                f"pattern {pattern!r}; it must be of {', '.join(names)}."
                f"{suggest(name, names)}"
            )
    return {
        name: whole_number("rearrange", f"the length of {name}", length, 1)
        for name, length in lengths.items()
    }


def _with_rest(
    pattern: str, left: _Side, right: _Side, shape: tuple[Any, ...]
) -> tuple[_Side, _Side]:
    """Give every axis that '...' stands for a name of its own."""
    count = len(left.groups)
    if _REST not in left.names:
        if count != len(shape):
            raise ShapeError(
                f"rearrange: the left side of {pattern!r} has {count} axes, but the "
                f"tensor has {len(shape)} (shape {shape}); they must be as many, or "
                f"use '...' for the rest."
            )
        return left, right
    if (_REST,) not in left.groups or left.is_merged[left.groups.index((_REST,))]:
        raise _unreadable(pattern, "'...' stands in parentheses on the left")
    if count - 1 > len(shape):
        raise ShapeError(
            f"rearrange: {pattern!r} needs at least {count - 1} axes, but the tensor "
            f"has {len(shape)} (shape {shape})."
        )
    rest = tuple(f"{_REST}{i}" for i in range(len(shape) - count + 1))
    return _expanded(left, rest), _expanded(right, rest)


def _expanded(side: _Side, rest: Group) -> _Side:
    groups: list[Group] = []
    is_merged: list[bool] = []
    for group, merged in zip(side.groups, side.is_merged):
        if group == (_REST,) and not merged:
            groups += [(name,) for name in rest]
            is_merged += [False] * len(rest)
            continue
        parts = [rest if name == _REST else (name,) for name in group]
        groups.append(tuple(name for part in parts for name in part))
        is_merged.append(merged)
    return _Side(tuple(groups), tuple(is_merged))


# ---- doing it ----


def _split(pattern: str, x: Any, left: _Side, lengths: dict[str, int]) -> Any:
    place = 0
    for group in left.groups:
        n = x.shape[place]
        sizes = tuple(lengths.get(name, -1) for name in group)
        known = math.prod(s for s in sizes if s != -1)
        free = [name for name, s in zip(group, sizes) if s == -1]
        if len(free) > 1:
            raise ArgumentError(
                f"rearrange: the lengths of {', '.join(free)} in {pattern!r} must be "
                f"known but for one; give them, for example {free[0]}=2."
            )
        if n is not None and (n % known if free else n != known):
            raise ShapeError(
                f"rearrange: an axis of size {n} (of the tensor's shape) cannot be "
                f"'{' '.join(group) or 1}' of {pattern!r}: it must be "
                f"{'a multiple of ' if free else ''}{known}."
            )
        if not group:
            index = (_ALL,) * place + (0,)
            x = movement.slice_view(x, index=index)
        elif len(group) > 1 or not free:
            x = movement.split_axis(x, axis=place, sizes=sizes)
        place += len(group)
    return x


def _merge(x: Any, right: _Side) -> Any:
    index: list[Any] = []
    for place, group in enumerate(right.groups):
        if len(group) > 1:
            x = movement.merge_axes(x, axis=place - index.count(None), count=len(group))
        index.append(_ALL if group else None)
    return movement.slice_view(x, index=tuple(index)) if None in index else x


# ---- depth and space ----


def depth_to_space(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    """Return images of fewer channels, each pixel spread over a square block.

    Parameters
    ----------
    x : array-like, shape (n, h, w, b * b * c) or (n, c * b * b, h, w)
    block_size : int
        Side b of a block in pixels, at least 2.
    data_format : {"channels_last", "channels_first"}
        With "channels_last" the pixels of a block are the slow part of the channels'
        index, with "channels_first" the fast one.

    Returns
    -------
    Tensor, shape (n, h * b, w * b, c) or (n, c, h * b, w * b)

    Raises
    ------
    ArgumentError
        If `block_size` is below 2 or `data_format` unknown.
    ShapeError
        If `x` has not four axes, or its channels are no multiple of ``b * b``.

    References
    ----------
    .. [1] Shi et al., "Real-Time Single Image and Video Super-Resolution Using an
       Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016.

    Examples
    --------
    >>> depth_to_space([[[[1, 2, 3, 4]]]], 2).tolist()
    [[[[1], [2]], [[3], [4]]]]
    """
    x, b = _images("depth_to_space", x, block_size, data_format)
    place = 3 if data_format == "channels_last" else 1
    channels = x.shape[place]
    if channels is not None and channels % (b * b):
        raise ShapeError(
            f"depth_to_space: x has {channels} channels (shape {tuple(x.shape)}); they "
            f"must be a multiple of block_size squared, {b * b}."
        )
    if data_format == "channels_last":
        pattern = "n h w (i j c) -> n (h i) (w j) c"
    else:
        pattern = "n (c i j) h w -> n c (h i) (w j)"
    return rearrange(x, pattern, i=b, j=b)


def space_to_depth(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    """Return smaller images of more channels: those of all pixels of a square block.

    It undoes :func:`depth_to_space`.

    Parameters
    ----------
    x : array-like, shape (n, h * b, w * b, c) or (n, c, h * b, w * b)
    block_size : int
        Side b of a block in pixels, at least 2.
    data_format : {"channels_last", "channels_first"}

    Returns
    -------
    Tensor, shape (n, h, w, b * b * c) or (n, c * b * b, h, w)

    Raises
    ------
    ArgumentError
        If `block_size` is below 2 or `data_format` unknown.
    ShapeError
        If `x` has not four axes, or height or width is no multiple of b.

    Examples
    --------
    >>> space_to_depth([[[[1], [2]], [[3], [4]]]], 2).tolist()
    [[[[1, 2, 3, 4]]]]
    """
    x, b = _images("space_to_depth", x, block_size, data_format)
    first = 1 if data_format == "channels_last" else 2
    for n in x.shape[first : first + 2]:
        if n is not None and n % b:
            raise ShapeError(
                f"space_to_depth: height and width of x (shape {tuple(x.shape)}) must "
                f"be multiples of block_size, {b}."
            )
    if data_format == "channels_last":
        pattern = "n (h i) (w j) c -> n h w (i j c)"
    else:
        pattern = "n c (h i) (w j) -> n (c i j) h w"
    return rearrange(x, pattern, i=b, j=b)


_FORMATS = ("channels_last", "channels_first")


def _images(op: str, x: Any, block_size: Any, data_format: Any) -> tuple[Any, int]:
    side = whole_number(op, "block_size", block_size, 2)
    if data_format not in _FORMATS:
        raise ArgumentError(
            f"{op}: data_format must be one of {', '.join(_FORMATS)}, got "
            f"{data_format!r}.{suggest(str(data_format), _FORMATS)}"
        )
    x = as_operand(x)
    if len(x.shape) != 4:
        raise ShapeError(
            f"{op}: x must be images of four axes, got shape {tuple(x.shape)}; give "
            f"one image a batch axis with expand_dims."
        )
    return x, side
