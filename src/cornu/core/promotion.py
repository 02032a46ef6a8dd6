"""Which data type an operation on mixed types computes in.

The lattice is that of Keras and JAX: a float type wins over any integer type, whatever
their widths, and Python scalars take the array's type. NumPy's own answer differs for
``int32 + float32``, which it lifts to float64.
"""

from typing import Any

import numpy as np

from cornu import config
from cornu.core.spec import known_dtype
from cornu.errors import DTypeError

BOOL = np.dtype(bool)
_RANK = {"b": 0, "u": 1, "i": 1, "V": 2, "f": 2, "c": 3}
# None, an absent optional input, has no say.
_SCALAR_RANK = {bool: 0, int: 1, float: 2, complex: 3, type(None): -1}
_scalar_rank = _SCALAR_RANK.get
_COMPLEX_64 = np.dtype(np.complex64)
_COMPLEX_128 = np.dtype(np.complex128)


def result_dtype(values: Any, to_float: bool = False) -> np.dtype | None:
    """Return the type `values` meet in; None if it is what NumPy would take anyway.

    Parameters
    ----------
    values : sequence of arrays, specs or Python scalars
    to_float : bool, default False
        Whether integers and booleans are lifted to the default float type.

    Raises
    ------
    DTypeError
        If a value has no data type: a list, text, ...
    """
    first: np.dtype | None = None
    mixed = False
    scalar = -1
    for value in values:
        rank = _scalar_rank(type(value))
        if rank is not None:
            if rank > scalar:
                scalar = rank
            continue
        try:
            dtype = value.dtype
        except AttributeError:
            raise DTypeError(
                f"Expected an array, a tensor or a number, got "
                f"{type(value).__name__}: {value!r:.80}. Convert it first: "
                f"ops.convert_to_tensor(x)."
            ) from None
        if first is None:
            first = dtype
        elif dtype is not first and dtype != first:
            mixed = True
            first = promote_types(first, dtype)
    if scalar < 0 and not to_float:
        return first if mixed else None
    if first is None:
        if scalar < 0:
            return None
        return scalar_dtype(max(scalar, 2) if to_float else scalar)
    rank = _RANK[first.kind]
    if scalar > rank:
        if scalar == 3 and first == np.float64:
            return _COMPLEX_128
        return scalar_dtype(max(scalar, 2) if to_float else scalar)
    if to_float and rank < 2:
        return np.dtype(config.floatx())
    # Beside a bfloat16 array NumPy takes Python's floats for full ones.
    return first if mixed or (scalar >= 0 and first.kind == "V") else None


def scalar_dtype(rank: int) -> np.dtype:
    """Return the type of a lone Python scalar: bool, int32, the default float, ..."""
    if rank == 3:
        return complex_dtype(np.dtype(config.floatx()))
    return (BOOL, np.dtype(np.int32), np.dtype(config.floatx()))[rank]


def limits(dtype: Any) -> tuple[Any, Any]:
    """Return the smallest and the largest finite value of a real data type.

    Examples
    --------
    >>> limits("int8"), limits("float16"), limits("bool")
    ((-128, 127), (-65504.0, 65504.0), (False, True))
    """
    kind = np.dtype(dtype)
    if kind.kind == "b":
        return False, True
    if kind.kind in "iu":
        return int(np.iinfo(kind).min), int(np.iinfo(kind).max)
    # numpy.finfo does not know bfloat16.
    largest = float(np.nextafter(np.array(np.inf, kind), np.array(0, kind)))
    return -largest, largest


def complex_dtype(dtype: Any) -> np.dtype:
    """Return the complex type whose parts hold a type; half types take float32.

    Examples
    --------
    >>> str(complex_dtype("float32")), str(complex_dtype("float64"))
    ('complex64', 'complex128')
    """
    is_wide = real_dtype(dtype) == np.float64
    return _COMPLEX_128 if is_wide else _COMPLEX_64


def real_dtype(dtype: Any) -> np.dtype:
    """Return the type of the real part: that of the parts, or the type itself.

    Raises
    ------
    DTypeError
        If it is no type of numbers.

    Examples
    --------
    >>> str(real_dtype("complex64")), str(real_dtype("float16"))
    ('float32', 'float16')
    """
    whole: np.dtype = np.dtype(dtype)
    if whole.kind not in _RANK:
        raise DTypeError(
            f"Expected numbers, got an array of {whole}; convert it first."
        )
    if whole.kind != "c":
        return whole
    return np.dtype(np.float64 if whole == _COMPLEX_128 else np.float32)


def promote_types(a: Any, b: Any) -> np.dtype:
    """Return the type that holds both `a` and `b`, by the lattice of this module.

    Examples
    --------
    >>> str(promote_types("int64", "float16")), str(promote_types("uint8", "int8"))
    ('float16', 'int16')
    """
    left, right = known_dtype(a), known_dtype(b)
    rank_left, rank_right = _RANK[left.kind], _RANK[right.kind]
    if rank_left < 2 <= rank_right:
        return right
    if rank_right < 2 <= rank_left:
        return left
    if {rank_left, rank_right} == {2, 3}:
        whole = {complex_dtype(left), complex_dtype(right)}
        return _COMPLEX_128 if _COMPLEX_128 in whole else _COMPLEX_64
    if rank_left == rank_right == 2 and left != right:
        if left.itemsize == right.itemsize == 2:
            return np.dtype(np.float32)
        if {left.kind, right.kind} == {"f", "V"}:  # bfloat16 and a wider float
            return left if left.itemsize > right.itemsize else right
    wide = np.promote_types(left, right)
    if (
        wide.kind == "f" and rank_left < 2 and rank_right < 2
    ):  # uint64 with a signed type
        return np.dtype(config.floatx())
    return wide
