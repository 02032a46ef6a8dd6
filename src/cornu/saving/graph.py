"""A graph of layers and operations as a dictionary for JSON, and back.

The dictionary is the one Keras 3 writes for a functional model: one entry for each
layer or operation, and with it the calls it had, whose arguments name the calls that
made them. Operations of ours that Keras has no class for stand under modules of ours.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cornu.core import PRIMITIVES, Primitive
from cornu.errors import FileFormatError
from cornu.layers.layer import Layer
from cornu.layers.registry import layer_registry
from cornu.ops import OPS
from cornu.saving.keras_ops import keras_name
from cornu.symbolic import Function, Node, SymbolicTensor, by_depth
from cornu.utils import tree
from cornu.utils.registry import deserialize, serialize

Config = dict[str, Any]

_OF_OPS = "cornu.ops"
_OF_PRIMITIVES = "cornu.primitives"
_MISSING = inspect.Parameter.empty


# ---- writing ----


def write_graph(function: Function, layers: list[Layer]) -> Config:
    """Return the keys "layers", "input_layers" and "output_layers" of a config.

    Parameters
    ----------
    function : Function
        The graph.
    layers : list of Layer
        Its layers, entrances included, in the order the model lists them.

    Raises
    ------
    TypeError
        If an argument of a call cannot be written.
    """
    return _Writer(function, layers).config()


class _Writer:
    """Give every call a name, then write them down.

    Attributes
    ----------
    addresses : dict of int to list
        From the identity of a symbol to ``[name, number of the call, which output]``.
    """

    def __init__(self, function: Function, layers: list[Layer]) -> None:
        self.function = function
        inner = {id(n) for n in function.nodes}
        order = by_depth(function.outputs, function.nodes)
        unused = [layer for layer in layers if layer not in order]
        self.entries: list[tuple[str, Any, list[Node]]] = []
        self.addresses: dict[int, list[Any]] = {}
        taken = {layer.name for layer in layers}
        for item in [*unused, *order]:
            if isinstance(item, Layer):
                name = item.name
                calls = [n for n in item._inbound_nodes if id(n) in inner or n.is_input]
            else:
                name = _unused(_short_name(item.operation), taken)
                calls = [item]
            taken.add(name)
            self.entries.append((name, item, calls))
            for k, node in enumerate(calls):
                for j, symbol in enumerate(node.outputs):
                    self.addresses[id(symbol)] = [name, k, j]

    def config(self) -> Config:
        return {
            "layers": [self._entry(*entry) for entry in self.entries],
            "input_layers": self._ends(self.function.inputs_structure),
            "output_layers": self._ends(self.function.outputs_structure),
        }

    def _ends(self, structure: Any) -> Any:
        return tree.map_structure(lambda s: _Address(self.addresses[id(s)]), structure)

    def _entry(self, name: str, item: Any, calls: list[Node]) -> Config:
        if not isinstance(item, Layer):
            return self._operation(name, item)
        entry: Config = dict(serialize(item))
        shapes = item.get_build_config()
        if shapes is not None:
            entry["build_config"] = shapes
        entry["name"] = name
        entry["inbound_nodes"] = [
            {"args": self.encode(list(n.args)), "kwargs": self.encode(n.kwargs)}
            for n in calls
            if not n.is_input
        ]
        return entry

    def _operation(self, name: str, node: Node) -> Config:
        operation = node.operation
        if isinstance(operation, Primitive):
            op = OPS.get(operation.name)
            if op is None or node.kwargs:
                return {
                    "module": _OF_PRIMITIVES,
                    "class_name": operation.name,
                    "config": {"name": name, **self.encode(node.kwargs)},
                    "registered_name": operation.name,
                    "name": name,
                    "inbound_nodes": [
                        {"args": self.encode(list(node.args)), "kwargs": {}}
                    ],
                }
            operation = op
        public: Any = operation
        where = keras_name(public.op_name)
        called, settings = _split(public, node, where.leading, where.call)
        return {
            "module": where.module,
            "class_name": where.class_name,
            "config": {"name": name, **self.encode(settings)},
            "registered_name": where.class_name,
            "name": name,
            "inbound_nodes": [
                {"args": self.encode(called[0]), "kwargs": self.encode(called[1])}
            ],
        }

    def encode(self, value: Any) -> Any:
        """Return an argument as JSON can hold it."""
        if isinstance(value, SymbolicTensor):
            return {
                "class_name": "__keras_tensor__",
                "config": {
                    "shape": list(value.shape),
                    "dtype": value.dtype,
                    "keras_history": self.addresses[id(value)],
                },
            }
        if isinstance(value, (list, tuple)):
            return [self.encode(v) for v in value]
        if isinstance(value, dict):
            return {k: self.encode(v) for k, v in value.items()}
        return encode_value(value)


class _Address(list[Any]):
    """A list that the walk over a structure takes for one leaf."""


def encode_value(value: Any) -> Any:
    """Return a plain argument of a call as JSON can hold it.

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
    if value is Ellipsis:
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(value, (np.dtype, type)):
        return np.dtype(value).name
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        host = np.asarray(value)
        name = host.dtype.name
        if host.dtype.kind == "c":
            held: Any = [host.real.tolist(), host.imag.tolist()]
        else:
            held = (
                host.astype(np.float32).tolist()
                if name == "bfloat16"
                else host.tolist()
            )
        return {"class_name": "__tensor__", "config": {"value": held, "dtype": name}}
    return serialize(value)


def _split(
    operation: Callable[..., Any],
    node: Node,
    count: int,
    names: tuple[str, ...] | None,
) -> tuple[tuple[list[Any], Config], Config]:
    """Return what belongs to the call (positional, by name), and the settings."""
    signature = inspect.signature(operation)
    bound = signature.bind(*node.args, **node.kwargs).arguments
    parameters = list(signature.parameters.values())
    called = names or tuple(p.name for p in parameters[:count])
    args: list[Any] = []
    by_name: Config = {}
    settings: Config = {}
    gap = False
    for p in parameters:
        value = bound.get(p.name, _MISSING)
        if p.kind is p.VAR_POSITIONAL:
            args.extend(() if value is _MISSING else value)
        elif p.kind is p.VAR_KEYWORD:
            settings.update({} if value is _MISSING else value)
        elif p.name in called:
            if value is _MISSING:
                gap = True
            elif gap:
                by_name[p.name] = value
            else:
                args.append(_key(value) if p.name == "key" else value)
        elif any(isinstance(leaf, SymbolicTensor) for leaf in tree.flatten(value)):
            by_name[p.name] = value
        else:
            settings[p.name] = p.default if value is _MISSING else value
    return (args, by_name), settings


def _key(index: Any) -> Any:
    """Return an index whose lists are arrays: a list in a file is a tuple."""
    if isinstance(index, tuple):
        return tuple(_key(i) for i in index)
    return np.asarray(index) if isinstance(index, list) else index


def _short_name(operation: Any) -> str:
    name: str = getattr(operation, "op_name", None) or operation.name
    return name.rpartition(".")[2]


def _unused(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        found = f"{name}_{number}"
        number += 1
    return found


# ---- reading ----


def read_graph(config: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the input and output symbols that :func:`write_graph` described.

    Parameters
    ----------
    config : mapping
        With "layers", "input_layers" and "output_layers", by us or by Keras 3.

    Raises
    ------
    FileFormatError
        If a call's arguments name a call that is not there.
    ValueError
        If an operation or a layer is not known.
    """
    made: dict[tuple[str, int], list[Any]] = {}
    waiting: list[tuple[str, int, Any, Config]] = []
    for entry in config["layers"]:
        item = _revived(entry)
        name = entry.get("name") or entry["config"].get("name")
        calls = entry.get("inbound_nodes", [])
        if not calls and isinstance(item, Layer):
            made[name, 0] = [n for node in item._inbound_nodes for n in node.outputs]
        waiting += [(name, k, item, call) for k, call in enumerate(calls)]
    while waiting:
        left = []
        for name, k, item, call in waiting:
            if not all(_source(a) in made for a in _addresses(call)):
                left.append((name, k, item, call))
                continue
            args = _decode(call.get("args", []), made)
            kwargs = _decode(call.get("kwargs", {}), made)
            made[name, k] = tree.flatten(item(*args, **kwargs))
        if len(left) == len(waiting):
            missing = sorted({_source(a) for w in left for a in _addresses(w[3])})
            unknown = [f"{n!r} (call {k})" for n, k in missing if (n, k) not in made]
            raise FileFormatError(
                f"model config: the calls {[w[0] for w in left]} need outputs of "
                f"{', '.join(unknown)}, which no entry of 'layers' makes."
            )
        waiting = left
    return _found(config["input_layers"], made), _found(config["output_layers"], made)


def _revived(entry: Mapping[str, Any]) -> Any:
    module = str(entry.get("module"))
    if module == _OF_PRIMITIVES:
        return _bound(PRIMITIVES.get(entry["class_name"]), entry)
    if module.startswith(("keras.src.ops", "keras.ops", _OF_OPS)):
        return _bound(_by_class().get((module, entry["class_name"])), entry)
    layer = deserialize(entry, layer_registry)
    shapes = entry.get("build_config")
    if shapes and not layer.built:
        layer.build_from_config(shapes)
    return layer


def _bound(operation: Any, entry: Mapping[str, Any]) -> Callable[..., Any]:
    """Return an operation with its settings in place."""
    if operation is None:
        raise ValueError(
            f"Unknown operation {entry['class_name']!r} of module {entry['module']!r} "
            f"in a model config; it must be one of keras.ops."
        )
    settings = {k: _as_argument(v) for k, v in entry["config"].items() if k != "name"}
    if isinstance(operation, Primitive):
        return lambda *args: operation(*args, **settings)
    parameters = list(inspect.signature(operation).parameters.values())
    known = {p.name for p in parameters}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters)
    if not takes_any:  # a setting of Keras's class that its function has not
        settings = {k: v for k, v in settings.items() if k in known}
    where = keras_name(operation.op_name)
    called = where.call or tuple(p.name for p in parameters[: where.leading])
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        first = [settings.pop(p.name) for p in parameters if p.name in settings and
                 p.kind is p.POSITIONAL_OR_KEYWORD]  # fmt: skip
        return lambda *args, **kwargs: operation(*first, *args, **settings, **kwargs)

    def run(*args: Any, **kwargs: Any) -> Any:
        return operation(**settings, **dict(zip(called, args)), **kwargs)

    return run


_classes: dict[tuple[str, str], Any] = {}


def _by_class() -> dict[tuple[str, str], Any]:
    if not _classes:
        for op in OPS:
            where = keras_name(op)
            _classes.setdefault((where.module, where.class_name), OPS[op])
    return _classes


def _as_argument(value: Any) -> Any:
    """Return a setting as ops take it: tuples in place of JSON's lists."""
    value = _decode(value, {})
    return _tupled(value)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(v) for v in value) if isinstance(value, list) else value


def _addresses(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        if value.get("class_name") == "__keras_tensor__":
            return [value["config"]["keras_history"]]
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [a for v in value for a in _addresses(v)]
    return []


def _source(address: Any) -> tuple[str, int]:
    return address[0], address[1]


def _decode(value: Any, made: dict[tuple[str, int], list[Any]]) -> Any:
    if isinstance(value, list):
        found = [_decode(v, made) for v in value]
        # A list with a slice in it was an index.
        is_index = any(isinstance(v, slice) or v is Ellipsis for v in found)
        return tuple(found) if is_index else found
    if not isinstance(value, Mapping):
        return value
    kind, inner = value.get("class_name"), value.get("config", {})
    if kind == "__keras_tensor__":
        name, number, place = value["config"]["keras_history"]
        return made[name, number][place]
    if kind == "__tensor__":
        return _array(value["config"])
    if kind == "__slice__":
        return slice(inner["start"], inner["stop"], inner["step"])
    if kind == "__ellipsis__":
        return Ellipsis
    if kind is not None and "config" in value:
        return deserialize(value, layer_registry)
    return {k: _decode(v, made) for k, v in value.items()}


def _array(config: Mapping[str, Any]) -> Any:
    dtype = config["dtype"]
    if dtype.startswith("complex"):
        real, imaginary = (np.asarray(part) for part in config["value"])
        return (real + 1j * imaginary).astype(dtype)
    if dtype == "bfloat16":
        return OPS["cast"](np.asarray(config["value"], np.float32), dtype)
    return np.asarray(config["value"], dtype)


def _found(ends: Any, made: dict[tuple[str, int], list[Any]]) -> Any:
    if isinstance(ends, Mapping):
        return {k: _found(v, made) for k, v in ends.items()}
    if len(ends) == 3 and isinstance(ends[0], str) and isinstance(ends[1], int):
        name, number, place = ends
        return made[name, number][place]
    return [_found(e, made) for e in ends]
