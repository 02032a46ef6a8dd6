import numpy as np
import pytest

from cornu import ops
from cornu.metrics.confusion import (
    count_above,
    count_above_even,
    keep_top_k,
    standardize_thresholds,
    weigh_answers,
)

rng = np.random.Generator(np.random.Philox(3))


def arrays(labels):
    # Coarse steps put predictions exactly on thresholds.
    p = np.float32(rng.integers(0, 9, (25, labels)) / 8)
    y = np.float32(rng.random((25, labels)) < 0.5)
    weights = np.float32(rng.integers(0, 3, (25, labels)))
    return p, y * weights, (1 - y) * weights


@pytest.mark.parametrize("labels", [1, 3])
def test_buckets_count_as_comparisons_do(labels):
    p, positive, negative = arrays(labels)
    bounds = [-1e-7, *np.arange(1, 8) / 8, 1 + 1e-7]
    for column in range(labels):
        wanted = [
            [(x[:, column] * (p[:, column] > t)).sum() for t in bounds]
            for x in (positive, negative)
        ]
        found = count_above_even(
            *map(ops.convert_to_tensor, (p, positive, negative)), 9
        )
        for a, b in zip(found, wanted):
            np.testing.assert_allclose(a.numpy()[:, column], b)


def test_count_above():
    p, positive, negative = map(ops.convert_to_tensor, arrays(2))
    hits, alarms = count_above(p, positive, negative, [0.25, 0.5])
    for i, t in enumerate((0.25, 0.5)):
        above = p.numpy() > t
        assert hits.numpy()[i] == (positive.numpy() * above).sum()
        assert alarms.numpy()[i] == (negative.numpy() * above).sum()


def test_keep_top_k():
    kept = keep_top_k(ops.array([[0.1, 0.7, 0.2], [0.5, 0.4, 0.1]]), 2).numpy()
    assert (kept > 0).tolist() == [[False, True, True], [True, True, False]]


def test_weights_of_samples_count_for_all_their_labels():
    _, positive, negative = weigh_answers(
        "m",
        np.array([[1, 0], [0, 1]]),
        np.zeros((2, 2)),
        np.array([2.0, 3.0]),
        "float32",
    )
    np.testing.assert_array_equal(positive.numpy(), [[2, 0], [0, 3]])
    np.testing.assert_array_equal(negative.numpy(), [[0, 2], [3, 0]])


def test_thresholds_become_a_list():
    assert standardize_thresholds(None, 0.5) == [0.5]
    assert standardize_thresholds(0.2, 0.5) == [0.2]
    with pytest.raises(ValueError, match="lie in"):
        standardize_thresholds([-0.1], 0.5)
