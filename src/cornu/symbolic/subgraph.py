"""Subgraph: a function of the user's, called once on symbols and kept as a graph."""

from collections.abc import Callable
from typing import Any

from cornu.autodiff import Tensor
from cornu.symbolic.depth import by_depth
from cornu.symbolic.function import Function
from cornu.symbolic.node import serials
from cornu.symbolic.tensor import SymbolicTensor
from cornu.utils import tree

_NUMBERS = (bool, int, float, complex)


class Subgraph:
    """Be a function whose body is a graph.

    Parameters
    ----------
    formals : tuple
        Its arguments: structures of symbols; None where there is nothing.
    captures : list of SymbolicTensor
        Symbols of the graph around that it uses beside its arguments.
    outputs : nested structure
        What it returns: symbols, and constants of any kind.
    name : str, optional

    Attributes
    ----------
    function : Function
        From formals and captures, flat, to the symbols among the outputs, flat.

    Raises
    ------
    ValueError
        If an output depends on a symbol that is neither.
    """

    def __init__(
        self,
        formals: tuple[Any, ...],
        captures: list[SymbolicTensor],
        outputs: Any,
        name: str | None = None,
    ) -> None:
        self.formals = formals
        self.captures = captures
        self.outputs = outputs
        self._flat = symbols_in(formals)
        self.function = Function(
            [*self._flat, *captures], symbols_in(outputs), name or "function"
        )
        self.name = self.function.name

    @property
    def operations(self) -> list[Any]:
        """Its layers, and the nodes of raw operations, as :func:`by_depth` has them.

        What it takes from the graph around it belongs to that.
        """
        nodes = self.function.nodes
        inside = {id(n) for n in nodes} | {id(n.operation) for n in nodes}
        order = by_depth(self.function.outputs, nodes)
        return [x for x in order if id(x) in inside]

    def bind(self, captured: list[Any]) -> Callable[..., Any]:
        """Return the function, given what stands for the captures."""

        def bound(*args: Any) -> Any:
            return self.run(args, captured)

        bound.__name__ = bound.__qualname__ = self.name
        return bound

    def run(self, args: tuple[Any, ...], captured: list[Any]) -> Any:
        """Compute the outputs from arguments shaped like the formals."""
        values = [leaf for leaf in tree.flatten(args) if leaf is not None]
        boxed = [
            Tensor(value, formal.dtype) if type(value) in _NUMBERS else value
            for formal, value in zip(self._flat, values, strict=True)
        ]
        results = iter(self.function.run([*boxed, *captured]))
        leaves = [
            next(results) if isinstance(leaf, SymbolicTensor) else leaf
            for leaf in tree.flatten(self.outputs)
        ]
        return tree.pack_like(self.outputs, leaves)


def trace(
    function: Callable[..., Any], formals: tuple[Any, ...], name: str | None = None
) -> Subgraph:
    """Call `function` on symbols, once, and return its graph.

    Parameters
    ----------
    function : callable
    formals : tuple
        Structures of symbols without history.
    name : str, optional
    """
    first = next(serials)
    outputs = function(*formals)
    captures = _captures(symbols_in(outputs), symbols_in(formals), first)
    return Subgraph(formals, captures, outputs, name)


def symbols_in(structure: Any) -> list[SymbolicTensor]:
    """Return the symbols in a structure, in order."""
    return [x for x in tree.flatten(structure) if isinstance(x, SymbolicTensor)]


def _captures(
    outputs: list[SymbolicTensor], formals: list[SymbolicTensor], first: int
) -> list[SymbolicTensor]:
    """Return the symbols older than node number `first` that outputs are made from."""
    inner = {id(symbol) for symbol in formals}
    found: dict[int, SymbolicTensor] = {}
    done: set[int] = set()
    stack = list(reversed(outputs))
    while stack:
        symbol = stack.pop()
        if id(symbol) in inner:
            continue
        node = symbol._history[0] if symbol._history is not None else None
        if node is None or node.is_input or node.serial < first:
            found.setdefault(id(symbol), symbol)
        elif id(node) not in done:
            done.add(id(node))
            stack.extend(reversed(node.inputs))
    return list(found.values())
