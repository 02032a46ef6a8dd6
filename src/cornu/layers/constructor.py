"""What a layer's constructor takes, and how configs are read off it and back."""

from typing import Any

from cornu.errors import ShapeError
from cornu.layers.registry import layer_registry
from cornu.utils.registry import deserialize
from cornu.utils.signatures import captured_arguments as captured_arguments
from cornu.utils.signatures import own_arguments as own_arguments
from cornu.utils.signatures import parameter_names as parameter_names
from cornu.utils.signatures import required_names as required_names

SHAPE_KEYWORDS = (
    "input_shape",
    "batch_input_shape",
    "input_dim",
    "input_length",
    "batch_size",
    "batch_shape",
)


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


def as_shapes(value: Any) -> Any:
    """Return shapes as tuples: in a config they are lists."""
    if isinstance(value, dict):
        return {k: as_shapes(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        if all(n is None or isinstance(n, int) for n in value):
            return tuple(value)
        return [as_shapes(v) for v in value]
    return value


def revive(value: Any) -> Any:
    """Return a constructor's argument for what a config says of it."""
    if isinstance(value, dict) and "class_name" in value and "config" in value:
        is_layer = layer_registry.knows(value["class_name"])
        module = str(value.get("module"))
        if module == "keras.layers" or (is_layer and module.startswith("keras")):
            return deserialize(value, layer_registry)
        if value.get("registered_name") and module not in ("builtins", "keras"):
            return deserialize(value, layer_registry)
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return [revive(v) for v in value]
    return value
