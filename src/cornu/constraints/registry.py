"""The names constraints are found by."""

from collections.abc import Mapping
from typing import Any

from cornu.utils.registry import Registry, custom_object_scope
from cornu.utils.registry import serialize as _serialize

constraint_registry = Registry("constraint", "keras.constraints")
register = constraint_registry.register


def get(identifier: Any) -> Any:
    """Return the constraint a name, config, class or callable stands for.

    Parameters
    ----------
    identifier : str, dict, class, callable or None
        A callable is called with the weight and returns the one to put in its place.

    Returns
    -------
    callable or None

    Raises
    ------
    ValueError
        If there is no such name; the message gives the nearest one.

    Examples
    --------
    >>> from cornu import constraints
    >>> constraints.get("non_neg")
    NonNeg()
    """
    return constraint_registry.get(identifier)


def serialize(constraint: Any) -> Any:
    """Return the config of a constraint, ready for JSON."""
    return _serialize(constraint)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the constraint that :func:`serialize` described.

    Parameters
    ----------
    config : str or dict
    custom_objects : mapping of str to class, optional
        Classes of your own by their names.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
