"""Plain arguments of calls in a graph's config: arrays, slices, types, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cornu.layers.registry import layer_registry
from cornu.ops import OPS
from cornu.utils.registry import deserialize, serialize


def encode_value(value: Any) -> Any:
    """Return an argument that is neither symbol nor nested as JSON can hold it.

    Raises
    ------
    TypeError
        If there is no way to write it down.
    """
    if isinstance(value, np.generic):
        value = value.item() if value.dtype.kind in "biuf" else np.asarray(value)
    if isinstance(value, complex):
        value = np.asarray(value)
    if isinstance(value, slice):
        parts = {k: getattr(value, k) for k in ("start", "stop", "step")}
        return {"class_name": "__slice__", "config": parts}
    if isinstance(value, bytes):
        return {"class_name": "__bytes__", "config": {"value": value.decode()}}
    if value is Ellipsis:
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(value, (np.dtype, type)):
        return np.dtype(value).name
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return _encode_array(np.asarray(value))
    return serialize(value)


def _encode_array(array: np.ndarray) -> dict[str, Any]:
    name = array.dtype.name
    if array.dtype.kind == "c":
        held: Any = [array.real.tolist(), array.imag.tolist()]
    elif name == "bfloat16":
        held = array.astype(np.float32).tolist()
    else:
        held = array.tolist()
    return {"class_name": "__tensor__", "config": {"value": held, "dtype": name}}


_KINDS = ("__tensor__", "__numpy__", "__slice__", "__ellipsis__", "__bytes__")


def is_value(config: Mapping[str, Any]) -> bool:
    """Tell whether a dictionary stands for an array, a slice or the like."""
    return config.get("class_name") in _KINDS


def decode_value(value: Mapping[str, Any]) -> Any:
    """Return what :func:`encode_value` made a dictionary of.

    Raises
    ------
    ValueError
        If it names a class that is not known.
    """
    kind, inner = value.get("class_name"), value.get("config", {})
    if kind in ("__tensor__", "__numpy__"):
        return _decode_array(inner)
    if kind == "__slice__":
        return slice(inner["start"], inner["stop"], inner["step"])
    if kind == "__ellipsis__":
        return Ellipsis
    if kind == "__bytes__":
        return str(inner["value"]).encode()
    return deserialize(value, layer_registry)


def _decode_array(config: Mapping[str, Any]) -> Any:
    dtype = config["dtype"]
    if dtype.startswith("complex"):
        real, imaginary = (np.asarray(part) for part in config["value"])
        return (real + 1j * imaginary).astype(dtype)
    if dtype == "bfloat16":
        return OPS["cast"](np.asarray(config["value"], np.float32), dtype)
    return np.asarray(config["value"], dtype)


def as_key(index: Any) -> Any:
    """Return an index whose lists are arrays: a list in a config is a tuple."""
    if isinstance(index, tuple):
        return tuple(as_key(i) for i in index)
    return np.asarray(index) if isinstance(index, list) else index
