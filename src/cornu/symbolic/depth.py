"""The order in which a graph's operations are listed: by distance from the outputs."""

from typing import Any

from cornu.symbolic.node import Node
from cornu.symbolic.operation import Operation
from cornu.symbolic.tensor import SymbolicTensor


def by_depth(outputs: list[SymbolicTensor], nodes: list[Node]) -> list[Any]:
    """Return operations, the farthest from the outputs first.

    An operation's depth is the longest way from any of its calls to an output. Equal
    depths keep the order in which a walk back from the outputs meets them. Weight
    files number layers by this order, so it has to be Keras's.

    Parameters
    ----------
    outputs : list of SymbolicTensor
    nodes : list of Node
        The graph's calls, each after those it needs.

    Returns
    -------
    list
        Every layer or Operation once, entrances included; for raw operations their
        nodes.
    """
    inner = {id(node) for node in nodes}
    met = _walk_back(outputs, inner)
    depths: dict[int, int] = {}
    for output in outputs:
        if output._history is not None:
            depths.setdefault(id(output._history[0]), 0)
    operation_depths: dict[int, int] = {}
    every = {id(node): node for node in nodes}
    for node in reversed(nodes):
        key = _key(node)
        depth = max(depths.get(id(node), 0), operation_depths.get(key, 0))
        operation_depths[key] = depth
        for symbol in node.inputs:
            if symbol._history is not None:
                source = symbol._history[0]
                every.setdefault(id(source), source)
                depths[id(source)] = max(depths.get(id(source), 0), depth + 1)
    operations: dict[int, Any] = {}
    for place, node in every.items():
        key = _key(node)
        operations[key] = node.operation if _has_self(node) else node
        if place not in inner:
            operation_depths[key] = max(
                depths.get(place, 0), operation_depths.get(key, 0)
            )
    order = sorted(
        operations, key=lambda k: (-operation_depths.get(k, 0), met.get(k, 0))
    )
    return [operations[k] for k in order]


def _has_self(node: Node) -> bool:
    return isinstance(node.operation, Operation)


def _key(node: Node) -> int:
    # A layer is one thing however often it is called; a raw operation has no self.
    return id(node.operation) if _has_self(node) else id(node)


def _walk_back(outputs: list[SymbolicTensor], inner: set[int]) -> dict[int, int]:
    """Give operations numbers, in the order a walk from the outputs meets them."""
    met: dict[int, int] = {}
    done: set[int] = set()
    for output in outputs:
        stack = [output]
        while stack:
            history = stack.pop()._history
            if history is None or id(history[0]) in done:
                continue
            node = history[0]
            done.add(id(node))
            met.setdefault(_key(node), len(met))
            if id(node) in inner:
                stack.extend(reversed(node.inputs))
    return met
