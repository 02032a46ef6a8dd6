"""ControlCall: the node of an op on functions, which are graphs in it."""

from collections.abc import Callable, Sequence
from typing import Any

from cornu.symbolic.node import add_node
from cornu.symbolic.subgraph import Subgraph, symbols_in
from cornu.utils import tree

_runners: dict[str, Callable[..., Any]] = {}


def runs(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that files how an op is done again.

    The function gets ``(functions, operands, **params)`` as a :class:`ControlCall`
    holds them, and returns what the op returns.
    """

    def file(runner: Callable[..., Any]) -> Callable[..., Any]:
        _runners[name] = runner
        return runner

    return file


class ControlCall:
    """Be an op that takes functions: a loop, a choice, a map, a derivative.

    It is the operation of a node whose arguments are ``(operands, captures)``: what the
    op is called on, and for each graph the symbols it uses beside its arguments.

    Parameters
    ----------
    name : str
        Name of the op in ``cornu.ops``.
    graphs : sequence of Subgraph
        The op's functions, in the order its runner takes them.
    params : dict, optional
        The op's plain parameters.

    Attributes
    ----------
    op_name : str
        The name again: what public ops know nodes of their own by.

    Raises
    ------
    ValueError
        If there is no such op.
    """

    def __init__(
        self,
        name: str,
        graphs: Sequence[Subgraph],
        params: dict[str, Any] | None = None,
    ) -> None:
        if name not in _runners:
            raise ValueError(
                f"There is no op on functions called {name!r}; there are "
                f"{sorted(_runners)}."
            )
        self.name = self.op_name = name
        self.graphs = tuple(graphs)
        self.params = dict(params or {})

    def __call__(self, operands: Any, captures: Any) -> list[Any]:
        """Run the op; return its results, flat."""
        functions = [g.bind(list(c)) for g, c in zip(self.graphs, captures)]
        result = _runners[self.name](functions, operands, **self.params)
        return [leaf for leaf in tree.flatten(result) if leaf is not None]

    def __repr__(self) -> str:
        return f"<{self.name} of {len(self.graphs)} graphs, {self.params}>"


def leave_node(
    name: str,
    graphs: Sequence[Subgraph],
    operands: Any,
    results: Any,
    **params: Any,
) -> Any:
    """Leave one node in the graph; return `results`, its symbols in their structure.

    Parameters
    ----------
    name : str
    graphs : sequence of Subgraph
    operands : list
        What the op is called on: structures of symbols and constants.
    results : nested structure of SymbolicTensor
        Fresh symbols; None and constants stay as they are.
    **params
    """
    captures = [list(graph.captures) for graph in graphs]
    call = ControlCall(name, graphs, params)
    add_node(call, (operands, captures), {}, symbols_in(results))
    return results
