import numpy as np

from cornu import metrics


def test_share_of_equal_values():
    metric = metrics.Accuracy()
    metric.update_state([[1], [2], [3], [4]], [[0], [2], [3], [4]])
    assert metric.result().item() == 0.75
    metric.update_state([[1], [2]], [[0], [2]], sample_weight=[2.0, 0.0])
    np.testing.assert_allclose(metric.result().item(), 3 / 6)
