"""Discretization: edges, NaN, learning, wrong use."""

import numpy as np
import pytest

from cornu import Sequential, layers
from cornu.errors import ArgumentError, DTypeError, NotBuiltError


def test_edges_belong_to_the_right():
    layer = layers.Discretization([0.0, 1.0])
    found = layer([-np.inf, -1e-9, 0.0, 1.0, np.inf, np.nan])
    assert found.tolist() == [0, 0, 1, 2, 2, 2]
    assert found.dtype == "int32"


def test_bins_hold_equally_many():
    data = np.random.default_rng(0).normal(size=1000)
    layer = layers.Discretization(num_bins=5)
    layer.adapt(np.split(data, 4))
    counts = np.bincount(layer(data).numpy())
    assert counts.tolist() == [200] * 5 or abs(counts - 200).max() <= 1


def test_learning_again_forgets():
    layer = layers.Discretization(num_bins=2)
    layer.adapt([1.0, 2.0, 3.0, 4.0])
    layer.adapt([10.0, 20.0, 30.0, 40.0])
    assert layer.bin_boundaries == [20.0]


def test_steps_limit_the_batches():
    layer = layers.Discretization(num_bins=2)
    layer.adapt((np.arange(4.0) + 10 * i for i in range(10**9)), steps=2)
    assert layer.bin_boundaries == [3.0]


def test_learning_after_steps_were_recorded():
    model = Sequential([layers.Input((1,)), layers.Discretization(num_bins=2)])
    data = np.arange(6.0)[:, None]
    for shift in (0, 100):
        model.layers[0].adapt(data + shift)
        for _ in range(4):
            found = model.predict(data + shift, verbose=0, batch_size=3)
        assert found.ravel().tolist() == [0, 0, 1, 1, 1, 1]


def test_wrong_use():
    with pytest.raises(NotBuiltError, match=r"call adapt\(data\) first"):
        layers.Discretization(num_bins=2)([1.0])
    with pytest.raises(DTypeError, match="takes numbers, got strings"):
        layers.Discretization([0.0])(["a"])
    with pytest.raises(ArgumentError, match="ascending"):
        layers.Discretization([1.0, 0.0])
    with pytest.raises(ArgumentError, match="nothing to learn"):
        layers.Discretization([1.0]).adapt([1.0])
    with pytest.raises(ValueError, match="sparse"):
        layers.Discretization([1.0], output_mode="one_hot", sparse=True)
