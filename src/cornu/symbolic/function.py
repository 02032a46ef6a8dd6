"""Function: the part of a symbolic graph between some inputs and some outputs."""

from collections.abc import Callable
from typing import Any

from cornu.symbolic.node import Node
from cornu.symbolic.tensor import SymbolicTensor
from cornu.utils import tree


class Function:
    """Replay the calls that lead from `inputs` to `outputs`.

    Parameters
    ----------
    inputs, outputs : nested structure of SymbolicTensor
    name : str, optional

    Raises
    ------
    ValueError
        If an output does not depend on the inputs alone; the message says which
        symbol was met that leads nowhere.
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        self.inputs_structure = inputs
        self.outputs_structure = outputs
        self.inputs: list[SymbolicTensor] = tree.flatten(inputs)
        self.outputs: list[SymbolicTensor] = tree.flatten(outputs)
        self.name = name or "function"
        for role, symbols in (("inputs", self.inputs), ("outputs", self.outputs)):
            for symbol in symbols:
                if not isinstance(symbol, SymbolicTensor):
                    raise ValueError(
                        f"{self.name}: all {role} must be symbols that come from "
                        f"Input(...), got {type(symbol).__name__}: {symbol!r}."
                    )
        self.nodes = sort_nodes(self.inputs, self.outputs, self.name)

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
