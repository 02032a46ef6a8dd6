import statistics

import numpy as np
import pytest

from cornu import ops, random
from cornu.autodiff import GradientTape, Tensor
from cornu.errors import DTypeError, ShapeError
from cornu.random import SeedGenerator
from cornu.random.distributions import _normal_quantile
from cornu.symbolic import SymbolicTensor

DRAWS = {
    "uniform": lambda shape, seed: random.uniform(shape, -1.0, 3.0, seed=seed),
    "normal": lambda shape, seed: random.normal(shape, 1.0, 2.0, seed=seed),
    "truncated_normal": lambda shape, seed: random.truncated_normal(
        shape, 1.0, 2.0, seed=seed
    ),
    "randint": lambda shape, seed: random.randint(shape, -3, 1000, seed=seed),
}


@pytest.mark.parametrize("name", DRAWS)
def test_seeds(name):
    draw = DRAWS[name]
    first = draw((3, 5), 1).tolist()
    assert draw((3, 5), 1).tolist() == first
    assert draw((3, 5), 2).tolist() != first
    generator = SeedGenerator(1)
    assert draw((3, 5), generator).tolist() == first
    assert draw((3, 5), generator).tolist() != first
    assert draw((3, 5), None).tolist() != draw((3, 5), None).tolist()


@pytest.mark.parametrize("name", DRAWS)
def test_unknown_sizes_give_symbols(name):
    generator = SeedGenerator(1)
    symbol = DRAWS[name]((None, 5), generator)
    assert isinstance(symbol, SymbolicTensor)
    assert symbol.shape == (None, 5)
    assert symbol.dtype == DRAWS[name]((1,), 1).dtype.name
    assert generator.state.tolist() == [1, 0]


@pytest.mark.parametrize("shape", [(), (0,), (1,), (3, 0, 2), (7,)])
@pytest.mark.parametrize("name", DRAWS)
def test_shapes(name, shape):
    assert DRAWS[name](shape, 1).shape == shape


MOMENTS = {
    "uniform": (1.0, 4 / np.sqrt(12)),
    "normal": (1.0, 2.0),
    "truncated_normal": (1.0, 2 * 0.8796256610),
    "randint": (498.0, 1003 / np.sqrt(12)),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments(name):
    x = DRAWS[name]((200_000,), 4).numpy()
    mean, deviation = MOMENTS[name]
    assert x.mean() == pytest.approx(mean, abs=0.01 * deviation)
    assert x.std() == pytest.approx(deviation, rel=0.01)


@pytest.mark.parametrize("name", ["normal", "truncated_normal"])
def test_quantiles(name):
    x = np.sort(getattr(random, name)((100_001,), seed=8).numpy())
    normal = statistics.NormalDist()
    low, high = (0.0, 1.0) if name == "normal" else (normal.cdf(-2), normal.cdf(2))
    for share in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99):
        wanted = normal.inv_cdf(low + share * (high - low))
        assert x[int(share * 100_000)] == pytest.approx(wanted, abs=0.03)


def test_neighbours_are_not_related():
    x = random.normal((100_000,), seed=5).numpy()
    for distance in (1, 2, 50_000):
        assert abs(np.corrcoef(x[distance:], x[:-distance])[0, 1]) < 0.02


def test_normal_quantile():
    q = np.linspace(-0.49, 0.49, 491)
    wanted = [statistics.NormalDist().inv_cdf(0.5 + v) for v in q.tolist()]
    np.testing.assert_allclose(_normal_quantile(q), wanted, atol=5e-7)


def test_ranges():
    x = random.uniform((100_000,), seed=1).numpy()
    assert 0 <= x.min() < 1e-4
    assert 1 - 1e-4 < x.max() < 1
    x = random.truncated_normal((100_000,), seed=1).numpy()
    assert -2 <= x.min() < -1.99
    assert 1.99 < x.max() <= 2
    x = random.randint((10_000,), -2, 3, seed=1).numpy()
    counts = np.bincount(x + 2)
    assert len(counts) == 5
    assert (abs(counts - 2000) < 200).all()


def test_types():
    assert random.normal((2,), dtype="float16", seed=1).dtype == np.float16
    assert random.uniform((2,), dtype="float64", seed=1).dtype == np.float64
    assert random.randint((2,), 0, 5, dtype="uint8", seed=1).dtype == np.uint8
    for draw in (random.uniform, random.normal, random.truncated_normal):
        with pytest.raises(DTypeError, match=f"{draw.__name__}: dtype must be a float"):
            draw((2,), dtype="int32")
    with pytest.raises(DTypeError, match="randint: dtype must be an integer"):
        random.randint((2,), 0, 5, dtype="float32")
    with pytest.raises(ValueError, match="maxval must exceed minval"):
        random.randint((2,), 5, 5)


def test_settings_may_be_arrays():
    x = random.normal((3, 2), mean=[0.0, 100.0], stddev=[1.0, 0.0], seed=1)
    assert x[:, 1].tolist() == [100.0] * 3
    assert (
        (random.uniform((3, 2), [0.0, 5.0], [1.0, 6.0], seed=1)[:, 1] >= 5)
        .numpy()
        .all()
    )


def test_gradients_reach_the_settings():
    scale = Tensor(2.0)
    with GradientTape() as tape:
        tape.watch(scale)
        x = ops.sum(random.normal((4,), stddev=scale, seed=1))
    expected = random.normal((4,), seed=1).numpy().sum()
    assert tape.gradient(x, scale).item() == pytest.approx(expected, rel=1e-6)


def test_categorical():
    shares = np.array([[0.1, 0.2, 0.7], [0.6, 0.4, 0.0]])
    logits = np.where(shares > 0, np.log(np.maximum(shares, 1e-30)), -1e9)
    x = random.categorical(logits, 20_000, seed=1)
    assert x.shape == (2, 20_000)
    assert x.dtype == np.int32
    for row, share in zip(x.numpy(), shares):
        found = np.bincount(row, minlength=3) / 20_000
        np.testing.assert_allclose(found, share, atol=0.02)
    assert random.categorical(logits, 2, dtype="int64", seed=1).dtype == np.int64
    assert random.categorical(SymbolicTensor((None, 3)), 2).shape == (None, 2)
    with pytest.raises(ShapeError, match="batch, classes"):
        random.categorical(np.zeros(3), 2)


def test_dropout():
    x = np.ones((50, 40), np.float32)
    y = random.dropout(x, 0.25, seed=1).numpy()
    assert set(np.unique(y)) == {0.0, np.float32(4 / 3)}
    assert (y == 0).mean() == pytest.approx(0.25, abs=0.05)
    assert not random.dropout(x, 1.0, seed=1).numpy().any()
    rows = random.dropout(x, 0.5, noise_shape=(None, 1), seed=1).numpy()
    assert (rows == rows[:, :1]).all()
    assert 5 < (rows[:, 0] == 0).sum() < 45


def test_dropout_on_symbols_draws_nothing():
    generator = SeedGenerator(1)
    symbol = random.dropout(SymbolicTensor((None, 3)), 0.5, seed=generator)
    assert symbol.shape == (None, 3)
    assert generator.state.tolist() == [1, 0]


def test_wrong_dropout():
    with pytest.raises(ValueError, match=r"rate must lie in \[0, 1\], got 1.5"):
        random.dropout(np.ones(2), 1.5)
    with pytest.raises(ShapeError, match="one entry for each axis"):
        random.dropout(np.ones((2, 2)), 0.5, noise_shape=(2,))


def test_shuffle():
    x = np.arange(20).reshape(10, 2)
    y = random.shuffle(x, seed=1).numpy()
    assert (y != x).any()
    np.testing.assert_array_equal(y[np.argsort(y[:, 0])], x)
    columns = random.shuffle(x, axis=-1, seed=SeedGenerator(3)).numpy()
    np.testing.assert_array_equal(np.sort(columns, 1), x)
    places = [random.shuffle([0, 1, 2], seed=k).tolist().index(0) for k in range(300)]
    assert (abs(np.bincount(places) - 100) < 35).all()
