"""From a graph's config, by us or by Keras 3, back to symbols and what made them."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from cornu.core import PRIMITIVES, Primitive, make_spec
from cornu.errors import FileFormatError
from cornu.ops import OPS
from cornu.saving.graph_values import decode_value
from cornu.saving.graph_writer import ARGUMENTS, CAPTURES, OF_CONTROL, OF_PRIMITIVES
from cornu.saving.keras_ops import keras_name
from cornu.saving.objects import revive
from cornu.symbolic import ControlCall, Operation, Subgraph, from_spec
from cornu.utils import tree

Made = dict[tuple[str, int], list[Any]]


def read_graph(config: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the input and output symbols that a config describes.

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
    reader = _Reader({})
    made: Made = {}
    reader.run(config["layers"], made)
    return _found(config["input_layers"], made), _found(config["output_layers"], made)


class _Reader:
    """Make what entries describe; layers of one name are one, in inner graphs too."""

    def __init__(self, layers: dict[str, Operation]) -> None:
        self.layers = layers

    def run(self, entries: Any, made: Made) -> None:
        """Revive the entries and repeat their calls; fill `made` with the results."""
        waiting: list[tuple[str, int, Any, Mapping[str, Any]]] = []
        for entry in entries:
            name = entry.get("name") or entry["config"].get("name")
            item = self._revived(name, entry)
            calls = entry.get("inbound_nodes", [])
            if not calls and isinstance(item, Operation):
                nodes = item._inbound_nodes
                made[name, 0] = [s for node in nodes for s in node.outputs]
            waiting += [(name, k, item, call) for k, call in enumerate(calls)]
        while waiting:
            left = []
            for name, k, item, call in waiting:
                if all(_source(a) in made for a in _addresses(call)):
                    args = decode(call.get("args", []), made)
                    kwargs = decode(call.get("kwargs", {}), made)
                    made[name, k] = _outputs_of(item(*args, **kwargs))
                else:
                    left.append((name, k, item, call))
            if len(left) == len(waiting):
                raise FileFormatError(_dangling(left, made))
            waiting = left

    def _revived(self, name: str, entry: Mapping[str, Any]) -> Any:
        module = str(entry.get("module"))
        if module == OF_CONTROL:
            return self._control(entry)
        if module == OF_PRIMITIVES:
            return _bound(PRIMITIVES.get(entry["class_name"]), entry)
        if module.startswith(("keras.src.ops", "keras.ops")):
            return _bound(_by_class().get((module, entry["class_name"])), entry)
        if name not in self.layers:
            self.layers[name] = revive(entry)
        return self.layers[name]

    def _control(self, entry: Mapping[str, Any]) -> Callable[..., Any]:
        """Return an op on functions, its graphs made anew."""
        config = entry["config"]
        graphs = [self._subgraph(graph) for graph in config["graphs"]]
        params = {k: as_argument(v) for k, v in config["params"].items()}
        return ControlCall(entry["class_name"], graphs, params)

    def _subgraph(self, config: Mapping[str, Any]) -> Subgraph:
        made: Made = {}
        formals = decode(config["formals"], _symbols(config["formals"], made))
        captures = decode(config["captures"], _symbols(config["captures"], made))
        self.run(config["layers"], made)
        return Subgraph(
            tuple(formals), captures, decode(config["outputs"], made), config["name"]
        )


def _outputs_of(result: Any) -> list[Any]:
    return tree.flatten(result)


def _symbols(value: Any, made: Made) -> Made:
    """File a fresh symbol for every one that arguments or captures describe."""
    for config in _tensors(value):
        name, number, _ = config["keras_history"]
        if name not in (ARGUMENTS, CAPTURES):
            raise FileFormatError(
                f"model config: an inner graph begins with {name!r}, which is neither "
                f"an argument nor taken from the graph around; the config is damaged."
            )
        made[name, number] = [from_spec(make_spec(config["shape"], config["dtype"]))]
    return made


def _dangling(left: list[Any], made: Made) -> str:
    missing = sorted({_source(a) for w in left for a in _addresses(w[3])} - set(made))
    unknown = [f"{name!r} (call {k})" for name, k in missing]
    return (
        f"model config: the calls of {[w[0] for w in left]} need outputs of "
        f"{', '.join(unknown) or 'each other'}, which no entry of 'layers' makes."
    )[:1000]


# ---- operations ----


def _bound(operation: Any, entry: Mapping[str, Any]) -> Callable[..., Any]:
    """Return an operation with its settings in place."""
    if operation is None:
        raise ValueError(
            f"Unknown operation {entry['class_name']!r} of module {entry['module']!r} "
            f"in a model config; it must be one of keras.ops."
        )
    settings = {k: as_argument(v) for k, v in entry["config"].items() if k != "name"}
    if isinstance(operation, Primitive):
        return lambda *args: operation(*args, **settings)
    parameters = list(inspect.signature(operation).parameters.values())
    if not any(p.kind is p.VAR_KEYWORD for p in parameters):
        # Keras's class may have a setting that its function has not.
        known = {p.name for p in parameters}
        settings = {k: v for k, v in settings.items() if k in known}
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        plain = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        first = [settings.pop(name) for name in plain if name in settings]
        return lambda *args, **kwargs: operation(*first, *args, **settings, **kwargs)
    where = keras_name(operation.op_name)
    called = where.call or tuple(p.name for p in parameters[: where.leading])

    def run(*args: Any, **kwargs: Any) -> Any:
        given = {**settings, **dict(zip(called, args)), **kwargs}
        if isinstance(given.get("key"), list):  # an index: its lists are arrays
            given["key"] = tuple(given["key"])
        return operation(**given)

    return run


_classes: dict[tuple[str, str], Any] = {}


def _by_class() -> dict[tuple[str, str], Any]:
    if not _classes:
        for op in OPS:
            where = keras_name(op)
            _classes.setdefault((where.module, where.class_name), OPS[op])
    return _classes


# ---- arguments ----


def as_argument(value: Any) -> Any:
    """Return a setting as ops take it: tuples in place of JSON's lists."""
    return _tupled(decode(value, {}))


def _tupled(value: Any) -> Any:
    return tuple(_tupled(v) for v in value) if isinstance(value, list) else value


def decode(value: Any, made: Made) -> Any:
    """Return an argument of a call, its symbols looked up in `made`."""
    if isinstance(value, list):
        found = [decode(v, made) for v in value]
        # A list with a slice in it was an index.
        is_index = any(isinstance(v, slice) or v is Ellipsis for v in found)
        return tuple(found) if is_index else found
    if not isinstance(value, Mapping):
        return value
    kind = value.get("class_name")
    if kind == "__keras_tensor__":
        name, number, place = value["config"]["keras_history"]
        return made[name, number][place]
    if kind == "__tuple__":
        return tuple(decode(v, made) for v in value["config"])
    if kind is not None and "config" in value:
        return decode_value(value)
    return {k: decode(v, made) for k, v in value.items()}


def _tensors(value: Any) -> list[Any]:
    """Return the descriptions of symbols in an argument."""
    if isinstance(value, Mapping):
        if value.get("class_name") == "__keras_tensor__":
            return [value["config"]]
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [config for v in value for config in _tensors(v)]
    return []


def _addresses(value: Any) -> list[Any]:
    return [config["keras_history"] for config in _tensors(value)]


def _source(address: Any) -> tuple[str, int]:
    return address[0], address[1]


def _found(ends: Any, made: Made) -> Any:
    if isinstance(ends, Mapping):
        return {k: _found(v, made) for k, v in ends.items()}
    if len(ends) == 3 and isinstance(ends[0], str) and isinstance(ends[1], int):
        name, number, place = ends
        if (name, number) not in made or place >= len(made[name, number]):
            raise FileFormatError(
                f"model config: an input or output is output {place} of call {number} "
                f"of {name!r}, which no entry of 'layers' makes."
            )
        return made[name, number][place]
    return [_found(e, made) for e in ends]
