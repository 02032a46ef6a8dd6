"""Nameless functions in configs, as code: written, and refused unless allowed."""

import base64
import marshal
import types
from collections.abc import Callable
from typing import Any

from cornu.errors import FileFormatError, SafetyError


def describe(function: Any, serialize: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a nameless function as Keras 3's files hold one.

    Parameters
    ----------
    function : function
    serialize : callable
        Writes its defaults and what it closes over.
    """
    code, defaults, closure = parts(function, serialize)
    return {"class_name": "__lambda__", "config": {"value": [code, defaults, closure]}}


def parts(function: Any, serialize: Callable[[Any], Any]) -> tuple[str, Any, Any]:
    """Return a function's code as text, its defaults, and what it closes over."""
    cells = function.__closure__
    return (
        base64.encodebytes(marshal.dumps(function.__code__)).decode("ascii"),
        serialize(function.__defaults__),
        cells and serialize(tuple(c.cell_contents for c in cells)),
    )


def revive(config: Any, place: str, safe_mode: bool) -> Any:
    """Return the function that code in a config makes.

    Parameters
    ----------
    config : dict
        With "value", or with "code", "defaults" and "closure".
    place : str
        Where it stands, for messages.
    safe_mode : bool
        Whether it is refused.

    Raises
    ------
    SafetyError
        If it is.
    FileFormatError
        If it is no such config, or code of another version of Python.
    """
    if safe_mode:
        raise SafetyError(
            f"{place}: a function is stored as Python code. It is refused, because "
            f"such code could do anything on this computer. If you trust whoever made "
            f"it, pass safe_mode=False; better, name the function with "
            f"register_keras_serializable() and save again."
        )
    try:
        if "value" in config:
            text, defaults, closure = config["value"]
        else:
            text, defaults, closure = (
                config[key] for key in ("code", "defaults", "closure")
            )
        code = marshal.loads(base64.b64decode(text))
        cells = tuple(types.CellType(v) for v in closure or ())
        defaults = defaults and tuple(defaults)
        return types.FunctionType(code, globals(), "<lambda>", defaults, cells or None)
    except (ValueError, TypeError, KeyError, EOFError) as error:
        raise FileFormatError(
            f"{place}: the code of a function cannot be read ({error}); was it written "
            f"by another version of Python?"
        ) from error
