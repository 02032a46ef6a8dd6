"""Names of data types, and what kind of numbers they are."""

from typing import Any

import numpy as np

from cornu import config
from cornu.errors import ArgumentError
from cornu.utils.naming import suggest

FLOATS = ("bfloat16", "float16", "float32", "float64")
NARROW_FLOATS = ("float8_e4m3fn", "float8_e5m2")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES = ("bool", *INTEGERS, *NARROW_FLOATS, *FLOATS, "complex64", "complex128")
_OTHERS: dict[Any, str] = {
    int: "int32",
    str: "string",
    "int": "int32",
    "string": "string",
}


def standardize_dtype(dtype: Any) -> str:
    """Return the name of a data type.

    Parameters
    ----------
    dtype : str, type, numpy.dtype or None
        Python's `float` and None stand for the default float type, `int` for int32.

    Raises
    ------
    ArgumentError
        If there is no such type; the nearest name is given.

    Examples
    --------
    >>> standardize_dtype(np.float16), standardize_dtype(int)
    ('float16', 'int32')
    """
    if dtype is None or dtype is float:
        return config.floatx()
    if isinstance(dtype, (str, type)) and dtype in _OTHERS:
        return _OTHERS[dtype]
    if isinstance(dtype, str):
        name = dtype
    else:
        try:
            name = np.dtype(getattr(dtype, "name", dtype)).name
        except TypeError:
            name = str(dtype).rpartition(".")[2]
    if name not in DTYPES:
        raise ArgumentError(
            f"Unknown data type {dtype!r}.{suggest(name, DTYPES)} Use one of "
            f"{', '.join(DTYPES)}."
        )
    return name


def is_float_dtype(dtype: Any) -> bool:
    """Tell whether a data type is one of floating-point numbers.

    Examples
    --------
    >>> is_float_dtype("bfloat16"), is_float_dtype("int8"), is_float_dtype("complex64")
    (True, False, False)
    """
    return standardize_dtype(dtype) in (*FLOATS, *NARROW_FLOATS)


def is_int_dtype(dtype: Any) -> bool:
    """Tell whether a data type is one of integers, with or without a sign.

    Examples
    --------
    >>> is_int_dtype("uint8"), is_int_dtype("float32"), is_int_dtype("bool")
    (True, False, False)
    """
    return standardize_dtype(dtype) in INTEGERS
