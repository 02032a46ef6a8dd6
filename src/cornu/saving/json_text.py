"""Configs as JSON text: written plainly, read with limits."""

import json
from typing import Any

from cornu.errors import FileFormatError
from cornu.saving.graph_values import encode_value

MAX_DEPTH = 200


def to_text(config: Any, **options: Any) -> str:
    """Return a config as JSON.

    Parameters
    ----------
    config : dict
    **options
        Of :func:`json.dumps`.

    Raises
    ------
    TypeError
        If it holds what cannot be written.
    """
    options.setdefault("default", encode_value)
    return json.dumps(config, **options)


def from_text(text: str, who: str) -> dict[str, Any]:
    """Return the dictionary that a JSON text describes.

    Parameters
    ----------
    text : str
    who : str
        Where it comes from, for messages.

    Raises
    ------
    FileFormatError
        If it is no JSON, no dictionary, or nested too deeply.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileFormatError(
            f"{who} is not JSON that can be read ({error}); is it damaged?"
        ) from None
    if not isinstance(found, dict):
        raise FileFormatError(
            f"{who}: expected a dictionary, got {found!r:.200} "
            f"({type(found).__name__})."
        )
    _check_depth(found, who)
    return found


def _check_depth(found: Any, who: str) -> None:
    level = [found]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise FileFormatError(f"{who}: nested more than {MAX_DEPTH} levels deep.")
