"""Embedding against rows taken by hand."""

import numpy as np
import pytest

from cornu import GradientTape, layers, ops


def table(rows, columns):
    return np.arange(rows * columns, dtype="float32").reshape(rows, columns)


def test_looks_up_rows():
    layer = layers.Embedding(4, 2, weights=[table(4, 2)])
    found = layer(np.array([[3, 0], [1, 1]]))
    assert found.numpy().tolist() == [[[6, 7], [0, 1]], [[2, 3], [2, 3]]]


def test_floats_are_cut_to_integers():
    layer = layers.Embedding(4, 2, weights=[table(4, 2)])
    assert layer(np.array([2.9])).numpy().tolist() == [[4, 5]]


def test_large_integers_as_float64_survive():
    layer = layers.Embedding(16_777_220, 1, embeddings_initializer="zeros")
    layer.build()
    row = 16_777_217  # the first integer that float32 cannot hold
    layer.embeddings.assign_add(np.eye(1, 16_777_220, row, "float32").T)
    assert layer(np.array([float(row)])).numpy().tolist() == [[1.0]]


def test_gradient_counts_occurrences():
    layer = layers.Embedding(3, 1)
    with GradientTape() as tape:
        out = layer(np.array([0, 2, 2]))
    slope = tape.gradient(out, layer.trainable_weights)[0]
    assert slope.numpy().tolist() == [[1.0], [0.0], [2.0]]


def test_mask_zero():
    layer = layers.Embedding(3, 1, mask_zero=True)
    mask = layer.compute_mask(ops.array([[0, 1], [2, 0]]))
    assert mask.numpy().tolist() == [[False, True], [True, False]]
    assert layers.Embedding(3, 1).compute_mask(np.array([[0]])) is None


def test_index_out_of_range_names_layer_index_and_rows():
    layer = layers.Embedding(5, 2, name="words")
    with pytest.raises(IndexError, match=r"'words'.* to 7.*input_dim=5"):
        layer(np.array([1, 7]))


@pytest.mark.parametrize("sizes", [(0, 2), (2, 0), (2.5, 2)])
def test_sizes_must_be_positive(sizes):
    with pytest.raises(ValueError, match=r"Embedding: .* must be a positive integer"):
        layers.Embedding(*sizes)
