"""Function: the part of a symbolic graph between some inputs and some outputs."""

from collections.abc import Callable
from typing import Any

from cornu.autodiff import Tensor
from cornu.symbolic.depth import by_depth
from cornu.symbolic.matching import match_inputs
from cornu.symbolic.node import Node
from cornu.symbolic.operation import Operation
from cornu.symbolic.tensor import SymbolicTensor, from_spec
from cornu.utils import tree


class Function(Operation):
    """Replay the calls that lead from `inputs` to `outputs`.

    Called on symbols it repeats them on these, so that layers in it are those of the
    new graph, too.

    Parameters
    ----------
    inputs, outputs : nested structure of SymbolicTensor
    name : str, optional

    Raises
    ------
    ValueError
        If an output does not depend on the inputs alone; the message says which
        symbol was met that leads nowhere.

    Examples
    --------
    >>> import cornu as keras
    >>> x = keras.Input((2,))
    >>> double = keras.Function(x, x * 2)
    >>> double([[1.0, 2.0]]).tolist()
    [[2.0, 4.0]]
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        self.inputs_structure = inputs
        self.outputs_structure = outputs
        self.inputs: list[SymbolicTensor] = tree.flatten(inputs)
        self.outputs: list[SymbolicTensor] = tree.flatten(outputs)
        super().__init__(name or "function")
        for role, symbols in (("inputs", self.inputs), ("outputs", self.outputs)):
            for symbol in symbols:
                if not isinstance(symbol, SymbolicTensor):
                    raise ValueError(
                        f"{self.name}: all {role} must be symbols that come from "
                        f"Input(...), got {type(symbol).__name__}: {symbol!r:.200}."
                        f"{_advice(role, symbol, getattr(self, f'{role}_structure'))}"
                    )
        self.nodes = sort_nodes(self.inputs, self.outputs, self.name)

    def __call__(self, inputs: Any) -> Any:
        """Compute the outputs.

        Parameters
        ----------
        inputs : tensor, or a list / dictionary of them by input name

        Raises
        ------
        ShapeError
            If their number or shapes do not fit.
        """
        return self.call(inputs)

    def call(self, inputs: Any) -> Any:
        """Compute the outputs; see :meth:`__call__`."""
        values = match_inputs(self, _boxed(inputs, self.inputs_structure), self._who)
        return self.run([_like(v, s) for v, s in zip(values, self.inputs)])

    def compute_output_spec(self, inputs: Any) -> Any:
        """Return symbols like the outputs for symbols like the inputs."""
        return tree.map_structure(lambda o: from_spec(o._spec), self(inputs))

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shapes of the outputs for shapes of the inputs."""
        shapes = [input_shape] if len(self.inputs) == 1 else list(input_shape)
        symbols = [
            SymbolicTensor(shape, like.dtype)
            for shape, like in zip(shapes, self.inputs)
        ]
        outputs = self.run(symbols)
        if isinstance(outputs, SymbolicTensor):
            return outputs.shape
        return tree.pack_like(outputs, [o.shape for o in tree.flatten(outputs)])

    @property
    def operations(self) -> list[Any]:
        """Its layers and operations, those farthest from the outputs first."""
        found = by_depth(self.outputs, self.nodes)
        return [x.operation if isinstance(x, Node) else x for x in found]

    @property
    def input(self) -> Any:
        """The input symbols, in their structure."""
        return self.inputs_structure

    @property
    def output(self) -> Any:
        """The output symbols, in their structure."""
        return self.outputs_structure

    def get_config(self) -> dict[str, Any]:
        """Refuse: a graph alone has no config; that of a model has.

        Raises
        ------
        NotImplementedError
            Always.
        """
        raise NotImplementedError(
            f"{self._who()} has no config; make a model of its symbols, "
            f"Model(inputs, outputs), whose config holds the graph."
        )

    def run(self, values: Any, call: Callable[..., Any] | None = None) -> Any:
        """Compute the outputs from input values of the same structure.

        Parameters
        ----------
        values : list
            One value per flattened input.
        call : callable, optional
            ``call(node, args, kwargs)`` runs one node; by default its operation.
        """
        store: dict[int, Any] = {
            id(symbol): value for symbol, value in zip(self.inputs, values)
        }
        for node in self.nodes:
            if node.is_plain and call is None:  # most are
                results = node.operation(store[id(node.inputs[0])])
            else:
                results = node.run(store, call)
            if tree.is_nested(results):
                results = tree.flatten(results)
            else:
                results = (results,)
            for symbol, value in zip(node.outputs, results):
                store[id(symbol)] = value
        return tree.pack_like(
            self.outputs_structure, [store[id(o)] for o in self.outputs]
        )


def _boxed(value: Any, like: Any) -> Any:
    """Return arrays and lists of numbers as tensors, in the structure of the inputs."""
    if isinstance(value, dict):
        return {k: _boxed(v, None) for k, v in value.items()}
    if isinstance(value, (list, tuple)) and tree.is_nested(like):
        return [_boxed(v, None) for v in value]
    if value is None or isinstance(value, (SymbolicTensor, Tensor)):
        return value
    return Tensor(value)


def _like(value: Any, symbol: SymbolicTensor) -> Any:
    """Return floats in the type the function was made for."""
    is_float = isinstance(value, Tensor) and value.dtype.kind == "f"
    if is_float and symbol._spec.dtype.kind == "f":
        return value.astype(symbol.dtype) if value.dtype != symbol.dtype else value
    return value


def sort_nodes(
    inputs: list[SymbolicTensor], outputs: list[SymbolicTensor], name: str
) -> list[Node]:
    """Return the nodes between inputs and outputs, each after those it needs."""
    given = {id(symbol) for symbol in inputs}
    order: list[Node] = []
    done: set[int] = set()
    for output in outputs:
        stack: list[tuple[SymbolicTensor, bool]] = [(output, False)]
        while stack:
            symbol, ready = stack.pop()
            if id(symbol) in given:
                continue
            history = symbol._history
            if history is None or history[0].is_input:
                raise ValueError(
                    f"{name}: the outputs depend on {symbol!r}, which is not among "
                    f"the inputs {[s.name for s in inputs]}. Pass it as an input, or "
                    f"check that every step uses layers or keras.ops."
                )
            node = history[0]
            if id(node) in done:
                continue
            if ready:
                done.add(id(node))
                order.append(node)
                continue
            stack.append((symbol, True))
            stack.extend((s, False) for s in reversed(node.inputs))
    return order


def _advice(role: str, found: Any, structure: Any) -> str:
    """Return what to write in place of what is no symbol, with a leading blank."""
    if role == "inputs" and isinstance(found, int):
        return f" Give the symbol itself: inputs=keras.Input({structure!r:.100})."
    if isinstance(found, Operation):
        return (
            f" Call it on a symbol and pass the result: {type(found).__name__}(...)(x)."
        )
    if role == "inputs" and hasattr(found, "shape"):
        return f" Data go into the model later; here: keras.Input({found.shape[1:]})."
    return ""
