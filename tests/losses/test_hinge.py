import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(8))
Y = np.where(rng.random((4, 3)) < 0.5, -1.0, 1.0)
P = rng.standard_normal((4, 3))


def test_value_of_each_sample():
    wanted = np.maximum(1 - Y * P, 0).mean(axis=1)
    found = losses.Hinge(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)


def test_labels_zero_and_one_mean_minus_one_and_one():
    loss = losses.Hinge()
    np.testing.assert_allclose(loss((Y + 1) / 2, P).item(), loss(Y, P).item())
