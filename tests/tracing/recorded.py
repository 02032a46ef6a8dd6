"""Small functions, recorded."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cornu.autodiff import Tensor, wrap
from cornu.tracing.ir import Graph
from cornu.tracing.record import Recording

# The package has a function of this name, too.
shard = importlib.import_module("cornu.tracing.passes.shard")


def record(function: Callable[..., Any], *arrays: np.ndarray) -> Graph:
    """Return the graph of ``function(*tensors)``."""
    return watch(function, *arrays)[0]


def watch(
    function: Callable[..., Any], *arrays: np.ndarray
) -> tuple[Graph, Recording, list[np.ndarray]]:
    """Return the graph, the recording, and what the function returned."""
    with Recording(arrays) as recording:
        found = function(*[wrap(a) for a in arrays])
    results = list(found) if isinstance(found, (tuple, list)) else [found]
    tensors = [r for r in results if isinstance(r, Tensor)]
    graph = recording.graph(tensors)
    return graph, recording, [np.array(t._data) for t in tensors]


def allow_small_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let regions form however little work they do."""
    for name in vars(shard):
        if name.startswith("LEAST_") and name != "LEAST_ROWS":
            monkeypatch.setattr(shard, name, 0)


def floats(*shape: int, seed: int = 0) -> np.ndarray:
    """Return normal numbers."""
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def names(graph: Graph) -> list[str]:
    """Return the primitives' names in order."""
    return [equation.primitive.name for equation in graph.equations]
