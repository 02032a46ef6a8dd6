"""The names activations are found by."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from cornu.utils.registry import Registry, custom_object_scope
from cornu.utils.registry import serialize as _serialize

activation_registry = Registry("activation", "keras.activations")
register = activation_registry.register


def get(identifier: Any) -> Callable[..., Any]:
    """Return the activation a name, config or function stands for.

    Parameters
    ----------
    identifier : str, dict, callable or None
        None stands for "linear".

    Raises
    ------
    ValueError
        If there is no such name; the message gives the nearest one.
    TypeError
        If it is a class.

    Examples
    --------
    >>> from cornu import activations
    >>> activations.get("tanh")(0.0).item()
    0.0
    """
    if inspect.isclass(identifier):
        name = identifier.__name__
        raise TypeError(
            f"activation: got the class {name}; pass a name, a function, or an object "
            f"made with it: {name}(...)."
        )
    name = "linear" if identifier is None else identifier
    if isinstance(name, Mapping) and name.get("class_name") == "function":
        config = name.get("registered_name") or name.get("config")
        if config in activation_registry.entries:
            name = config
    found: Callable[..., Any] = activation_registry.get(name)
    if not callable(found):
        raise ValueError(
            f"Cannot use {identifier!r} ({type(identifier).__name__}) as an "
            f"activation; pass a name or a function of one tensor."
        )
    return found


def serialize(activation: Callable[..., Any]) -> Any:
    """Return the name of an activation, or the config of one of your own.

    Examples
    --------
    >>> from cornu import activations
    >>> serialize(activations.relu)
    'relu'
    """
    return _serialize(activation)


def deserialize(
    config: Any, custom_objects: Mapping[str, Any] | None = None
) -> Callable[..., Any]:
    """Return the activation that :func:`serialize` described.

    Parameters
    ----------
    config : str or dict
    custom_objects : mapping of str to callable, optional
        Functions of your own by their names.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
