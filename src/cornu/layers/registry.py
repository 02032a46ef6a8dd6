"""The names layers are found by in configs."""

from collections.abc import Mapping
from typing import Any

from cornu.utils import registry
from cornu.utils.registry import Registry

layer_registry = Registry("layer", "keras.layers")
register_layer = layer_registry.register()


def serialize(layer: Any) -> dict[str, Any]:
    """Return the JSON-ready description of a layer, as Keras 3 writes it.

    Raises
    ------
    TypeError
        If it is no layer.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.serialize(layers.Dense(4))["class_name"]
    'Dense'
    """
    _check_layer(layer, "serialize")
    config: dict[str, Any] = dict(registry.serialize(layer))
    shapes = layer.get_build_config() if layer.built else None
    return {**config, "build_config": shapes} if shapes else config


def deserialize(
    config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Rebuild a layer from what :func:`serialize` returned, without its weights.

    Parameters
    ----------
    config : dict
    custom_objects : dict of str to class or function, optional
        Layers of your own that the config names.

    Raises
    ------
    ValueError
        If the config is none, or its class is unknown.
    TypeError
        If it describes something else than a layer.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.deserialize(layers.serialize(layers.Dense(4))).units
    4
    """
    if not isinstance(config, Mapping):
        raise ValueError(
            f"layers.deserialize takes the config of a layer, a dictionary with "
            f"'class_name' and 'config', got {config!r} ({type(config).__name__})."
        )
    with registry.custom_object_scope(custom_objects or {}):
        layer = registry.deserialize(config, layer_registry)
    _check_layer(layer, "deserialize")
    if config.get("build_config") and not layer.built:
        layer.build_from_config(config["build_config"])
    return layer


def _check_layer(value: Any, what: str) -> None:
    if isinstance(value, type) or not hasattr(value, "get_build_config"):
        kind = value.__name__ if isinstance(value, type) else type(value).__name__
        raise TypeError(f"layers.{what}: {kind} is no layer: {value!r}.")
