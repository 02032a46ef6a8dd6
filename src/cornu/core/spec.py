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
        `TEXT` for strings, which no primitive takes, but layers do.
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


TEXT = np.dtype(np.str_)
"""What stands in a Spec for strings: arrays of them stay on the host."""

_TEXT_KINDS = "OSUT"
_names: dict[np.dtype, str] = {}


def dtype_name(dtype: np.dtype) -> str:
    """Return a data type's name; NumPy works it out anew each time it is asked.

    All types that hold strings, or objects that may be some, are called "string".

    Examples
    --------
    >>> dtype_name(np.dtype("float32")), dtype_name(np.dtype("U5"))
    ('float32', 'string')
    """
    name = _names.get(dtype)
    if name is None:
        name = _names[dtype] = "string" if is_text_dtype(dtype) else dtype.name
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


def as_dtype(name: Any) -> np.dtype:
    """Return the NumPy type that a name stands for; "string" stands for `TEXT`."""
    return TEXT if isinstance(name, str) and name == "string" else known_dtype(name)


def is_text_dtype(dtype: np.dtype) -> bool:
    """Tell whether arrays of a type hold strings, or objects that may be some."""
    return dtype.kind in _TEXT_KINDS


def make_spec(shape: Any, dtype: Any) -> Spec:
    """Return a Spec from any sequence of sizes and any name of a data type."""
    return Spec(tuple(shape), as_dtype(dtype))


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
        dtype = as_dtype(dtype)
    return Spec(tuple(value.shape), dtype)


def same_shape(a: Shape, b: Shape) -> bool:
    """Tell whether two shapes agree wherever both are known."""
    return len(a) == len(b) and all(
        x is None or y is None or x == y for x, y in zip(a, b)
    )
