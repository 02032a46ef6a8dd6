"""Results of two libraries, held against each other."""

from collections.abc import Iterator
from typing import Any

import numpy as np

# Relative to the largest element: a few units in the last place of each type.
TOLERANCE = {
    "float64": 1e-11,
    "complex128": 1e-11,
    "float32": 1e-5,
    "complex64": 1e-5,
    "float16": 2e-3,
    "bfloat16": 1.6e-2,
}


def leaves(value: Any) -> Iterator[Any]:
    """Return the arrays, numbers and words inside a result, in order."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from leaves(value[key])
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def hosted(value: Any) -> Any:
    """Return an array or tensor of any library as NumPy's; other things as they are."""
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return np.asarray(value)
    return value


def flat(value: Any) -> list[Any]:
    """Return the leaves of a result on the host."""
    return [hosted(leaf) for leaf in leaves(value)]


def is_wide(arguments: Any) -> bool:
    """Tell whether an array among arguments has a type of 64 bits, or uint32."""
    arrays = [a for a in leaves(arguments) if isinstance(a, np.ndarray)]
    return any(a.dtype.name in _WIDE for a in arrays)


_WIDE = ("float64", "int64", "uint64", "uint32", "complex128")
_WIDENED = {
    ("float64", "float32"),
    ("complex128", "complex64"),
    ("int64", "int32"),
    ("int32", "int64"),
    ("int64", "uint32"),
    ("uint32", "uint64"),
}


def difference(found: Any, wanted: Any, loose: float = 1.0, wide: bool = False) -> str:
    """Return in words where two results differ; empty if they agree.

    Parameters
    ----------
    found, wanted : nested structure of arrays, numbers and words
    loose : float
        By how much the usual tolerance of each data type is widened.
    wide : bool
        Whether ours may be the 64-bit type where Keras's is of 32 bits.
    """
    left, right = flat(found), flat(wanted)
    if len(left) != len(right):
        return f"{len(left)} results, not {len(right)}"
    for i, (a, b) in enumerate(zip(left, right)):
        words = _differ(a, b, loose, wide)
        if words:
            return f"result {i}: {words}" if len(right) > 1 else words
    return ""


def _differ(a: Any, b: Any, loose: float, wide: bool) -> str:
    if not isinstance(b, np.ndarray):
        if isinstance(a, np.ndarray):
            return f"an array of {a.dtype}, not {b!r}"
        same = a == b or (a != a and b != b)
        return "" if same else f"{a!r}, not {b!r}"
    if not isinstance(a, np.ndarray):
        return f"{a!r} ({type(a).__name__}), not an array of {b.dtype}"
    if a.shape != b.shape:
        return f"shape {a.shape}, not {b.shape}"
    widened = wide and (a.dtype.name, b.dtype.name) in _WIDENED
    if a.dtype != b.dtype and not widened:
        return f"dtype {a.dtype}, not {b.dtype}"
    narrow = {"float64": "float32", "complex128": "complex64"} if wide else {}
    name = narrow.get(b.dtype.name, b.dtype.name)  # Keras's digits, in x64 mode too
    tolerance = TOLERANCE.get(name, 0.0) * loose
    widest = np.complex128 if b.dtype.kind == "c" else np.float64
    if b.dtype.kind in "iub":
        if not (a == b).all():
            return f"{a.tolist()!r:.200}, not {b.tolist()!r:.200}"
        return ""
    x, y = a.astype(widest), b.astype(widest)
    finite = np.isfinite(y)
    largest = float(np.abs(y[finite]).max(initial=0.0))
    limit = tolerance * max(largest, 1e-1 if wide else 1e-3)
    with np.errstate(invalid="ignore"):
        close = (np.abs(x - y) <= limit) | (x == y) | (np.isnan(x) & np.isnan(y))
    if close.all():
        return ""
    place = tuple(int(k) for k in np.argwhere(~close)[0])
    return f"{x[place]!r}, not {y[place]!r}, at {place}"
