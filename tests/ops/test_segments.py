import numpy as np
import pytest

from cornu import GradientTape, ops
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.symbolic import SymbolicTensor

IDS = np.array([0, 0, 2, 2, -1, 7], np.int32)
X = np.array([1.0, 3.0, 0.0, 4.0, 50.0, 60.0], np.float32)


def slopes(op, x, ids, count):
    x = ops.convert_to_tensor(x)
    with GradientTape() as tape:
        tape.watch(x)
        found = op(x, ids, count)
        total = ops.sum(ops.where(ops.isfinite(found), found, 0.0))
    return tape.gradient(total, x).tolist()


def test_values_by_hand():
    assert ops.segment_sum(X, IDS, 3).tolist() == [4, 0, 4]
    assert ops.segment_prod(X, IDS, 3).tolist() == [3, 1, 0]
    assert ops.segment_max(X, IDS, 3).tolist() == [3, -np.inf, 4]
    assert ops.segment_min(X, IDS, 3).tolist() == [1, np.inf, 0]


def test_the_number_of_segments_may_be_read_off_the_ids():
    assert ops.segment_sum(X, IDS).tolist() == [4, 0, 4, 0, 0, 0, 0, 60]
    assert ops.segment_sum(X[:0], IDS[:0]).shape == (0,)
    assert ops.segment_max(X[:2], np.array([-1, -1])).shape == (0,)


def test_a_model_must_be_told_it():
    data, ids = SymbolicTensor((None, 3)), SymbolicTensor((None,), "int32")
    assert ops.segment_max(data, ids, 5).shape == (5, 3)
    with pytest.raises(ShapeError, match="num_segments must be known"):
        ops.segment_max(data, ids)


def test_ids_that_only_claim_to_be_sorted():
    ids = np.array([2, 0, 2, 1])
    found = ops.segment_sum(X[:4], ids, 3, sorted=True)
    assert found.tolist() == [3, 4, 1]


def test_gradients():
    ids = [0, 0, 0, 1, 1, 5]
    ties = [2.0, 2.0, 1.0, 0.0, 4.0, 9.0]
    assert slopes(ops.segment_max, ties, ids, 3) == [0.5, 0.5, 0, 0, 1, 0]
    assert slopes(ops.segment_min, ties, ids, 3) == [0, 0, 1, 1, 0, 0]
    assert slopes(ops.segment_sum, ties, ids, 3) == [1, 1, 1, 1, 1, 0]
    assert slopes(ops.segment_prod, ties, ids, 3) == [2, 2, 4, 4, 0, 0]


def test_half_types_are_added_in_float32():
    x = np.ones(4096, np.float16)
    assert ops.segment_sum(x, np.zeros(4096, int), 1).tolist() == [4096]


def test_small_integers_for_ids():
    ids = np.array([255, 0, 255], np.uint8)
    assert ops.segment_sum([1, 2, 3], ids, 300)[255].item() == 4


def test_words():
    with pytest.raises(ShapeError, match=r"segment_sum: segment_ids are \(2,\)"):
        ops.segment_sum(X, [0, 1], 2)
    with pytest.raises(DTypeError, match="segment_min: segment_ids must be integers"):
        ops.segment_min(X, X, 2)
    with pytest.raises(ArgumentError, match="num_segments must be a whole number"):
        ops.segment_prod(X, IDS, -1)
