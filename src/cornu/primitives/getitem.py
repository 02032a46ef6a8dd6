"""NumPy's indexing, sorted into the primitives that do it."""

from typing import Any

import numpy as np

from cornu.core import promotion
from cornu.errors import ShapeError
from cornu.primitives.indexing import gather_nd, take
from cornu.primitives.movement import concatenate, reshape, slice_view


def get_item(x: Any, index: Any) -> Any:
    """Return ``x[index]`` for any index NumPy takes.

    Integers, slices, ``...`` and None give a view; integer arrays gather; boolean
    masks and mixed cases are looked up on the host first.

    Raises
    ------
    ShapeError
        If there are more indices than axes or an integer lies outside its axis.
    """
    parts = index if isinstance(index, tuple) else (index,)
    parts = _expand_ellipsis(x, tuple(_plain(p) for p in parts))
    if all(p is None or isinstance(p, (int, slice)) for p in parts):
        basic = tuple(_hashable(p) if isinstance(p, slice) else p for p in parts)
        return slice_view(x, index=basic)
    while isinstance(parts[-1], slice) and parts[-1] == slice(None):
        parts = parts[:-1]
    arrays = [p for p in parts if not (p is None or isinstance(p, (int, slice)))]
    if len(parts) == 1 and _is_integer(parts[0]):
        return take(x, parts[0], axis=0)
    if len(arrays) == len(parts) and all(_is_integer(p) for p in arrays):
        return gather_nd(x, _stack_last(arrays))
    return _by_positions(x, parts)


def _plain(part: Any) -> Any:
    if isinstance(part, (bool, np.bool_)):
        return np.asarray(part)
    if isinstance(part, (np.integer, int)):
        return int(part)
    if isinstance(part, slice):
        return slice(*(None if v is None else int(v) for v in _ends(part)))
    if isinstance(part, (list, tuple)):
        return np.asarray(part, dtype=None if len(part) else np.int64)
    return part


def _ends(part: slice) -> tuple[Any, Any, Any]:
    return part.start, part.stop, part.step


def _hashable(part: slice) -> tuple[int | None, int | None, int | None]:
    return part.start, part.stop, part.step


def _expand_ellipsis(x: Any, parts: tuple[Any, ...]) -> tuple[Any, ...]:
    places = [i for i, p in enumerate(parts) if p is Ellipsis]
    if not places:
        return parts
    if len(places) > 1:
        raise ShapeError("indexing: only one '...' may stand in an index.")
    used = sum(_consumes(p) for p in parts if p is not None and p is not Ellipsis)
    fill = (slice(None),) * (len(x.shape) - used)
    return (*parts[: places[0]], *fill, *parts[places[0] + 1 :])


def _consumes(part: Any) -> int:
    if hasattr(part, "dtype") and np.dtype(part.dtype).kind == "b":
        return max(len(part.shape), 0)
    return 1


def _is_integer(part: Any) -> bool:
    return hasattr(part, "dtype") and np.dtype(part.dtype).kind in "iu"


def _stack_last(arrays: list[Any]) -> Any:
    dtype = arrays[0].dtype
    for a in arrays[1:]:
        dtype = promotion.promote_types(dtype, a.dtype)
    if all(isinstance(a, np.ndarray) for a in arrays):
        return np.stack(np.broadcast_arrays(*arrays), axis=-1)
    zero = arrays[0] * 0
    for a in arrays[1:]:
        zero = zero + a * 0
    full = [a + zero for a in arrays]
    return concatenate(
        *(
            reshape(a, shape=(*(-1 if n is None else n for n in a.shape), 1))
            for a in full
        ),
        axis=len(full[0].shape),
    )


def _by_positions(x: Any, parts: tuple[Any, ...]) -> Any:
    if any(n is None for n in x.shape):
        raise ShapeError(
            f"indexing: an array of shape {tuple(x.shape)} with unknown sizes takes "
            f"integers, slices or one integer array; got {len(parts)} mixed parts. "
            f"Use ops.take or ops.where."
        )
    host = tuple(np.asarray(p) if hasattr(p, "dtype") else p for p in parts)
    size = int(np.prod(x.shape, dtype=np.int64))
    positions = np.arange(size).reshape(x.shape)[host]
    return take(reshape(x, shape=(-1,) if size else (0,)), positions, axis=0)
