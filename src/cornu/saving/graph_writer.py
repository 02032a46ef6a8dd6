"""A graph of layers and operations as a dictionary for JSON.

The dictionary is the one Keras 3 writes for a functional model: one entry for each
layer or operation, and with it the calls it had, whose arguments name the calls that
made them. What Keras has no class for, primitives and ops that take functions, stands
under modules of ours; functions are graphs themselves, in the same form.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from cornu.core import Primitive
from cornu.ops import OPS
from cornu.saving.graph_values import as_key, encode_value
from cornu.saving.keras_ops import as_keras_has_them, keras_name
from cornu.saving.objects import describe
from cornu.symbolic import (
    ControlCall,
    Function,
    Node,
    Operation,
    Subgraph,
    SymbolicTensor,
    by_depth,
)
from cornu.utils import tree
from cornu.utils.registry import serialize

Config = dict[str, Any]

OF_CONTROL = "cornu.ops"
OF_PRIMITIVES = "cornu.primitives"
ARGUMENTS, CAPTURES = "__arguments__", "__captures__"


def write_graph(function: Function) -> Config:
    """Return the keys "layers", "input_layers" and "output_layers" of a config.

    Raises
    ------
    TypeError
        If an argument of a call cannot be written.
    """
    writer = _Writer(function)
    return {
        "layers": writer.entries(),
        "input_layers": writer.ends(function.inputs_structure),
        "output_layers": writer.ends(function.outputs_structure),
    }


class _Writer:
    """Give every call of a graph a name, then write them down.

    Parameters
    ----------
    function : Function
    given : dict of int to list, optional
        Addresses of symbols that come from outside; without it every input of the
        graph gets an entry of its own.

    Attributes
    ----------
    addresses : dict of int to list
        From the identity of a symbol to ``[name, number of the call, which output]``.
    """

    def __init__(
        self, function: Function, given: dict[int, list[Any]] | None = None
    ) -> None:
        self.addresses: dict[int, list[Any]] = dict(given or {})
        self.calls: list[tuple[str, Any, list[Node]]] = []
        self.entrances: list[Config] = []
        inner = {id(node) for node in function.nodes}
        order = [x for x in by_depth(function.outputs, function.nodes) if _in(x, inner)]
        self.taken = {x.name for x in order if isinstance(x, Operation)}
        if given is None:
            for symbol in function.inputs:
                self._enter(symbol)
        for item in order:
            if isinstance(item, Operation):
                calls = [n for n in item._inbound_nodes if id(n) in inner]
                self._file(item.name, item, calls)
            else:
                self._file(self._unused(item.name.rpartition(".")[2]), item, [item])

    def _enter(self, symbol: SymbolicTensor) -> None:
        """Make an entry for an input; a symbol from inside a graph becomes one."""
        source = symbol._history[0] if symbol._history else None
        if source is not None and source.is_input:
            entrance: Any = source.operation
            entry = dict(serialize(entrance))
            name = entrance.name
        else:
            name = self._unused(symbol.name)
            entry = {
                "module": "keras.layers",
                "class_name": "InputLayer",
                "config": {
                    "batch_shape": symbol.shape,
                    "dtype": symbol.dtype,
                    "name": name,
                },
                "registered_name": None,
            }
        self.taken.add(name)
        self.entrances.append({**entry, "name": name, "inbound_nodes": []})
        self.addresses[id(symbol)] = [name, 0, 0]

    def _file(self, name: str, item: Any, calls: list[Node]) -> None:
        self.taken.add(name)
        self.calls.append((name, item, calls))
        for k, node in enumerate(calls):
            for j, symbol in enumerate(node.outputs):
                self.addresses.setdefault(id(symbol), [name, k, j])

    def _unused(self, name: str) -> str:
        number, found = 1, name
        while found in self.taken:
            found = f"{name}_{number}"
            number += 1
        return found

    # ---- entries ----

    def entries(self) -> list[Config]:
        """Return one entry for each input, layer and operation."""
        return [*self.entrances, *(self._entry(*call) for call in self.calls)]

    def ends(self, structure: Any) -> Any:
        """Return the addresses of symbols in their structure."""
        return tree.map_structure(lambda s: self.addresses[id(s)], structure)

    def _entry(self, name: str, item: Any, calls: list[Node]) -> Config:
        if isinstance(item, Node):
            return {**self._operation(name, item), "name": name}
        entry: Config = describe(item)
        entry["name"] = name
        entry["inbound_nodes"] = [self._call(n.args, n.kwargs) for n in calls]
        return entry

    def _call(self, args: Iterable[Any], kwargs: Config) -> Config:
        return {"args": self.encode(list(args)), "kwargs": self.encode(kwargs)}

    def _operation(self, name: str, node: Node) -> Config:
        operation = node.operation
        if isinstance(operation, ControlCall):
            settings = {
                "graphs": [self._subgraph(g) for g in operation.graphs],
                "params": self.encode(operation.params),
            }
            return _described(
                OF_CONTROL, operation.name, name, settings, self._call(node.args, {})
            )
        if isinstance(operation, Primitive):
            if operation.name not in OPS or node.kwargs:
                call = self._call(node.args, {})
                settings = self.encode(node.kwargs)
                return _described(OF_PRIMITIVES, operation.name, name, settings, call)
            operation = OPS[operation.name]
        public: Any = operation
        where = keras_name(public.op_name)
        args, by_name, settings = _split(public, node, where.leading, where.call)
        settings = as_keras_has_them(public.op_name, settings)
        call = self._call(args, by_name)
        return _described(
            where.module, where.class_name, name, self.encode(settings), call
        )

    def _subgraph(self, graph: Subgraph) -> Config:
        """Return a function that is a graph: its arguments, calls and results."""
        given: dict[int, list[Any]] = {}
        for place, symbols in (
            (ARGUMENTS, [s for s in tree.flatten(graph.formals) if s is not None]),
            (CAPTURES, graph.captures),
        ):
            for i, symbol in enumerate(symbols):
                given[id(symbol)] = [place, i, 0]
        writer = _Writer(graph.function, given)
        return {
            "name": graph.name,
            "formals": writer.encode(list(graph.formals)),
            "captures": writer.encode(list(graph.captures)),
            "layers": writer.entries(),
            "outputs": writer.encode(graph.outputs, tuples=True),
        }

    # ---- arguments ----

    def encode(self, value: Any, tuples: bool = False) -> Any:
        """Return an argument as JSON can hold it.

        Parameters
        ----------
        value : object
        tuples : bool, default False
            Whether tuples must come back as such, in place of lists.
        """
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
            parts = [self.encode(v, tuples) for v in value]
            if tuples and isinstance(value, tuple):
                return {"class_name": "__tuple__", "config": parts}
            return parts
        if isinstance(value, dict):
            return {k: self.encode(v, tuples) for k, v in value.items()}
        return encode_value(value)


def _in(item: Any, inner: set[int]) -> bool:
    """Tell whether a layer or a raw operation was called inside a graph."""
    if isinstance(item, Operation):
        return any(id(node) in inner for node in item._inbound_nodes)
    return id(item) in inner


def _described(
    module: str, class_name: str, name: str, settings: Config, call: Config
) -> Config:
    return {
        "module": module,
        "class_name": class_name,
        "config": {"name": name, **settings},
        "registered_name": class_name,
        "inbound_nodes": [call],
    }


def _split(
    operation: Callable[..., Any],
    node: Node,
    leading: int,
    names: tuple[str, ...] | None,
) -> tuple[list[Any], Config, Config]:
    """Return the arguments of a call, positional and by name, and the settings."""
    parameters = list(inspect.signature(operation).parameters.values())
    bound = inspect.signature(operation).bind(*node.args, **node.kwargs).arguments
    called = names or tuple(p.name for p in parameters[:leading])
    args: list[Any] = []
    by_name: Config = {}
    settings: Config = {}
    for p in parameters:
        value = bound.get(p.name, p.default)
        if p.kind is p.VAR_POSITIONAL:
            args.extend(bound.get(p.name, ()))
        elif p.kind is p.VAR_KEYWORD:
            by_name.update(bound.get(p.name, {}))
        elif p.name in called:
            args.append(as_key(value) if p.name == "key" else value)
        elif _holds_symbols(value):
            by_name[p.name] = value
        else:
            settings[p.name] = value
    return args, by_name, settings


def _holds_symbols(value: Any) -> bool:
    return any(isinstance(leaf, SymbolicTensor) for leaf in tree.flatten(value))
