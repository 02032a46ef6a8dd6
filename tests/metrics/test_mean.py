import numpy as np
import pytest

from cornu import metrics

VALUES = np.arange(1, 7, dtype=np.float32).reshape(3, 2)


# Total and count from Keras 3: a sample counts once, by the mean of its values.
@pytest.mark.parametrize(
    ("weights", "total", "count"),
    [
        (None, 10.5, 3),
        (2.0, 7, 2),
        (np.float32(2), 7, 2),
        (np.array([1, 2, 3]), 25, 6),
        (np.array([[1], [2], [3]]), 25, 6),
        (np.array([[1, 2]]), 16.5, 4.5),
        (VALUES, 45.5, 10.5),
    ],
)
def test_weights_of_several_shapes(weights, total, count):
    mean = metrics.Mean()
    mean.update_state(VALUES, sample_weight=weights)
    found = [v.numpy().item() for v in mean.variables]
    np.testing.assert_allclose(found, [total, count])
    np.testing.assert_allclose(mean.result().item(), total / count, rtol=1e-6)


def test_before_any_value_it_is_zero():
    assert metrics.Mean().result().item() == 0.0


def test_numbers_one_by_one():
    mean = metrics.Mean()
    for value in (1.0, 2, 6.0):
        mean.update_state(value)
    assert mean.result().item() == 3.0
