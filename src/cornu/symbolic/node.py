"""Node: one call in a symbolic graph: a layer's, or a primitive's."""

import itertools
from collections.abc import Callable
from typing import Any

from cornu.utils import tree

serials = itertools.count()
"""Numbers for nodes, in the order they are made."""


class Node:
    """Remember a call on symbols so that it can be run again on values.

    Attributes
    ----------
    operation : callable
        A layer or a primitive.
    args, kwargs
        The call's arguments; symbols may stand anywhere inside.
    inputs : list of SymbolicTensor
        The symbols among them, in order.
    outputs : list of SymbolicTensor
    is_plain : bool
        Whether the call was on one symbol and nothing else, and gave one.
    serial : int
        Higher than that of every node made before.
    """

    __slots__ = (
        "args",
        "inputs",
        "is_plain",
        "kwargs",
        "operation",
        "outputs",
        "serial",
        "structure",
    )

    def __init__(
        self,
        operation: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        outputs: Any,
    ) -> None:
        self.serial = next(serials)
        self.operation = operation
        self.args = args
        self.kwargs = kwargs
        self.inputs = [
            leaf for leaf in tree.flatten((args, kwargs)) if hasattr(leaf, "_history")
        ]
        self.outputs = tree.flatten(outputs)
        self.structure = outputs
        self.is_plain = (
            len(args) == 1
            and not kwargs
            and hasattr(args[0], "_history")
            and len(self.outputs) == 1
            and outputs is self.outputs[0]
        )

    @property
    def name(self) -> str:
        """The name of the layer, op or primitive that was called."""
        operation: Any = self.operation
        found: str = getattr(operation, "op_name", None) or operation.name
        return found

    @property
    def is_input(self) -> bool:
        """Whether this node is where values enter."""
        return not self.inputs

    def run(
        self, values: dict[int, Any], call: Callable[..., Any] | None = None
    ) -> Any:
        """Call the operation with symbols replaced by `values`, keyed by identity."""

        def fill(leaf: Any) -> Any:
            return values[id(leaf)] if hasattr(leaf, "_history") else leaf

        args = tree.map_structure(fill, self.args)
        kwargs = tree.map_structure(fill, self.kwargs)
        if call is not None:
            return call(self, args, kwargs)
        return self.operation(*args, **kwargs)


def add_node(
    operation: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    outputs: Any,
) -> Node:
    """Make a node and let its outputs remember it."""
    node = Node(operation, args, kwargs, outputs)
    for i, symbol in enumerate(node.outputs):
        if hasattr(symbol, "_history"):
            symbol._history = (node, i)
    return node
