from __future__ import annotations

import numpy as np

from cornu import ops
from cornu.tracing.passes import fold_constants
from cornu.tracing.record import difference
from tracing.recorded import floats, names, record

OUTSIDE = np.array([1.0, 2.0, 3.0], "float32")


def twice(step, *arrays):
    """Return the second of two recordings: it knows which constants are fresh."""
    first, second = record(step, *arrays), record(step, *arrays)
    assert difference(first, second) is None
    return second


def test_what_is_the_same_each_time_is_computed_once() -> None:
    graph = twice(lambda x: x + ops.exp(ops.arange(3, dtype="float32")), floats(3))
    assert "exp" in names(graph)
    folded = fold_constants(graph)
    assert names(folded) == ["add"]
    (constant,) = folded.constants
    np.testing.assert_allclose(constant.held, np.exp([0, 1, 2]), rtol=1e-6)


def test_arrays_from_outside_may_be_written_to() -> None:
    table = ops.convert_to_tensor(OUTSIDE)
    graph = twice(lambda x: x + ops.exp(table), floats(3))
    assert names(fold_constants(graph)) == ["exp", "add"]


def test_results_by_shape_alone_are_kept() -> None:
    graph = twice(lambda x: x * ops.ones_like(x), floats(3))
    assert names(fold_constants(graph)) == ["multiply"]


def test_large_results_are_computed_each_time() -> None:
    graph = twice(lambda x: x * ops.ones_like(x), floats(600, 600))
    assert names(fold_constants(graph)) == ["full_like", "multiply"]
