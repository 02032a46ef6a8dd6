"""The names regularizers are found by."""

from collections.abc import Mapping
from typing import Any

from cornu.utils.registry import Registry, custom_object_scope
from cornu.utils.registry import serialize as _serialize

regularizer_registry = Registry("regularizer", "keras.regularizers")
register = regularizer_registry.register


def get(identifier: Any) -> Any:
    """Return the regularizer a name, config, class or callable stands for.

    Parameters
    ----------
    identifier : str, dict, class, callable or None
        A callable is called with the weight and returns a number to add to the loss.

    Returns
    -------
    callable or None

    Raises
    ------
    ValueError
        If there is no such name; the message gives the nearest one.

    Examples
    --------
    >>> from cornu import regularizers
    >>> regularizers.get("l2")
    L2(l2=0.01)
    """
    return regularizer_registry.get(identifier)


def serialize(regularizer: Any) -> Any:
    """Return the config of a regularizer, ready for JSON."""
    return _serialize(regularizer)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the regularizer that :func:`serialize` described.

    Parameters
    ----------
    config : str or dict
    custom_objects : mapping of str to class, optional
        Classes of your own by their names.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
