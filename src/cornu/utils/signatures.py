"""What constructors take, and what an object was made with."""

import functools
import inspect
from typing import Any


@functools.cache
def parameter_names(function: Any) -> tuple[str, ...]:
    """Return the names of what a method takes, without `self` and what has stars.

    Examples
    --------
    >>> class Pair:
    ...     def __init__(self, left, *rest, right=0, **more): ...
    >>> parameter_names(Pair.__init__)
    ('left', 'right')
    """
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(
        p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
    )


@functools.cache
def required_names(function: Any) -> tuple[str, ...]:
    """Return the names of those parameters of a method that have no default."""
    parameters = inspect.signature(function).parameters
    named = parameter_names(function)
    return tuple(n for n in named if parameters[n].default is inspect.Parameter.empty)


def own_arguments(item: Any) -> tuple[str, ...]:
    """Return the names of what the constructor of an object's class takes."""
    return parameter_names(type(item).__init__)


def captured_arguments(item: Any) -> dict[str, Any]:
    """Return what an object was made with, defaults included.

    Its class's ``__new__`` keeps the call as ``_init_call``.
    """
    args, kwargs = item._init_call
    signature = inspect.signature(type(item).__init__)
    try:
        bound = signature.bind(item, *args, **kwargs)
    except TypeError:
        return dict(kwargs)
    bound.apply_defaults()
    return dict(list(bound.arguments.items())[1:])
