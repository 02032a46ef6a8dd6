"""What is known of an array before it exists: its shape and its data type."""

from typing import Any, NamedTuple

import numpy as np

from cornu.typing import Shape
from cornu.utils.bfloat16 import load_bfloat16


class Spec(NamedTuple):
    """Describe an array.

    Attributes
    ----------
    shape : tuple of int or None
        ``None`` stands for a size not known yet.
    dtype : numpy.dtype
    """

    shape: Shape
    dtype: np.dtype

    @property
    def ndim(self) -> int:
        """Return the number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int | None:
        """Return the number of elements, None if a size is unknown."""
        total = 1
        for n in self.shape:
            if n is None:
                return None
            total *= n
        return total


_names: dict[np.dtype, str] = {}


def dtype_name(dtype: np.dtype) -> str:
    """Return a data type's name; NumPy works it out anew each time it is asked.

    Examples
    --------
    >>> dtype_name(np.dtype("float32"))
    'float32'
    """
    name = _names.get(dtype)
    if name is None:
        name = _names[dtype] = dtype.name
    return name


def known_dtype(dtype: Any) -> np.dtype:
    """Return a data type, bfloat16 among them.

    Raises
    ------
    DTypeError
        If it is bfloat16, and the package ``ml_dtypes`` is not installed.

    Examples
    --------
    >>> known_dtype("float16").itemsize
    2
    """
    if type(dtype) is str and dtype == "bfloat16":
        load_bfloat16()
    found: np.dtype = np.dtype(dtype)
    return found


def make_spec(shape: Any, dtype: Any) -> Spec:
    """Return a Spec from any sequence of sizes and any name of a data type."""
    return Spec(tuple(shape), known_dtype(dtype))


_SCALARS: dict[type, Spec] = {
    bool: Spec((), np.dtype(bool)),
    int: Spec((), np.dtype(np.int32)),
    float: Spec((), np.dtype(np.float32)),
    complex: Spec((), np.dtype(np.complex64)),
}


def spec_of(value: Any) -> Spec:
    """Return the Spec of an array, a tensor, a symbol or a Python scalar.

    Examples
    --------
    >>> spec_of(np.zeros((2, 3))).shape
    (2, 3)
    """
    found = _SCALARS.get(type(value))
    if found is not None:
        return found
    dtype = value.dtype
    if type(dtype) is str:  # symbols and variables name theirs
        dtype = np.dtype(dtype)
    return Spec(tuple(value.shape), dtype)


def same_shape(a: Shape, b: Shape) -> bool:
    """Tell whether two shapes agree wherever both are known."""
    return len(a) == len(b) and all(
        x is None or y is None or x == y for x, y in zip(a, b)
    )
