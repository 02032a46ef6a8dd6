import numpy as np
import pytest

from cornu import ops
from cornu.metrics.weighting import divide_or_zero, masked, numbers_each, weighted

VALUES = np.arange(6, dtype=np.float32).reshape(3, 2)


@pytest.mark.parametrize("shape", [(3,), (3, 1), (3, 1, 1)])
def test_weights_of_samples_count_for_all_their_values(shape):
    weights = np.array([1.0, 0.0, 2.0]).reshape(shape)
    products, spread = weighted(ops.array(VALUES), weights, "float32")
    np.testing.assert_array_equal(products.numpy(), VALUES * [[1], [0], [2]])
    np.testing.assert_array_equal(spread.numpy(), [[1, 1], [0, 0], [2, 2]])


def test_numbers_each():
    assert numbers_each(ops.zeros((5, 2, 3))) == 6.0
    assert numbers_each(ops.zeros(())) == 1.0


def test_masked():
    assert masked(None, None, "float32") is None
    found = masked(
        ops.array([2.0, 3.0]), np.array([[True, False], [True, True]]), "float32"
    )
    np.testing.assert_array_equal(found.numpy(), [[2, 0], [3, 3]])
    np.testing.assert_array_equal(
        masked(None, ops.array([True, False]), "float32").numpy(), [1, 0]
    )


def test_divide_or_zero():
    found = divide_or_zero(ops.array([1.0, 1.0]), ops.array([4.0, 0.0]))
    np.testing.assert_array_equal(found.numpy(), [0.25, 0.0])
