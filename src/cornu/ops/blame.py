"""From a failed call of a public op to a message that names the argument at fault.

Nothing here runs before a call has failed: ops do not check, they are explained.
"""

import inspect
import re
from collections.abc import Callable
from typing import Any

from cornu.core.bind import Box
from cornu.core.promotion import promote_types
from cornu.errors import (
    ArgumentError,
    CornuError,
    DTypeError,
    OutOfRangeError,
    ShapeError,
)
from cornu.utils import tree

_AXES = {"axis", "axes", "axis1", "axis2", "axisa", "axisb", "axisc", "source",
         "destination", "dim"}  # fmt: skip
# What Python and NumPy raise at wrong arguments; anything else is somebody's own.
_OF_ARGUMENTS = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
_LONGEST = 900


def in_words(
    name: str,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    error: Exception,
) -> Exception:
    """Return the error to raise in place of `error`; perhaps `error` itself.

    Parameters
    ----------
    name : str
        The op's name, with which the message begins.
    function : callable
        The op; its docstring says what each argument should be.
    args, kwargs
        What it was called with.
    error : Exception
        What its code raised.

    Returns
    -------
    CornuError, or `error` as it came
        An error of another library becomes one of ours. Errors of a function that the
        caller passed in, and a call that does not fit the signature, stay as they are.
    """
    short = name.rpartition(".")[2]
    if not isinstance(error, (CornuError, *_OF_ARGUMENTS)):
        return error
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        return error
    given = dict(bound.arguments)
    if takes_functions(given):
        return error  # theirs, or in our words already
    if isinstance(error, CornuError):
        text = str(error)
        if text.startswith((f"{short}:", f"{name}:")):
            return error
        words = _told(name, text, given)
        return _alike(error, words)
    wanted = _documented(function)
    culprit = _culprit(given, wanted)
    if culprit is not None:
        kind, text = culprit
        return kind(f"{name}: {text}"[:_LONGEST])
    kinds = {TypeError: DTypeError, IndexError: OutOfRangeError}
    kind = next((k for c, k in kinds.items() if isinstance(error, c)), ArgumentError)
    return kind(_told(name, str(error), given))


def takes_functions(given: Any) -> bool:
    """Tell whether functions of the caller's are among arguments; types are none."""
    return any(
        callable(a) and not isinstance(a, (Box, type)) for a in tree.flatten(given)
    )


def _alike(error: CornuError, words: str) -> CornuError:
    """Return an error of the same class with other words, its notes kept."""
    made = type(error)(words)
    for note in getattr(error, "__notes__", ()):
        made.add_note(note)
    return made


def _told(name: str, text: str, given: dict[str, Any]) -> str:
    """Put the op's name before a message, and what it was called with behind."""
    text = re.sub(r"^\w+: ", "", text)
    listed = ", ".join(f"{k}={_shown(v)}" for k, v in given.items())
    text = text if text.endswith((".", "?")) else f"{text}."
    return f"{name}: {text} Got {listed}."[:_LONGEST]


def _shown(value: Any) -> str:
    """Return a value in few words: shape and type of arrays, the rest as it reads."""
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return f"{value.dtype} of shape {tuple(value.shape)}"
    if isinstance(value, (list, tuple)) and any(hasattr(v, "shape") for v in value):
        return f"[{', '.join(_shown(v) for v in value)}]"
    return f"{value!r:.60}"


# ---- which argument ----


def _culprit(
    given: dict[str, Any], wanted: dict[str, str]
) -> tuple[type[CornuError], str] | None:
    """Return the class of error and the words for the first argument that is wrong."""
    ndim: int | None = None
    for name, value in given.items():
        must = wanted.get(name, "")
        if "array-like" in must:
            problem = _not_an_array(value, must)
            if problem:
                return DTypeError, f"{name} is {problem}; it must be {must}."
            if ndim is None and hasattr(value, "shape"):
                ndim = len(value.shape)
        elif name in _AXES and value is not None:
            problem = _no_axis(value, ndim)
            if problem:
                return ShapeError, f"{name}={value!r:.60} {problem}"
        elif name == "dtype" and value is not None and not _is_dtype(value):
            return DTypeError, (
                f"dtype={value!r:.60} is no data type; use one such as 'float32', "
                f"'int32' or 'bool'."
            )
    return None


def _not_an_array(value: Any, must: str) -> str:
    """Return what a value is, in words, if no array can be made of it."""
    for leaf in tree.flatten(value):
        if leaf is None and "None" not in must and "optional" not in must:
            return "None"
        if isinstance(leaf, (str, bytes)):
            return f"{leaf!r:.60}, which is text"
        if leaf is not None and not hasattr(leaf, "shape"):
            if not isinstance(leaf, (bool, int, float, complex)):
                return f"{leaf!r:.60} ({type(leaf).__name__})"
        if getattr(getattr(leaf, "dtype", None), "kind", "f") in "OSUM":
            return f"an array of {leaf.dtype}"
    return ""


def _no_axis(value: Any, ndim: int | None) -> str:
    """Return what is wrong with an axis, in words; empty if nothing is."""
    for axis in value if isinstance(value, (list, tuple)) else (value,):
        if not hasattr(axis, "__index__"):
            return "is no axis; it must be an integer (or a tuple of them)."
        if ndim is not None and not -ndim <= axis.__index__() < ndim:
            return (
                f"is out of range for an array of {ndim} axes; use one from {-ndim} "
                f"to {ndim - 1}."
            )
    return ""


def _is_dtype(value: Any) -> bool:
    try:
        promote_types(value, value)
    except (TypeError, KeyError, ValueError):
        return value in ("int", "float", int, float)
    return True


def _documented(function: Callable[..., Any]) -> dict[str, str]:
    """Return what the docstring says each parameter should be."""
    found: dict[str, str] = {}
    text = inspect.getdoc(function) or ""
    section = re.search(r"Parameters\n-+\n(.*?)(\n\n|\Z)", text, re.DOTALL)
    for line in (section.group(1) if section else "").splitlines():
        matched = re.match(r"([*\w, ]+?) : (.+)", line)
        if matched:
            for name in matched.group(1).split(","):
                found[name.strip().lstrip("*")] = matched.group(2)
    return found
