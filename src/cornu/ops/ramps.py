"""Values that grow by a constant factor."""

from typing import Any

from cornu.core.bind import Box
from cornu.errors import ArgumentError
from cornu.ops.arguments import as_operand, cast_to, dtype_name, whole_number
from cornu.ops.creation import counted_steps, linspace, ramp_dtype, ramp_ends
from cornu.ops.math import divide, power, where
from cornu.ops.movement import expand_dims
from cornu.typing import DType


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: Any = 10,
    dtype: DType = None,
    axis: int = 0,
) -> Any:
    """Return `num` powers of `base`, with exponents evenly from `start` to `stop`.

    Parameters
    ----------
    start, stop : number or array-like
        Exponents; arrays give one ramp per element.
    num : int, default 50
    endpoint : bool, default True
        Whether the value of `stop` is the last one.
    base : number, default 10
    dtype : str, optional
        By default the type of arrays of floats, else the default float type. Integer
        types lose the fraction.
    axis : int, default 0
        Where the new axis stands if `start` or `stop` are arrays.

    Returns
    -------
    Tensor, shape (num,) or that of the ends with one axis more

    Raises
    ------
    ArgumentError
        If `num` is negative or no whole number.

    Examples
    --------
    >>> logspace(0, 2, 3).tolist()
    [1.0, 10.0, 100.0]
    """
    num = whole_number("logspace", "num", num, 0)
    name = ramp_dtype(start, stop) if dtype is None else dtype_name(dtype)
    wide = _working_type(start, stop, name)
    exponents = linspace(start, stop, num, endpoint, dtype=wide, axis=axis)
    return _rounded(power(base, exponents), name)


def geomspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    dtype: DType = None,
    axis: int = 0,
) -> Any:
    """Return `num` values from `start` to `stop`, each the same multiple of the last.

    Parameters
    ----------
    start, stop : number or array-like
        Of one sign, not 0; arrays give one ramp per element.
    num : int, default 50
    endpoint : bool, default True
        Whether `stop` is the last value.
    dtype : str, optional
        By default the type of arrays of floats, else the default float type. Integer
        types lose the fraction.
    axis : int, default 0
        Where the new axis stands if `start` or `stop` are arrays.

    Returns
    -------
    Tensor, shape (num,) or that of the ends with one axis more
        NaN where the ends of arrays differ in sign.

    Raises
    ------
    ArgumentError
        If `num` is negative or no whole number, or numbers `start` and `stop` are 0
        or differ in sign.

    Examples
    --------
    >>> geomspace(1, 8, 4).tolist()
    [1.0, 2.0, 4.0, 8.0]
    """
    num = whole_number("geomspace", "num", num, 0)
    if all(isinstance(v, (int, float)) for v in (start, stop)) and start * stop <= 0:
        raise ArgumentError(
            f"geomspace: start and stop must have one sign and not be 0, got {start!r} "
            f"and {stop!r}; use linspace."
        )
    name = ramp_dtype(start, stop) if dtype is None else dtype_name(dtype)
    wide = _working_type(start, stop, name)
    if not isinstance(start, Box):
        start = cast_to(as_operand(start), wide)
    first, last, place, _ = ramp_ends("geomspace", start, stop, wide, axis)
    counts = counted_steps(first, num, place)
    first, last = expand_dims(first, place), expand_dims(last, place)
    parts = max(num - 1 if endpoint else num, 1)
    values = first * power(divide(last, first), counts / parts)
    if endpoint and num > 1:
        values = where(counts == num - 1, last, values)
    return _rounded(values, name)


def _working_type(start: Any, stop: Any, name: str) -> str:
    """Return the type to compute in: double precision where no gradient can ask."""
    if not (isinstance(start, Box) or isinstance(stop, Box)):
        return "float64"
    return "float64" if name == "float64" else "float32"


def _rounded(values: Any, name: str) -> Any:
    if name.startswith(("int", "uint")):  # 999.9999 was meant to be 1000
        small = 1e-12 if str(values.dtype) == "float64" else 1e-6
        values = values * (1 + small)
    return cast_to(values, name)
