"""Make tensors, take them apart, and ask what they are."""

import math
from typing import Any

from cornu import config
from cornu.autodiff import Tensor, Variable, unwrap, wrap
from cornu.backend import HOST, backend_for, common_backend
from cornu.core import promotion, spec_of
from cornu.core.bind import Box
from cornu.errors import ArgumentError, DTypeError
from cornu.ops.arguments import (
    as_operand,
    axis_of,
    cast_to,
    dtype_name,
    is_symbolic,
    shape_of,
    whole_number,
)
from cornu.primitives import (
    arithmetic,
    comparison,
    elementwise,
    movement,
    repetition,
    rules,
    scan,
)
from cornu.typing import Device, DType, Shape


def convert_to_tensor(
    x: Any, dtype: DType = None, sparse: Any = None, ragged: Any = None
) -> Any:
    """Return `x` as a Tensor on the configured device.

    Parameters
    ----------
    x : array-like, Tensor, Variable or SymbolicTensor
        Symbols stay symbols; arrays on a GPU stay there.
    dtype : str, optional
        By default that of `x`; Python floats take the default float type, Python
        integers int32.
    sparse, ragged : bool, optional
        Accepted for compatibility with Keras; tensors are always dense.

    Raises
    ------
    DTypeError
        If `x` holds text or rows of different lengths.

    Examples
    --------
    >>> convert_to_tensor([1, 2])
    <Tensor shape=(2,) dtype=int32: [1 2]>
    """
    if isinstance(x, Variable):
        x = x.value
    elif not is_symbolic(x) and not isinstance(x, Tensor):
        return Tensor(x, None if dtype is None else dtype_name(dtype))
    return x if dtype is None else cast_to(x, dtype_name(dtype))


def array(x: Any, dtype: DType = None) -> Any:
    """Return `x` as a Tensor; see :func:`convert_to_tensor`.

    Parameters
    ----------
    x : array-like
    dtype : str, optional

    Returns
    -------
    Tensor

    Raises
    ------
    DTypeError
        If `x` holds text or rows of different lengths.

    Examples
    --------
    >>> array([1, 2]).dtype.name
    'int32'
    """
    return convert_to_tensor(x, dtype)


def convert_to_numpy(x: Any) -> Any:
    """Return `x` as a NumPy array in main memory.

    Examples
    --------
    >>> convert_to_numpy([1.0, 2.0])
    array([1., 2.], dtype=float32)
    """
    x = as_operand(x)
    if isinstance(x, Tensor):
        return x.numpy()
    if is_symbolic(x):
        return x.__array__()  # raises, in words
    if hasattr(x, "dtype"):
        return common_backend((x,)).to_host(x)
    return Tensor(x).numpy()


def is_tensor(x: Any) -> bool:
    """Tell whether `x` is a Tensor with a value.

    Examples
    --------
    >>> is_tensor(zeros(2)), is_tensor([0.0, 0.0])
    (True, False)
    """
    return isinstance(x, Tensor) and not isinstance(x, Variable)


def to_device(x: Any, device: Device) -> Any:
    """Return `x` in the memory of `device`.

    Parameters
    ----------
    x : Tensor or array
    device : {"cpu", "gpu", "gpu:<index>"}

    Raises
    ------
    DeviceError
        If no such GPU answers.
    """
    moved = backend_for(device).asarray(unwrap(as_operand(x)))
    return moved if hasattr(x, "dtype") and not isinstance(x, Tensor) else wrap(moved)


def shape(x: Any) -> Shape:
    """Return the sizes of the axes, None where a symbol does not know one.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    tuple of int or None

    Examples
    --------
    >>> shape([[1, 2, 3]])
    (1, 3)
    """
    return tuple(as_operand(x).shape)


def size(x: Any) -> int | None:
    """Return the number of elements, None if a symbol does not know it."""
    return spec_of(as_operand(x)).size


def ndim(x: Any) -> int:
    """Return the number of axes."""
    return len(as_operand(x).shape)


def dtype(x: Any) -> str:
    """Return the name of the data type of `x`."""
    return spec_of(x).dtype.name if hasattr(x, "dtype") else Tensor(x).dtype.name


def cast(x: Any, dtype: DType) -> Any:
    """Return `x` in another data type.

    Parameters
    ----------
    x : array-like
    dtype : str

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> cast([0.0, 1.5], "int32")
    <Tensor shape=(2,) dtype=int32: [0 1]>
    """
    return cast_to(as_operand(x), dtype_name(dtype))


def result_type(*dtypes: Any) -> str:
    """Return the name of the type that values of several types are computed in.

    Parameters
    ----------
    *dtypes : str, type or array
        ``int``, ``float`` and Python numbers give way to the others' width.

    Examples
    --------
    >>> result_type("int32", "float16"), result_type("int32", float)
    ('float16', 'float32')
    """
    values = [_example(d) for d in dtypes]
    found = promotion.result_dtype(values)
    if found is None:
        found = next(v.dtype for v in values if hasattr(v, "dtype"))
    return found.name


_NUMBERS = {bool: True, int: 1, float: 1.0, complex: 1j}


def _example(value: Any) -> Any:
    if value is None:
        value = config.floatx()
    if isinstance(value, type) and value in _NUMBERS:
        return _NUMBERS[value]
    if type(value) in _NUMBERS:
        return value
    if hasattr(value, "shape"):
        return spec_of(value)
    try:
        name = dtype_name(value)
    except TypeError:
        raise DTypeError(
            f"result_type: {value!r} is no data type; use one such as 'float32'."
        ) from None
    return HOST.empty((), name)


def copy(x: Any) -> Any:
    """Return the same values in memory of their own.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape and type of `x`

    Examples
    --------
    >>> copy([1, 2]).tolist()
    [1, 2]
    """
    return movement.copy(as_operand(x) if hasattr(x, "dtype") else Tensor(x))


# ---- filled ----


def full(shape: Any, fill_value: Any, dtype: DType = None) -> Any:
    """Return a tensor filled with one value (or with values that broadcast).

    Parameters
    ----------
    shape : int or tuple of int
    fill_value : number or array-like
    dtype : str, optional
        The default float type if not given.

    Examples
    --------
    >>> full((2,), 7, dtype="int32")
    <Tensor shape=(2,) dtype=int32: [7 7]>
    """
    sizes, name = _sizes("full", shape), dtype_name(dtype)
    if not isinstance(fill_value, (bool, int, float, complex)):
        return broadcast_to(convert_to_tensor(fill_value, name), sizes)
    return wrap(config.current_backend().xp.full(sizes, fill_value, name))


def zeros(shape: Any, dtype: DType = None) -> Any:
    """Return a tensor of zeros.

    Parameters
    ----------
    shape : tuple of int
    dtype : str, optional
        The default float type if not given.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> zeros((2,)).tolist()
    [0.0, 0.0]
    """
    xp = config.current_backend().xp
    return wrap(xp.zeros(_sizes("zeros", shape), dtype_name(dtype)))


def _sizes(op: str, shape: Any) -> tuple[int, ...]:
    """Return the shape of an array to be made, whose sizes must all be known."""
    parts = shape.tolist() if hasattr(shape, "tolist") else shape
    if not isinstance(parts, (tuple, list)):
        parts = (parts,)
    return tuple(whole_number(op, "each size in shape", n, 0) for n in parts)


def ones(shape: Any, dtype: DType = None) -> Any:
    """Return a tensor of ones.

    Parameters
    ----------
    shape : tuple of int
    dtype : str, optional
        The default float type if not given.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> ones((2,)).tolist()
    [1.0, 1.0]
    """
    xp = config.current_backend().xp
    return wrap(xp.ones(_sizes("ones", shape), dtype_name(dtype)))


def empty(shape: Any, dtype: DType = None) -> Any:
    """Return a tensor whose values may be anything (here: zeros).

    Parameters
    ----------
    shape : tuple of int
    dtype : str, optional
        The default float type if not given.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> empty((2, 3)).shape
    (2, 3)
    """
    return zeros(_sizes("empty", shape), dtype)


def full_like(x: Any, fill_value: Any, dtype: DType = None) -> Any:
    """Return a tensor shaped like `x`, filled with one value.

    Parameters
    ----------
    x : array-like
    fill_value : number
    dtype : str, optional
        That of `x` if not given.

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> full_like([1.0, 2.0], 7).tolist()
    [7.0, 7.0]
    """
    x = as_operand(x)
    name = None if dtype is None else dtype_name(dtype)
    if isinstance(fill_value, (bool, int, float, complex)):
        return movement.full_like(x, value=fill_value, dtype=name)
    blank = movement.full_like(x, value=0, dtype=name)
    filling = cast_to(as_operand(fill_value), spec_of(blank).dtype.name)
    if None in x.shape:
        return arithmetic.add(blank, filling)
    return movement.broadcast_to(filling, shape=tuple(x.shape))


def zeros_like(x: Any, dtype: DType = None) -> Any:
    """Return zeros in the shape of `x`.

    Parameters
    ----------
    x : array-like
    dtype : str, optional
        That of `x` if not given.

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> zeros_like([1, 2]).tolist()
    [0, 0]
    """
    return full_like(x, 0, dtype)


def ones_like(x: Any, dtype: DType = None) -> Any:
    """Return ones in the shape of `x`.

    Parameters
    ----------
    x : array-like
    dtype : str, optional
        That of `x` if not given.

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> ones_like([1.0, 2.0]).tolist()
    [1.0, 1.0]
    """
    return full_like(x, 1, dtype)


def empty_like(x: Any, dtype: DType = None) -> Any:
    """Return a tensor shaped like `x` whose values may be anything (here: zeros).

    Parameters
    ----------
    x : array-like
    dtype : str, optional
        That of `x` if not given.

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> empty_like([1, 2]).shape
    (2,)
    """
    return full_like(x, 0, dtype)


# ---- ramps ----


def arange(start: Any, stop: Any = None, step: Any = None, dtype: DType = None) -> Any:
    """Return evenly spaced values from `start` up to, not including, `stop`.

    Parameters
    ----------
    start : number
        The end, with 0 as the start, if `stop` is not given.
    stop, step : number, optional
    dtype : str, optional
        int32 for integers, the default float type otherwise.

    Examples
    --------
    >>> arange(2, 8, 3)
    <Tensor shape=(2,) dtype=int32: [2 5]>
    """
    start, stop, step = (_number(v) for v in (start, stop, step))
    if stop is None and isinstance(start, (int, float)):
        start, stop = 0, start
    step = 1 if step is None else step
    for name, value in (("start", start), ("stop", stop), ("step", step)):
        if not isinstance(value, (int, float)) or (name == "step" and not value):
            raise ArgumentError(
                f"arange: {name} must be a number{' other than 0' * (name == 'step')}, "
                f"got {value!r:.60}."
            )
    if dtype is None:
        whole = all(isinstance(v, int) for v in (start, stop, step))
        dtype = "int32" if whole else config.floatx()
    xp = config.current_backend().xp
    return wrap(xp.arange(start, stop, step).astype(dtype_name(dtype)))


def _number(value: Any) -> Any:
    """Return a tensor of one element as the Python number it holds."""
    return value.item() if hasattr(value, "item") else value


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: DType = None,
    axis: int = 0,
) -> Any:
    """Return `num` evenly spaced values from `start` to `stop`.

    Parameters
    ----------
    start, stop : number or array-like
        Arrays give one ramp per element.
    num : int, default 50
    endpoint : bool, default True
        Whether `stop` is the last value.
    retstep : bool, default False
        Whether to return ``(values, step)``.
    dtype : str, optional
        By default the type of arrays of floats, else the default float type.
    axis : int, default 0
        Where the new axis stands if `start` or `stop` are arrays.

    Returns
    -------
    Tensor, shape (num,) or that of the ends with one axis more
        Integer types are rounded down.

    Raises
    ------
    ArgumentError
        If `num` is negative or no whole number.

    Examples
    --------
    >>> linspace(0.0, 1.0, 3)
    <Tensor shape=(3,) dtype=float32: [0.  0.5 1. ]>
    """
    count = whole_number("linspace", "num", num, 0)
    name = ramp_dtype(start, stop) if dtype is None else dtype_name(dtype)
    if isinstance(start, Box) or isinstance(stop, Box):
        values, step = _ramp(start, stop, count, endpoint, name, axis)
    else:
        xp = config.current_backend().xp
        ends = [v if isinstance(v, (int, float)) else _wide(v) for v in (start, stop)]
        rules.broadcast_shapes(*(spec_of(v).shape for v in ends))
        # NumPy computes in double precision and rounds once.
        found = xp.linspace(*ends, count, endpoint=endpoint, retstep=True, axis=axis)
        values, step = wrap(found[0]), wrap(xp.asarray(found[1]))
    if _is_whole(name):
        values = elementwise.floor(values)
    values = cast_to(values, name)
    if not retstep:
        return values
    return values, cast_to(step, config.floatx() if _is_whole(name) else name)


def _is_whole(name: str) -> bool:
    return name.startswith(("int", "uint"))


def _wide(value: Any) -> Any:
    return config.current_backend().asarray(unwrap(as_operand(value))).astype("float64")


def ramp_dtype(start: Any, stop: Any) -> str:
    """Return the float type of a ramp between two ends."""
    ends = [v if type(v) in _NUMBERS else spec_of(as_operand(v)) for v in (start, stop)]
    found = promotion.result_dtype(ends, to_float=True)
    if found is None:  # one type alone
        found = next(v.dtype for v in ends if hasattr(v, "dtype"))
    return found.name


def counted_steps(like: Any, num: int, place: int) -> Any:
    """Return 0, 1, ..., num - 1 along a new axis, with the other axes of `like`.

    They are made of `like`, so that they live on its device and sizes may be unknown.
    """
    index = ((None, None, None),) * place + (None,)
    ones = movement.full_like(movement.slice_view(like, index=index), value=1)
    return scan.cumsum(repetition.repeat(ones, repeats=num, axis=place), axis=place) - 1


def ramp_ends(
    op: str, start: Any, stop: Any, name: str, axis: int
) -> tuple[Any, Any, int, str]:
    """Return both ends, of one shape and type, and the place of the new axis."""
    work = name if name in ("float32", "float64") else "float32"
    start, stop = (cast_to(as_operand(v), work) for v in (start, stop))
    blank = movement.full_like(arithmetic.subtract(stop, start), value=0)
    place = axis_of(op, len(blank.shape) + 1, axis)
    ends = (arithmetic.add(v, blank) for v in (start, stop))
    return *ends, place, work


def _ramp(
    start: Any, stop: Any, num: int, endpoint: bool, name: str, axis: int
) -> tuple[Any, Any]:
    start, stop, place, _ = ramp_ends("linspace", start, stop, name, axis)
    parts = num - 1 if endpoint else num
    step = (stop - start) * (1 / parts if parts > 0 else math.nan)
    index = ((None, None, None),) * place + (None,)
    first, last, each = (
        movement.slice_view(v, index=index) for v in (start, stop, step)
    )
    counts = counted_steps(start, num, place)
    if num < 2:
        return first + counts, step
    values = first + counts * each
    if endpoint:  # without what rounding adds up to
        values = comparison.where(counts == num - 1, last, values)
    return values, step


def eye(N: int, M: int | None = None, k: int = 0, dtype: DType = None) -> Any:
    """Return a matrix with ones on its k-th diagonal, zeros elsewhere.

    Parameters
    ----------
    N : int
        Number of rows.
    M : int, optional
        Number of columns, `N` by default.
    k : int, default 0
        Positive above the main diagonal, negative below.
    dtype : str, optional
    """
    xp = config.current_backend().xp
    return wrap(xp.eye(*_rows_and_columns("eye", N, M, k), dtype_name(dtype)))


def _rows_and_columns(op: str, N: Any, M: Any, k: Any) -> tuple[int, int, int]:
    rows = whole_number(op, "N", N, 0)
    columns = rows if M is None else whole_number(op, "M", M, 0)
    return rows, columns, whole_number(op, "k", k)


def identity(n: int, dtype: DType = None) -> Any:
    """Return the identity matrix of `n` rows.

    Parameters
    ----------
    n : int
    dtype : str, optional
        The default float type if not given.

    Returns
    -------
    Tensor, shape (n, n)

    Examples
    --------
    >>> identity(2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    return eye(whole_number("identity", "n", n, 0), dtype=dtype)


def tri(N: int, M: int | None = None, k: int = 0, dtype: DType = None) -> Any:
    """Return a matrix with ones on and below its k-th diagonal.

    Parameters
    ----------
    N : int
        Rows.
    M : int, optional
        Columns; `N` if not given.
    k : int, default 0
        Positive above the main diagonal, negative below.
    dtype : str, optional
        The default float type if not given.

    Returns
    -------
    Tensor, shape (N, M)

    Examples
    --------
    >>> tri(2).tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    xp = config.current_backend().xp
    return wrap(xp.tri(*_rows_and_columns("tri", N, M, k), dtype_name(dtype)))


def broadcast_to(x: Any, shape: Any) -> Any:
    """Return `x` repeated along axes of size 1, and new leading ones, to `shape`.

    Parameters
    ----------
    x : array-like
    shape : tuple of int

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If a size of `x` is neither 1 nor that of `shape`.

    Examples
    --------
    >>> broadcast_to([1, 2], (2, 2)).tolist()
    [[1, 2], [1, 2]]
    """
    return movement.broadcast_to(as_operand(x), shape=shape_of(shape))
