"""What a layer's constructor takes, and how configs are read off it and back."""

import functools
import inspect
from typing import Any

from cornu.errors import ShapeError
from cornu.layers.registry import layer_registry
from cornu.utils.registry import deserialize

SHAPE_KEYWORDS = (
    "input_shape",
    "batch_input_shape",
    "input_dim",
    "input_length",
    "batch_size",
    "batch_shape",
)


@functools.cache
def parameter_names(function: Any) -> tuple[str, ...]:
    """Return the names of what a method takes, without `self` and what has stars."""
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


def own_arguments(layer: Any) -> tuple[str, ...]:
    """Return the names of what the constructor of a layer's class takes."""
    return parameter_names(type(layer).__init__)


def captured_arguments(layer: Any) -> dict[str, Any]:
    """Return what a layer was made with, defaults included."""
    args, kwargs = layer._init_call
    signature = inspect.signature(type(layer).__init__)
    try:
        bound = signature.bind(layer, *args, **kwargs)
    except TypeError:
        return dict(kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def pop_input_shape(kwargs: dict[str, Any], layer: Any) -> Any:
    """Take Keras's shape keywords out of `kwargs`; return a batch shape or None."""
    batch = kwargs.pop("batch_size", None)
    if "batch_input_shape" in kwargs:
        return tuple(kwargs.pop("batch_input_shape"))
    if "batch_shape" in kwargs and "batch_shape" not in own_arguments(layer):
        return tuple(kwargs.pop("batch_shape"))
    length = kwargs.pop("input_length", None)
    if "input_dim" in kwargs:
        dim = kwargs.pop("input_dim")
        return (batch, length, dim) if length is not None else (batch, dim)
    if "input_shape" in kwargs:
        shape = kwargs.pop("input_shape")
        if isinstance(shape, int):
            raise ShapeError(
                f"{type(layer).__name__}: input_shape must be a tuple without the "
                f"batch axis, got {shape!r}; write input_shape=({shape},)."
            )
        return (batch, *shape)
    return None


def revive(value: Any) -> Any:
    """Return a constructor's argument for what a config says of it."""
    if isinstance(value, dict) and value.get("module") == "keras.layers":
        return deserialize(value, layer_registry)
    if isinstance(value, dict) and "class_name" in value and "registered_name" in value:
        module = value.get("module")
        if value["registered_name"] and module not in ("builtins", "keras"):
            return deserialize(value, layer_registry)
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return [revive(v) for v in value]
    return value
