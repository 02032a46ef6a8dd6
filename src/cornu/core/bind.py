"""Dispatch: the highest box among the arguments decides how a call is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from cornu.backend import HOST, common_backend
from cornu.core.promotion import result_dtype

if TYPE_CHECKING:
    from cornu.core.primitive import Primitive

Binder = Callable[["Primitive", tuple[Any, ...], dict[str, Any]], Any]

_binders: dict[type, tuple[int, Binder]] = {}
binder_of = _binders.get
"""From a type to its level and binder; None for arrays and scalars."""

_NumpyScalar = np.generic
_HostArray = np.ndarray


class Box:
    """Be the base of Tensor and SymbolicTensor.

    Subclasses set `_level` (higher wins) and `_bind`, the function that reads a call.
    """

    __slots__ = ()
    _level: int = 0
    _bind: Binder

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls._level:
            _binders[cls] = (cls._level, cls._bind)


def register_box(cls: type, level: int, binder: Binder) -> None:
    """Let `binder` read the calls in which a `cls` is the highest box."""
    cls._level = level  # type: ignore[attr-defined]
    cls._bind = staticmethod(binder)  # type: ignore[attr-defined]
    _binders[cls] = (level, binder)


def bind_arrays(
    primitive: "Primitive", args: tuple[Any, ...], params: dict[str, Any]
) -> Any:
    """Run the body on bare arrays: nothing is wrapped and nothing is kept."""
    if primitive.promote is not None and not are_alike(args):
        dtype = result_dtype(args, primitive.to_float)
        if dtype is not None:
            args = cast_all(args, dtype, lambda a, d: a.astype(d, copy=False))
    return run_body(primitive, args, params)


def are_alike(arrays: tuple[Any, ...]) -> bool:
    """Tell at little cost that no input needs a cast: floats of one type."""
    first = arrays[0] if arrays else None
    if type(first) is not _HostArray or first.dtype.kind != "f":
        return False
    if len(arrays) != 2:
        return len(arrays) == 1
    second = arrays[1]
    if type(second) is _HostArray:
        return second.dtype is first.dtype
    return type(second) is float or type(second) is int


def cast_all(
    args: tuple[Any, ...], dtype: np.dtype, cast: Callable[[Any, np.dtype], Any]
) -> tuple[Any, ...]:
    """Cast the arrays among `args`; scalars stay as they are unless they are alone."""
    if dtype.kind == "V" or all(type(a) in _SCALARS for a in args):
        args = tuple(np.asarray(a, dtype) if type(a) in _NUMBERS else a for a in args)
    return tuple(
        a if type(a) in _SCALARS or a.dtype == dtype else cast(a, dtype) for a in args
    )


_NUMBERS = (bool, int, float, complex)
_SCALARS = (*_NUMBERS, type(None))


def run_body(
    primitive: "Primitive", arrays: tuple[Any, ...], params: dict[str, Any]
) -> Any:
    """Run the right body on arrays and turn NumPy's scalars into 0-d arrays.

    Raises
    ------
    ShapeError, DTypeError
        In words, if the body failed because the inputs do not fit.
    """
    for array in arrays:
        if type(array) is not _HostArray:
            backend = common_backend(arrays)
            break
    else:
        backend = HOST  # by far the most frequent
    body = primitive.forward
    if primitive.overrides:
        body = primitive.body_for(backend.name, arrays, params)
    try:
        result = body(backend.xp, *arrays, **params)
    except Exception as error:
        words = primitive.explain(error, arrays, params)
        if words is error:
            raise
        raise words from None
    if type(result) is _HostArray:  # by far the most frequent
        return result
    if isinstance(result, _NumpyScalar):
        return np.asarray(result)
    if isinstance(result, tuple):
        return tuple(
            [np.asarray(r) if isinstance(r, _NumpyScalar) else r for r in result]
        )
    return result
