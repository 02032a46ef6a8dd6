"""bfloat16: a data type NumPy learns of only from the package ``ml_dtypes``."""

import functools
import importlib

from cornu.errors import DTypeError


@functools.cache
def load_bfloat16() -> None:
    """Make NumPy know the data type "bfloat16".

    Raises
    ------
    DTypeError
        If the package ``ml_dtypes`` is not installed.

    Examples
    --------
    >>> load_bfloat16()  # doctest: +SKIP
    """
    try:
        importlib.import_module("ml_dtypes")
    except ImportError:
        raise DTypeError(
            "bfloat16 needs the package ml_dtypes, which is not installed. Run: "
            "pip install ml_dtypes"
        ) from None
