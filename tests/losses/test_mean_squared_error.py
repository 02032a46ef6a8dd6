import numpy as np
import pytest

from cornu import losses
from cornu.errors import ShapeError

rng = np.random.Generator(np.random.Philox(1))
Y = rng.standard_normal((4, 3))
P = rng.standard_normal((4, 3))


def test_value_of_each_sample():
    wanted = ((Y - P) ** 2).sum(axis=1) / 3
    found = losses.MeanSquaredError(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)


def test_sample_weights_scale_samples():
    weights = np.array([0.0, 1.0, 2.0, 0.5])
    wanted = (((Y - P) ** 2).mean(axis=1) * weights).sum() / 4
    found = losses.MeanSquaredError()(Y, P, sample_weight=weights)
    np.testing.assert_allclose(found.item(), wanted, rtol=1e-5)


def test_one_column_against_many_is_refused():
    with pytest.raises(ShapeError, match=r"\(4, 1\).*\(4, 3\).*1 unit"):
        losses.MeanSquaredError()(Y[:, :1], P)


def test_flat_targets_meet_a_column():
    wanted = ((Y[:, 0] - P[:, 0]) ** 2).mean()
    np.testing.assert_allclose(
        losses.MeanSquaredError()(Y[:, 0], P[:, :1]).item(), wanted, rtol=1e-5
    )
