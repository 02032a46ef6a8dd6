"""String names and configs of optimizers."""

from collections.abc import Mapping
from typing import Any

from cornu.utils import registry

optimizer_registry = registry.Registry("optimizer", "keras.optimizers")


def get(identifier: Any) -> Any:
    """Turn a name, a config or an optimizer into an optimizer.

    Parameters
    ----------
    identifier : str, dict, Optimizer or None
        Names do not mind capitals: ``"adam"``, ``"Adam"``.

    Returns
    -------
    Optimizer or None

    Raises
    ------
    ValueError
        If no optimizer has that name; the message gives the nearest one.

    Examples
    --------
    >>> from cornu import optimizers
    >>> optimizers.get("sgd")
    <SGD name=sgd, learning_rate=0.01>
    """
    if isinstance(identifier, str) and identifier not in optimizer_registry.entries:
        lower = identifier.lower()
        if lower in optimizer_registry.entries:
            identifier = lower
    elif isinstance(identifier, Mapping):
        return deserialize(identifier)
    return optimizer_registry.get(identifier)


def serialize(optimizer: Any) -> Any:
    """Return the JSON-ready description of an optimizer, as Keras 3 writes it."""
    return registry.serialize(optimizer)


def deserialize(
    config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Rebuild an optimizer from what :func:`serialize` returned.

    Parameters
    ----------
    config : dict
    custom_objects : dict of str to class, optional
        Classes of your own that `config` names.
    """
    named = dict(config)
    name = named.get("class_name")
    if isinstance(name, str) and name.lower() in optimizer_registry.entries:
        named["class_name"] = optimizer_registry.entries[name.lower()].__name__
    with registry.custom_object_scope(custom_objects or {}):
        return registry.deserialize(named, optimizer_registry)
