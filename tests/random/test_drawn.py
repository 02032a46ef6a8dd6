import numpy as np
import pytest

from cornu import random
from cornu.errors import DTypeError

MANY = (20000,)


@pytest.mark.parametrize("alpha", [0.1, 0.7, 1.0, 3.5, 50.0])
def test_gamma_has_mean_and_variance_alpha(alpha):
    found = np.asarray(random.gamma(MANY, alpha, dtype="float64", seed=3))
    assert abs(found.mean() - alpha) < 5 * np.sqrt(alpha / MANY[0])
    np.testing.assert_allclose(found.var(), alpha, rtol=0.15)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (2.0, 5.0), (1e-3, 1e-3)])
def test_beta_has_its_moments(a, b):
    found = np.asarray(random.beta(MANY, a, b, dtype="float64", seed=3))
    assert np.isfinite(found).all()
    variance = a * b / ((a + b) ** 2 * (a + b + 1))
    assert abs(found.mean() - a / (a + b)) < 5 * np.sqrt(variance / MANY[0])
    np.testing.assert_allclose(found.var(), variance, rtol=0.1)


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (10, 0.5), (1000, 0.99)])
def test_binomial_has_its_moments(n, p):
    found = np.asarray(random.binomial(MANY, n, p, seed=3))
    assert found.dtype == np.float32
    assert set(np.unique(found % 1)) == {0.0}
    variance = n * p * (1 - p)
    assert abs(found.mean() - n * p) < 5 * np.sqrt(variance / MANY[0])
    np.testing.assert_allclose(found.astype(np.float64).var(), variance, rtol=0.1)


def test_parameters_broadcast():
    found = random.binomial((2, 3), [1, 2, 3], [[0.0], [1.0]], seed=1)
    assert found.tolist() == [[0, 0, 0], [1, 2, 3]]


def test_an_integer_seed_gives_the_same_numbers():
    for draw in (
        lambda: random.gamma((4,), 2.0, seed=5),
        lambda: random.beta((4,), 2.0, 1.0, seed=5),
        lambda: random.binomial((4,), 9, 0.5, seed=5),
    ):
        assert draw().tolist() == draw().tolist()


def test_a_generator_moves_on():
    seed = random.SeedGenerator(1)
    assert (
        random.gamma((4,), 2.0, seed=seed).tolist()
        != random.gamma((4,), 2.0, seed=seed).tolist()
    )


def test_unknown_sizes_give_symbols():
    assert random.gamma((None, 2), 1.0).shape == (None, 2)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: random.gamma((2,), -1.0), "random.gamma: alpha=-1.0.*positive"),
        (lambda: random.beta((2,), 0.0, 1.0), "random.beta.*positive"),
        (lambda: random.binomial((2,), 3, 1.5), r"probabilities=1.5.*\[0, 1\]"),
        (lambda: random.binomial((2,), -3, 0.5), "counts=-3"),
        (lambda: random.gamma((2,), [1.0, 2.0, 3.0]), "broadcast"),
    ],
)
def test_parameters_without_meaning_are_refused(draw, words):
    with pytest.raises(ValueError, match=words):
        draw()


def test_integer_types_are_refused():
    with pytest.raises(DTypeError, match="float type"):
        random.gamma((2,), 1.0, dtype="int32")
