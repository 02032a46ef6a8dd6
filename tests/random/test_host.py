import numpy as np
import pytest

from cornu.random import SeedGenerator, host
from cornu.utils.registry import serialize

KEY = (3, 0)
DRAWS = {
    "uniform": lambda key, shape, dtype: host.uniform(key, shape, -2.0, 6.0, dtype),
    "normal": lambda key, shape, dtype: host.normal(key, shape, 1.0, 2.0, dtype),
    "truncated_normal": lambda key, shape, dtype: host.truncated_normal(
        key, shape, 1.0, 2.0, dtype
    ),
    "orthogonal": host.orthogonal,
}


@pytest.mark.parametrize("name", DRAWS)
def test_pure_functions_of_the_key(name):
    draw = DRAWS[name]
    first = draw(KEY, (4, 3), "float32")
    assert first.shape == (4, 3)
    assert first.dtype == np.float32
    np.testing.assert_array_equal(draw(KEY, (4, 3), "float32"), first)
    assert (draw((4, 0), (4, 3), "float32") != first).any()
    assert (draw((3, 1), (4, 3), "float32") != first).any()
    assert draw(KEY, (4, 3), "float64").dtype == np.float64


# Mean and deviation by the textbook; 200 000 draws are off by less than 0.02.
MOMENTS = {
    "uniform": (2.0, 8 / np.sqrt(12)),
    "normal": (1.0, 2.0),
    "truncated_normal": (1.0, 2 * 0.8796256610),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments(name):
    x = DRAWS[name](KEY, (200_000,), "float32")
    mean, deviation = MOMENTS[name]
    assert x.mean() == pytest.approx(mean, abs=0.02)
    assert x.std() == pytest.approx(deviation, abs=0.02)


def test_ranges():
    x = DRAWS["uniform"](KEY, (100_000,), "float32")
    assert -2 <= x.min() < -1.99
    assert 5.99 < x.max() <= 6
    x = DRAWS["truncated_normal"](KEY, (100_000,), "float32")
    assert -3.0 <= x.min() < -2.99
    assert 4.99 < x.max() <= 5.0


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4), (1, 3)])
def test_orthogonal(shape):
    q = host.orthogonal(KEY, shape, "float64")
    product = q @ q.T if shape[0] <= shape[1] else q.T @ q
    np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-12)


def test_orthogonal_matrices_turn_either_way():
    signs = [
        np.linalg.det(host.orthogonal((k, 0), (2, 2), "float64")) for k in range(40)
    ]
    assert 8 < sum(s > 0 for s in signs) < 32
    entries = [host.orthogonal((k, 0), (2, 2), "float64")[0, 0] for k in range(40)]
    assert 8 < sum(e > 0 for e in entries) < 32


def test_keys():
    assert host.key_of(5) == (5, 0) == host.key_of(5)
    generator = SeedGenerator(5)
    assert [host.key_of(generator), host.key_of(generator)] == [(5, 0), (5, 1)]


def test_resolve_seed():
    generator = SeedGenerator(5)
    assert host.resolve_seed(generator) is generator
    assert host.resolve_seed(3) == 3
    twin = host.resolve_seed(serialize(generator))
    assert isinstance(twin, SeedGenerator)
    assert twin.seed == 5
    with pytest.raises(ValueError, match="seed must be"):
        host.resolve_seed("x")
