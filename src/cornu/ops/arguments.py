"""What people may pass: lists, Python numbers, negative axes, names of data types."""

from collections.abc import Callable, Sequence
from typing import Any

from cornu import config
from cornu.autodiff import Tensor
from cornu.core import dtype_name as name_of
from cornu.core import spec_of
from cornu.core.bind import Box
from cornu.core.promotion import promote_types, result_dtype
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.primitives import movement
from cornu.typing import Axis

_NUMBERS = frozenset((bool, int, float, complex))
_SEQUENCES = frozenset((list, tuple, range))
_PLAIN = _NUMBERS | _SEQUENCES
_TEXT = frozenset("OSUM")


def as_operand(x: Any) -> Any:
    """Return lists and Python numbers as Tensors, anything else as it is.

    Raises
    ------
    DTypeError
        If `x` is an array of text or of objects.
    """
    kind = type(x)
    if kind is Tensor:
        return x
    if kind in _PLAIN:
        return Tensor(x)
    if getattr(getattr(x, "dtype", None), "kind", "") in _TEXT:
        raise DTypeError("text cannot be computed with; arrays must hold numbers.")
    return x


def as_numbers(x: Any) -> Any:
    """Return what :func:`as_operand` does, for ops whose body would take text, too.

    Raises
    ------
    DTypeError
        If `x` is an array of text or of objects.
    """
    x = as_operand(x)
    if dtype_of(x).kind in "OSUM":
        raise DTypeError(f"x is an array of {dtype_of(x)}; it must be of numbers.")
    return x


def as_operands(x1: Any, x2: Any) -> tuple[Any, Any]:
    """Return two operands a primitive takes; a lone number stays one.

    A number beside an array takes the array's data type, so it must not become an
    array first.
    """
    kind1, kind2 = type(x1), type(x2)
    if kind1 in _SEQUENCES or (kind1 in _NUMBERS and kind2 in _NUMBERS):
        x1 = Tensor(x1)
    if kind2 in _SEQUENCES:
        x2 = Tensor(x2)
    return x1, x2


def dtype_of(x: Any) -> Any:
    """Return the data type of anything with one, as a :class:`numpy.dtype`."""
    # Nearly always a Tensor, and asked in nearly every op.
    return x._data.dtype if type(x) is Tensor else spec_of(x).dtype


_CANONICAL = frozenset(
    (
        "bool",
        "float16",
        "float32",
        "float64",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
    )
)


def dtype_name(dtype: Any) -> str:
    """Return the canonical name of a data type; None stands for the default float.

    Examples
    --------
    >>> dtype_name(None), dtype_name("int"), dtype_name(bool)
    ('float32', 'int32', 'bool')
    """
    if dtype is None:
        return config.floatx()
    if type(dtype) is str and dtype in _CANONICAL:
        return dtype
    # A numpy.dtype of 64 bits equals the strings "float" and "int".
    if dtype is float or (isinstance(dtype, str) and dtype == "float"):
        return config.floatx()
    if dtype is int or (isinstance(dtype, str) and dtype == "int"):
        return "int32"
    return promote_types(dtype, dtype).name


def cast_to(x: Any, dtype: str) -> Any:
    """Return `x` in a data type given by its canonical name."""
    return x if name_of(dtype_of(x)) == dtype else movement.cast(x, dtype=dtype)


def as_float(x: Any) -> Any:
    """Return integers and booleans in the default float type, floats as they are."""
    return x if dtype_of(x).kind in "fcV" else cast_to(x, config.floatx())


def to_common(values: Sequence[Any]) -> list[Any]:
    """Return all values as arrays of the data type they meet in."""
    values = [as_operand(v) for v in values]
    dtype = result_dtype([spec_of(v) for v in values])
    return values if dtype is None else [cast_to(v, dtype.name) for v in values]


def countable(x: Any) -> Any:
    """Widen booleans and short integers, whose sums would overflow."""
    dtype = dtype_of(x)
    if dtype.kind == "b" or (dtype.kind == "i" and dtype.itemsize < 4):
        return cast_to(x, "int32")
    if dtype.kind == "u" and dtype.itemsize < 4:
        return cast_to(x, "uint32")
    return x


def arrays_to_join(op: str, name: str, values: Any) -> list[Any]:
    """Return the arrays of a sequence (or along the first axis of one) in one type.

    Raises
    ------
    ArgumentError
        If there is none; the message names `op` and the argument.
    ShapeError
        If they are the parts of a symbol that does not know how many.
    """
    if isinstance(values, Box) and values.shape:  # type: ignore[attr-defined]
        known_size(op, values, 0)
    arrays = to_common(values)
    if not arrays:
        raise ArgumentError(f"{op}: {name} needs at least one array, got none.")
    return arrays


def whole_number(op: str, name: str, value: Any, least: int | None = None) -> int:
    """Return an argument that must be a whole number.

    Raises
    ------
    ArgumentError
        If it is none, or below `least`; the message names `op` and the argument.
    """
    if not isinstance(value, int):
        value = value.item() if hasattr(value, "item") else value
    if not hasattr(value, "__index__") or (least is not None and value < least):
        bound = "" if least is None else f" of at least {least}"
        raise ArgumentError(
            f"{op}: {name} must be a whole number{bound}, got {value!r:.60}."
        )
    return int(value.__index__())


def meet(*values: Any, to_float: bool = False) -> list[Any]:
    """Return all values as arrays of one data type, numbers in that of the arrays.

    Examples
    --------
    >>> [v.dtype.name for v in meet([1, 2], 3, to_float=True)]
    ['float32', 'float32']
    """
    boxed = [Tensor(v) if type(v) in _SEQUENCES else v for v in values]
    known = [v if type(v) in _NUMBERS else spec_of(v) for v in boxed]
    dtype = result_dtype(known, to_float)
    if dtype is None:
        dtype = next(s.dtype for s in known if type(s) not in _NUMBERS)
    name = name_of(dtype)
    return [Tensor(v, name) if type(v) in _NUMBERS else cast_to(v, name) for v in boxed]


def axis_of(op: str, ndim: int, axis: Any) -> int:
    """Return one axis counted from the front.

    Raises
    ------
    ShapeError
        If it lies outside ``[-ndim, ndim)``; the message names `op`.
    """
    axis = axis.__index__()
    if not -ndim <= axis < ndim:
        raise ShapeError(
            f"{op}: axis {axis} is out of range for an array of {ndim} axes; use one "
            f"from {-ndim} to {ndim - 1}."
            if ndim
            else f"{op}: axis {axis} of an array without axes; give it an axis first."
        )
    return int(axis % ndim)


def axes_of(op: str, ndim: int, axis: Axis) -> tuple[int, ...]:
    """Return axes counted from the front, in the order given; None means all.

    Raises
    ------
    ShapeError
        If one is out of range or named twice; the message names `op`.
    """
    if axis is None:
        return tuple(range(ndim))
    if not isinstance(axis, (tuple, list)):
        return (axis_of(op, ndim, axis),)
    axes = tuple(axis_of(op, ndim, a) for a in axis)
    if len(set(axes)) != len(axes):
        raise ShapeError(
            f"{op}: axis={tuple(axis)} names an axis twice; each must be given once."
        )
    return axes


def shape_of(shape: Any) -> tuple[Any, ...]:
    """Return a shape as a tuple; one integer is one axis."""
    if hasattr(shape, "__index__") and not hasattr(shape, "__len__"):
        return (shape.__index__(),)
    return tuple(n if n is None else n.__index__() for n in shape)


def sizes_of(x: Any) -> tuple[int, ...]:
    """Return the shape of `x` as :func:`reshape` takes it: -1 for an unknown size."""
    return tuple(-1 if n is None else n for n in x.shape)


def is_symbolic(x: Any) -> bool:
    """Tell whether `x` is a symbol: a box without a value."""
    return isinstance(x, Box) and not isinstance(x, Tensor)


def known_size(op: str, x: Any, axis: int) -> int:
    """Return the size of one axis.

    Raises
    ------
    ShapeError
        If it is not known yet; the message names `op`.
    """
    n = x.shape[axis]
    if n is None:
        raise ShapeError(
            f"{op}: the size of axis {axis} must be known, got shape "
            f"{tuple(x.shape)}. Give Input(...) that size, or use an op that does "
            f"not need it."
        )
    return int(n)


# ---- primitives as public ops ----

Unary = Callable[[Any], Any]
Binary = Callable[[Any, Any], Any]

_UNARY = """

    Works element by element.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape of `x`
"""

_BINARY = """

    Works element by element.

    Parameters
    ----------
    x1, x2 : array-like
        Shapes broadcast; types meet in the wider one, floats winning over integers.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If the shapes do not broadcast.
"""


def unary(name: str, primitive: Callable[..., Any], words: str) -> Unary:
    """Return a primitive of one input that also takes numbers and lists."""

    def function(x: Any) -> Any:
        return primitive(as_operand(x))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{words}{_UNARY}"
    return function


def binary(name: str, primitive: Callable[..., Any], words: str) -> Binary:
    """Return a primitive of two inputs that also takes numbers and lists."""

    def function(x1: Any, x2: Any) -> Any:
        return primitive(*as_operands(x1, x2))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{words}{_BINARY}"
    return function
