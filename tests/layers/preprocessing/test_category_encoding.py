"""CategoryEncoding: weights, gradients, large vocabularies, wrong use."""

import numpy as np
import pytest

from cornu import GradientTape, Input, layers, ops
from cornu.errors import ArgumentError, DTypeError


def test_weights_add_up():
    layer = layers.CategoryEncoding(4, output_mode="count")
    weights = np.array([[0.1, 0.2], [0.3, 0.4]], "float32")
    found = layer([[0, 1], [2, 2]], count_weights=weights)
    wanted = [[0.1, 0.2, 0, 0], [0, 0, 0.7, 0]]
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-6)


def test_weights_have_gradients():
    layer = layers.CategoryEncoding(3, output_mode="count")
    weights = ops.ones((1, 3))
    with GradientTape() as tape:
        tape.watch(weights)
        counts = layer([[0, 2, 9]], count_weights=weights)
        found = counts * ops.array([5.0, 6.0, 7.0])
    assert tape.gradient(found, weights).tolist() == [[5.0, 7.0, 0.0]]


@pytest.mark.parametrize("mode", ["one_hot", "multi_hot", "count"])
def test_outside_counts_for_nothing(mode):
    layer = layers.CategoryEncoding(2, output_mode=mode)
    assert not layer([[-1, 2, 99]]).numpy().any()


def test_rows_of_more_axes():
    layer = layers.CategoryEncoding(3)
    found = layer(np.array([[[0, 1], [2, 2]]]))
    assert found.tolist() == [[[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]]


def test_large_numbers_of_tokens_take_little_memory():
    # One vector for each token, added up after, would take 40 GB.
    layer = layers.CategoryEncoding(10**6, output_mode="count")
    rows = np.arange(20_000).reshape(2, 10_000)
    assert layer(rows).numpy().sum() == 20_000


def test_symbols():
    numbers = Input((None,), dtype="int32")
    assert layers.CategoryEncoding(4)(numbers).shape == (None, 4)
    one_hot = layers.CategoryEncoding(4, "one_hot")
    assert one_hot(numbers).shape == (None, None, 4)
    assert one_hot(Input((1,), dtype="int32")).shape == (None, 4)


def test_wrong_use():
    with pytest.raises(ArgumentError, match="in output_mode 'count' only"):
        layers.CategoryEncoding(4)([[0]], count_weights=[[1.0]])
    with pytest.raises(DTypeError, match="use StringLookup"):
        layers.CategoryEncoding(4)(["a"])
    with pytest.raises(ArgumentError, match="use IntegerLookup"):
        layers.CategoryEncoding()
