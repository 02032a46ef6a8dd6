"""Objects as dictionaries of Keras 3's form, and back."""

from collections.abc import Mapping
from typing import Any

from cornu.errors import ArgumentError, FileFormatError
from cornu.layers.registry import layer_registry
from cornu.saving.graph_values import decode_value, encode_value, is_value
from cornu.utils import registry
from cornu.utils.registry import Registry, custom_object_scope, loading


def serialize_keras_object(obj: Any) -> Any:
    """Return the JSON-ready description of an object, function or plain value.

    Parameters
    ----------
    obj : object
        Layers and models also say what they were built on, and compiled with.

    Raises
    ------
    TypeError
        If there is no way to write it down.

    Examples
    --------
    >>> from cornu import layers
    >>> described = serialize_keras_object(layers.Flatten(name="f"))
    >>> described["module"], described["class_name"], described["config"]["name"]
    ('keras.layers', 'Flatten', 'f')
    """
    if isinstance(obj, (list, tuple)):
        return type(obj)(serialize_keras_object(v) for v in obj)
    if isinstance(obj, dict):
        return {k: serialize_keras_object(v) for k, v in obj.items()}
    if hasattr(obj, "get_config") and not isinstance(obj, type):
        return describe(obj)
    if callable(obj):
        found = registry.serialize(obj)
        # A function of this library is written by its name alone elsewhere.
        return registry.describe_function(obj) if isinstance(found, str) else found
    return encode_value(obj)


def deserialize_keras_object(
    config: Any,
    custom_objects: Mapping[str, Any] | None = None,
    safe_mode: bool = True,
) -> Any:
    """Rebuild what :func:`serialize_keras_object` described.

    Parameters
    ----------
    config : dict, list or plain value
    custom_objects : dict of str to class or function, optional
        What is yours in it, by name.
    safe_mode : bool, default True
        Whether functions stored as code are refused.

    Raises
    ------
    ValueError
        If it names what is neither part of the library nor yours.
    SafetyError
        If it holds code, and `safe_mode` is True.

    Examples
    --------
    >>> from cornu import layers
    >>> described = serialize_keras_object(layers.Flatten(name="f"))
    >>> deserialize_keras_object(described)
    <Flatten name=f, built=False>
    """
    check_safe_mode("deserialize_keras_object", safe_mode)
    with custom_object_scope(custom_objects or {}), loading(safe_mode=safe_mode):
        return _revived(config)


def check_safe_mode(who: str, safe_mode: Any) -> None:
    """Refuse what is no truth value: it must not be guessed.

    Raises
    ------
    ArgumentError
        If it is neither True nor False.
    """
    if safe_mode is not True and safe_mode is not False:
        raise ArgumentError(f"{who}: safe_mode must be True or False, got {safe_mode}.")


def _revived(config: Any) -> Any:
    if isinstance(config, (list, tuple)):
        return [_revived(v) for v in config]
    if not isinstance(config, Mapping):
        return config
    if is_value(config):
        return decode_value(config)
    if "class_name" not in config or "config" not in config:
        return {k: _revived(v) for k, v in config.items()}
    return revive(config)


# ---- with what was built and compiled ----


def describe(item: Any) -> dict[str, Any]:
    """Return an object's description, with what it was built on and compiled with."""
    entry: dict[str, Any] = dict(registry.serialize(item))
    if hasattr(item, "get_build_config"):
        shapes = item.get_build_config()
        if shapes is not None:
            entry["build_config"] = shapes
    if hasattr(item, "get_compile_config"):
        entry["compile_config"] = item.get_compile_config() or {}
    return entry


def revive(entry: Mapping[str, Any], family: Registry = layer_registry) -> Any:
    """Return what :func:`describe` described, built and compiled as it was."""
    item = registry.deserialize(entry, family)
    shapes = entry.get("build_config")
    if shapes and hasattr(item, "build_from_config") and not item.built:
        _check_mapping(entry, "build_config", shapes)
        item.build_from_config(shapes)
    chosen = entry.get("compile_config")
    if chosen and registry.LOADING.compiles and hasattr(item, "compile_from_config"):
        _check_mapping(entry, "compile_config", chosen)
        item.compile_from_config(chosen)
    return item


def _check_mapping(entry: Mapping[str, Any], key: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise FileFormatError(
            f"{entry['class_name']}: its {key!r} must be a dictionary, got "
            f"{value!r:.200}."
        )


# ---- names ----


def get_registered_name(obj: Any) -> str:
    """Return the name a class or function was registered under, or its own.

    Parameters
    ----------
    obj : class or function

    Examples
    --------
    >>> from cornu.saving import register_keras_serializable
    >>> @register_keras_serializable("lab")
    ... def halve(x):
    ...     return x / 2
    >>> get_registered_name(halve), get_registered_name(abs)
    ('lab>halve', 'abs')
    """
    return registry.registered_name(obj)


def get_registered_object(
    name: str,
    custom_objects: Mapping[str, Any] | None = None,
    module_objects: Mapping[str, Any] | None = None,
) -> Any:
    """Return the class or function of a name, or None.

    Parameters
    ----------
    name : str
    custom_objects, module_objects : dict, optional
        Where to look, beside what is registered.
    """
    for objects in (registry.custom_objects(), custom_objects, module_objects):
        if objects and name in objects:
            return objects[name]
    return None
