"""String names and configs of losses."""

from collections.abc import Mapping
from typing import Any

from cornu.ops import criteria
from cornu.utils import registry

loss_registry = registry.Registry("loss", "keras.losses")

for _function in criteria.FUNCTIONS:
    loss_registry.register()(_function)
for _name, _function in criteria.ALIASES.items():
    loss_registry.register(_name, _name.upper())(_function)


def get(identifier: Any) -> Any:
    """Turn a name, a config, a loss or a function into a loss or a function.

    Parameters
    ----------
    identifier : str, dict, Loss, callable or None
        Names in lower case stand for functions (``"mse"``), names of classes for
        instances with default settings (``"MeanSquaredError"``).

    Returns
    -------
    Loss, callable or None

    Raises
    ------
    ValueError
        If there is no such name; the message gives the nearest one.

    Examples
    --------
    >>> from cornu import losses
    >>> losses.get("mse").__name__
    'mean_squared_error'
    """
    return loss_registry.get(identifier)


def serialize(loss: Any) -> Any:
    """Return the JSON-ready description of a loss, as Keras 3 writes it."""
    return registry.serialize(loss)


def deserialize(
    name: str | Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Rebuild a loss from its name or from what :func:`serialize` returned.

    Parameters
    ----------
    name : str or dict
    custom_objects : dict of str to class or function, optional
        Losses of your own that `name` names.
    """
    with registry.custom_object_scope(custom_objects or {}):
        if isinstance(name, str):
            return loss_registry.find(name)
        return registry.deserialize(name, loss_registry)
