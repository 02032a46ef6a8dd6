import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(12))
Y = rng.standard_normal((4, 3))
P = rng.standard_normal((4, 3))


def test_value_of_each_sample():
    wanted = [-a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a, b in zip(Y, P)]
    found = losses.CosineSimilarity(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)


def test_axis():
    found = losses.CosineSimilarity(axis=0, reduction="none")(Y, P)
    wanted = losses.CosineSimilarity(reduction="none")(Y.T, P.T)
    np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-5)


def test_zeros_have_no_direction():
    assert losses.CosineSimilarity()([[0.0, 0.0]], [[1.0, 2.0]]).item() == 0.0
