import numpy as np
import pytest

from cornu import ops
from cornu.losses.reduction import align, divide_or_zero, reduce_weighted

VALUES = np.arange(6, dtype=np.float32).reshape(3, 2)
MASK = np.array([[True, False], [True, True], [False, False]])
WEIGHTS = np.array([[1, 2], [3, 4], [5, 6]], np.float32)


def reduced(weights, mask, reduction):
    values = ops.convert_to_tensor(VALUES)
    return reduce_weighted(values, weights, mask, reduction).numpy()


# Numbers from Keras 3.
@pytest.mark.parametrize(
    ("weights", "reduction", "wanted"),
    [
        (None, "sum_over_batch_size", 5 / 3),
        (None, "mean", 5 / 3),
        (None, "sum", 5),
        (None, "mean_with_sample_weight", 5 / 3),
        (None, "none", [[0, 0], [2, 3], [0, 0]]),
        (WEIGHTS, "sum_over_batch_size", 6),
        (WEIGHTS, "sum", 18),
        (WEIGHTS, "mean_with_sample_weight", 2.25),
        (WEIGHTS, None, [[0, 0], [6, 12], [0, 0]]),
    ],
)
def test_masked_values(weights, reduction, wanted):
    np.testing.assert_allclose(reduced(weights, MASK, reduction), wanted, rtol=1e-6)


def test_weights_of_samples_count_for_all_their_steps():
    found = reduced(np.array([1.0, 0.0, 2.0]), None, "none")
    np.testing.assert_allclose(found, VALUES * [[1], [0], [2]])


def test_a_mask_without_any_sample_gives_zero():
    assert reduced(None, np.zeros((3, 2), bool), "mean") == 0


def test_align_follows_the_longer_rank_of_flat_values():
    values, weights = align(ops.ones(3), ops.ones((3, 1)))
    assert values.shape == weights.shape == (3, 1)


def test_divide_or_zero():
    found = divide_or_zero(ops.array([1.0, 1.0]), ops.array([2.0, 0.0]))
    np.testing.assert_array_equal(found.numpy(), [0.5, 0.0])
