"""The names initializers are found by."""

from collections.abc import Mapping
from typing import Any

from cornu.utils.registry import Registry, custom_object_scope
from cornu.utils.registry import serialize as _serialize

initializer_registry = Registry("initializer", "keras.initializers")
register = initializer_registry.register


def get(identifier: Any) -> Any:
    """Return the initializer a name, config, class or callable stands for.

    Parameters
    ----------
    identifier : str, dict, class, callable, array or None
        A callable is called as ``f(shape, dtype=...)``; an array stands for itself.

    Returns
    -------
    callable or None

    Raises
    ------
    ValueError
        If there is no such name; the message gives the nearest one.

    Examples
    --------
    >>> from cornu import initializers
    >>> initializers.get("zeros")((2,)).tolist()
    [0.0, 0.0]
    """
    if hasattr(identifier, "shape") and not callable(identifier):
        return initializer_registry.find("Constant")(identifier)
    return initializer_registry.get(identifier)


def serialize(initializer: Any) -> Any:
    """Return the config of an initializer, ready for JSON."""
    return _serialize(initializer)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the initializer that :func:`serialize` described.

    Parameters
    ----------
    config : str or dict
    custom_objects : mapping of str to class, optional
        Classes of your own by their names.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
