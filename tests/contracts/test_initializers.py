"""Initializers against those of Keras: configs, distributions, values."""

import json

import numpy as np
import pytest

from cornu import initializers
from cornu.backend import backend_for
from cornu.config import device
from cornu.errors import DeviceError
from golden.load import FOLDER, plain

RECORDED = json.loads((FOLDER / "initializers.json").read_text("utf-8"))
DRAWN = [pytest.param(*c, id=f"{c[0]}-{c[1]}-{c[2]}") for c in RECORDED["drawn"]]
EXACT = [pytest.param(*c, id=f"{c[0]}-{c[1]}") for c in RECORDED["exact"]]


def same_config(found, wanted):
    found = plain(found)
    if set(found) == {"gain"}:
        found = {}  # of Identity; Keras forgets it
    assert found == wanted


@pytest.mark.parametrize(("name", "kwargs", "shape", "config", "moments"), DRAWN)
def test_distribution_is_that_of_keras(name, kwargs, shape, config, moments):
    made = getattr(initializers, name)(seed=1, **kwargs)
    same_config(made.get_config(), config)
    x = np.asarray(made(tuple(shape)), np.float64)
    mean, std, low, high = moments
    assert x.shape == tuple(shape)
    # Five standard errors; the two samples have one each.
    error = 5 * np.sqrt(2 / x.size)
    assert abs(x.mean() - mean) < std * error + 1e-12
    assert abs(x.std() / std - 1) < error
    bounded = "Uniform" in name or "uniform" in str(kwargs) or "Truncated" in name
    if bounded and "untruncated" not in str(kwargs):
        reach = high - low
        assert abs(x.min() - low) < 0.02 * reach
        assert abs(x.max() - high) < 0.02 * reach


@pytest.mark.parametrize(("name", "kwargs", "shape", "config", "values"), EXACT)
def test_values_are_those_of_keras(name, kwargs, shape, config, values):
    made = getattr(initializers, name)(**kwargs)
    same_config(made.get_config(), config)
    found = np.asarray(made(tuple(shape)), np.float64)
    np.testing.assert_allclose(found, values, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("shape", [(40, 30), (30, 40), (3, 3, 4, 5)])
def test_orthogonal_matrices_are(shape):
    x = np.asarray(initializers.Orthogonal(seed=1)(shape), np.float64)
    flat = x.reshape(-1, shape[-1])
    small = flat.T @ flat if flat.shape[0] > flat.shape[1] else flat @ flat.T
    np.testing.assert_allclose(small, np.eye(len(small)), atol=1e-5)


NAMES = sorted({c[0] for c in RECORDED["drawn"]})


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_bits(name):
    first, second = (
        np.asarray(getattr(initializers, name)(seed=7)((6, 5))) for _ in range(2)
    )
    assert first.tobytes() == second.tobytes()
    other = np.asarray(getattr(initializers, name)(seed=8)((6, 5)))
    assert (first != other).any()


@pytest.mark.gpu
@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_the_same_on_a_gpu(name):
    try:
        gpu = backend_for("gpu")
    except DeviceError as error:
        pytest.skip(f"no GPU: {error}")
    here = np.asarray(getattr(initializers, name)(seed=7)((6, 5)))
    with device("gpu"):
        there = gpu.to_host(getattr(initializers, name)(seed=7)((6, 5))._data)
    assert here.tobytes() == there.tobytes()
