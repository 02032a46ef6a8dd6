import numpy as np
import pytest

from cornu import GradientTape, ops
from cornu.errors import ArgumentError
from cornu.symbolic import SymbolicTensor


def test_ends_are_met_exactly():
    found = ops.geomspace(3.0, 700.0, 7).numpy()
    assert found[[0, -1]].tolist() == [3, 700]
    np.testing.assert_allclose(found[1:] / found[:-1], (700 / 3) ** (1 / 6), rtol=1e-6)
    assert ops.logspace(-1, 1, 3).tolist() == [np.float32(0.1), 1, 10]
    ends = ops.linspace(ops.array([0.1]), ops.array([0.7]), 11).numpy()
    assert ends[[0, -1]].tolist() == [np.float32(0.1), np.float32(0.7)]


def test_whole_numbers_are_not_missed_by_rounding():
    assert ops.geomspace(1, 1000, 4, dtype="int32").tolist() == [1, 10, 100, 1000]
    assert ops.geomspace(-1, -256, 9, dtype="int32")[5].item() == -32
    assert ops.logspace(0, 8, 9, base=2, dtype="int32").tolist() == [
        2**i for i in range(9)
    ]
    assert ops.linspace(0, 100, 101, dtype="int32").tolist() == list(range(101))


def test_data_types():
    half = ops.ones((), "float16")
    assert ops.linspace(half, 2, 3).dtype == np.float16
    assert ops.logspace(half, 2, 3).dtype == np.float16
    assert ops.geomspace(ops.ones((), "int32"), 4, 3).dtype == np.float32
    assert ops.linspace(np.ones(2), 4, 3).dtype == np.float64


def test_gradients_reach_the_ends():
    start, stop = ops.array(2.0), ops.array(8.0)
    with GradientTape() as tape:
        tape.watch([start, stop])
        middle = ops.geomspace(start, stop, 3)[1]  # the root of their product
    slopes = tape.gradient(middle, [start, stop])
    np.testing.assert_allclose(slopes, [1.0, 0.25], rtol=1e-6)


def test_symbols():
    low = SymbolicTensor((None, 3))
    assert ops.linspace(low, 1.0, 5, axis=-1).shape == (None, 3, 5)
    assert ops.geomspace(low, 2.0, 5).shape == (5, None, 3)


def test_words():
    with pytest.raises(ArgumentError, match="geomspace: start and stop must have one"):
        ops.geomspace(-1.0, 1.0, 3)
    with pytest.raises(ArgumentError, match="logspace: num must be a whole number"):
        ops.logspace(0, 1, 1.5)
