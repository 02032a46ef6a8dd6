import numpy as np
import pytest

from cornu import metrics

VALUES = np.arange(1, 7, dtype=np.float32).reshape(3, 2)


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [(None, 21), (2.0, 42), (np.array([1, 2, 3]), 50), (np.array([[1, 2]]), 33)],
)
def test_weights_of_several_shapes(weights, wanted):
    total = metrics.Sum()
    total.update_state(VALUES, sample_weight=weights)
    assert total.result().item() == wanted


def test_sums_go_on_until_reset():
    total = metrics.Sum()
    total.update_state(VALUES)
    total.update_state([1.0])
    assert total.result().item() == 22.0
    total.reset_state()
    assert total.result().item() == 0.0
