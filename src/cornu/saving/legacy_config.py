"""Descriptions of models as Keras 2, and old HDF5 files, hold them, in today's form.

A name was the whole class then, calls were lists of lists, and some settings had other
names. Nothing is made here, and nothing is looked up but names of the library's layers.
"""

from collections.abc import Mapping
from typing import Any

from cornu.errors import FileFormatError
from cornu.layers.registry import layer_registry

Config = dict[str, Any]

_NAMES = {"Model": "Functional"}
_MODULES = {"Sequential": "keras", "Functional": "keras.src.models.functional"}
_NESTED = ("layer", "backward_layer", "cell")

# Settings that are no more, and the values with which they change nothing.
_GONE: dict[str, tuple[Any, ...]] = {
    "fused": (None, True, False),
    "implementation": (0, 1, 2),
    "input_length": (),
    "ragged": (None, False),
    "renorm": (None, False),
    "renorm_clipping": (None, {}),
    "renorm_momentum": (),
    "softmax_robust_masking": (None, False),
    "time_major": (None, False),
    "virtual_batch_size": (None,),
    "key_shape": (),
    "query_shape": (),
    "value_shape": (),
}
_TENSORFLOW = ("TFOpLambda", "SlicingOpLambda", "ClassMethod", "InstanceProperty",
               "InstanceMethod", "TensorFlowOpLayer")  # fmt: skip
_SEPARABLE = ("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint")


def modernised(entry: Any) -> Config:
    """Return the description of a model or a layer in the form of Keras 3.

    Parameters
    ----------
    entry : dict
        With "class_name" and "config".

    Raises
    ------
    FileFormatError
        If it is no description, or says what today's layers cannot do.

    Examples
    --------
    >>> old = {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 4]}}
    >>> modernised(old)["config"]
    {'batch_shape': [None, 4]}
    """
    if not isinstance(entry, Mapping) or not isinstance(entry.get("class_name"), str):
        raise FileFormatError(
            f"an entry of the config must be a dictionary with 'class_name' and "
            f"'config', got {entry!r:.200}."
        )
    name = entry["class_name"].removeprefix("Custom>")
    name = _NAMES.get(name, name)
    if name in _TENSORFLOW:
        raise FileFormatError(
            f"{entry.get('name') or name!r} ({name}) is an operation of TensorFlow in "
            f"the middle of the model, which cannot be repeated without it. Rebuild "
            f"the model in code with keras.ops, and call "
            f"load_weights(path, by_name=True)."
        )
    config = entry.get("config", {})
    if name == "Sequential" and isinstance(config, list):  # before Keras 2.2
        config = {"layers": config}
    if not isinstance(config, Mapping):
        raise FileFormatError(f"{name}: its 'config' must be a dictionary.")
    made = {k: v for k, v in entry.items() if k not in ("class_name", "config")}
    made.update(class_name=name, config=_settings(name, dict(config)))
    if made.get("module") is None or name in _MODULES:
        known = name in _MODULES or layer_registry.knows(name)
        made["module"] = _MODULES.get(name, "keras.layers") if known else None
        # A class that is none of the library's can only be the reader's own.
        made["registered_name"] = None if known else entry["class_name"]
    return made


def _settings(name: str, config: Config) -> Config:
    if isinstance(config.get("layers"), list):
        config["layers"] = [modernised(layer) for layer in config["layers"]]
        for layer in config["layers"]:
            layer.pop("build_config", None)  # what it is called on builds it
        _take_calls(config)
        for first, layer in enumerate(config["layers"]):
            if first:  # the first layer's own shape is that of the model
                layer["config"].pop("batch_input_shape", None)
        return config
    for key in _NESTED:
        if isinstance(config.get(key), Mapping):
            config[key] = modernised(config[key])
    if isinstance(config.get("cells"), list):
        config["cells"] = [modernised(cell) for cell in config["cells"]]
    _forget(name, config)
    _rename(name, config)
    dtype = config.get("dtype")
    if isinstance(dtype, Mapping) and dtype.get("class_name") in ("Policy", "PolicyV1"):
        config["dtype"] = dtype.get("config", {}).get("name")
    return config


def _name_of(layer: Config) -> Any:
    return layer.get("name") or layer["config"].get("name")


def _forget(name: str, config: Config) -> None:
    for key, harmless in _GONE.items():
        if key not in config:
            continue
        value = config.pop(key)
        if harmless and value not in harmless:
            raise FileFormatError(
                f"{name} {config.get('name', '')!r}: its setting {key}={value!r:.100} "
                f"of Keras 2 does not exist any more; the layer cannot be rebuilt."
            )
    if name.endswith("Transpose") and config.get("groups") == 1:
        del config["groups"]
    if name.startswith(("SeparableConv", "DepthwiseConv")):
        for key in _SEPARABLE:
            config.pop(key, None)
        if name.startswith("DepthwiseConv"):
            config.pop("filters", None)


def _rename(name: str, config: Config) -> None:
    if name == "InputLayer" and "batch_input_shape" in config:
        config["batch_shape"] = config.pop("batch_input_shape")
    if name == "LeakyReLU" and "alpha" in config:
        config["negative_slope"] = config.pop("alpha")
    if name in ("BatchNormalization", "LayerNormalization"):
        axis = config.get("axis")
        if isinstance(axis, list) and len(axis) == 1:
            config["axis"] = axis[0]
    for key, value in config.items():
        if key.endswith("_initializer") and isinstance(value, Mapping):
            if value.get("class_name") == "VarianceScaling":
                config[key] = _scaling(value)
    if name == "Lambda":
        config["function"] = _function(config)
        kind = config.pop("function_type", None)
        for key in ("module", "output_shape_type", "output_shape_module"):
            config.pop(key, None)
        if kind is not None and config.get("output_shape") is None:
            config.pop("output_shape", None)


def _scaling(initializer: Mapping[str, Any]) -> Config:
    settings = dict(initializer.get("config", {}))
    if settings.get("distribution") == "normal":
        settings["distribution"] = "truncated_normal"
    return {**initializer, "config": settings}


def _function(config: Config) -> Any:
    """Return the function of a Lambda: code as code, so that it is refused as such."""
    function, kind = config.get("function"), config.get("function_type")
    if kind == "lambda":
        return {"class_name": "__lambda__", "config": {"value": function}}
    if kind == "function":
        return {
            "module": "builtins",
            "class_name": "function",
            "config": function,
            "registered_name": "function",
        }
    return function


# ---- calls ----


def _take_calls(config: Config) -> None:
    """Bring the calls in a graph's description into today's form."""
    layers = config["layers"]
    names = {_name_of(layer) for layer in layers}
    nodes = {_name_of(layer): layer.get("inbound_nodes") for layer in layers}
    listed = [n for calls in nodes.values() if isinstance(calls, list) for n in calls]
    if any(isinstance(node, Mapping) for node in listed):
        return  # of today
    ends = [config.get("input_layers", []), config.get("output_layers", [])]
    # A model in a model counted its own making as its first call.
    first: dict[Any, int] = {}
    for name, number, _ in _addresses([listed, ends], names):
        if number >= max(len(nodes[name] or ()), 1):
            first[name] = 1
    for layer in layers:
        if isinstance(layer.get("inbound_nodes"), list):
            layer["inbound_nodes"] = [
                _call(_counted(node, names, first), names)
                for node in layer["inbound_nodes"]
            ]
    for key in ("input_layers", "output_layers"):
        if key in config:
            config[key] = _counted(config[key], names, first)


def _addresses(value: Any, names: set[Any]) -> list[list[Any]]:
    if _is_address(value, names):
        keywords = value[3] if len(value) > 3 else None
        return [value[:3], *_addresses(keywords, names)]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return [address for v in value for address in _addresses(v, names)]
    return []


def _counted(value: Any, names: set[Any], first: dict[Any, int]) -> Any:
    """Return what refers to calls, each counted from 0."""
    if _is_address(value, names):
        rest = [_counted(v, names, first) for v in value[3:]]
        return [value[0], value[1] - first.get(value[0], 0), value[2], *rest]
    if isinstance(value, Mapping):
        return {k: _counted(v, names, first) for k, v in value.items()}
    if isinstance(value, list):
        return [_counted(v, names, first) for v in value]
    return value


def _call(node: Any, names: set[Any]) -> Any:
    """Return a call's arguments: its first one and keywords."""
    if isinstance(node, list) and node and isinstance(node[0], str):
        node = [node]
    if not isinstance(node, list) or not all(_is_address(a, names) for a in node):
        raise FileFormatError(
            f"a call in the config must be a list of [layer, call, output, keywords], "
            f"got {node!r:.200}."
        )
    tensors = [_tensor(address) for address in node]
    keywords: Config = {}
    for address in node:
        if len(address) > 3 and isinstance(address[3], Mapping):
            keywords.update(address[3])
    return {
        "args": [tensors[0] if len(tensors) == 1 else tensors],
        "kwargs": {k: _argument(v, names) for k, v in keywords.items()},
    }


def _is_address(value: Any, names: set[Any]) -> bool:
    return (
        isinstance(value, list)
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and value[0] in names
        and isinstance(value[1], int)
        and isinstance(value[2], int)
    )


def _tensor(address: list[Any]) -> Config:
    history = {"keras_history": address[:3]}
    return {"class_name": "__keras_tensor__", "config": history}


def _argument(value: Any, names: set[Any]) -> Any:
    if _is_address(value, names):
        return _tensor(value)
    return [_argument(v, names) for v in value] if isinstance(value, list) else value


# ---- what was compiled ----


def modernised_training(config: Mapping[str, Any]) -> Config:
    """Return what `compile` was given, as an old file says it, in today's form.

    Parameters
    ----------
    config : dict
        The file's "training_config", or the "compile_config" of a model.
    """
    optimizer = config.get("optimizer_config", config.get("optimizer"))
    if isinstance(optimizer, Mapping):
        settings = dict(optimizer.get("config", {}))
        for key in ("jit_compile", "is_legacy_optimizer"):
            settings.pop(key, None)
        if not settings.get("decay"):
            settings.pop("decay", None)
        if "lr" in settings:  # before Keras 2.3
            settings["learning_rate"] = settings.pop("lr")
        settings = {k: v for k, v in settings.items() if v is not None}
        name = str(optimizer.get("class_name")).removeprefix("Custom>")
        optimizer = {
            "module": "keras.optimizers",
            "class_name": name,
            "config": settings,
            "registered_name": None,
        }
    found = {
        key: _criterion(config[key])
        for key in ("loss", "metrics", "weighted_metrics", "loss_weights")
        if config.get(key) is not None
    }
    return {"optimizer": optimizer, **found}


def _criterion(value: Any) -> Any:
    if isinstance(value, list):
        found = [_criterion(v) for v in value]
        # Metrics of the only output were in a list of their own.
        return found[0] if len(found) == 1 and isinstance(found[0], list) else found
    if not isinstance(value, Mapping):
        return value
    if "class_name" not in value:
        return {k: _criterion(v) for k, v in value.items()}
    settings = dict(value.get("config", {}))
    if value["class_name"] in ("MeanMetricWrapper", "LossFunctionWrapper"):
        return settings.get("fn") or settings.get("name")
    if settings.get("reduction") == "auto":
        settings["reduction"] = "sum_over_batch_size"
    settings.pop("fn", None)
    return {**value, "config": settings}
