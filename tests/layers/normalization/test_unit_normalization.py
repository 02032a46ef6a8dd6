"""UnitNormalization: lengths, zeros and half precision."""

import numpy as np
import pytest

from cornu import Input, layers


def test_lengths_are_one():
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    for axis in (1, -1, [1, 2]):
        found = layers.UnitNormalization(axis=axis)(x).numpy()
        axes = tuple(axis) if isinstance(axis, list) else axis
        np.testing.assert_allclose((found**2).sum(axes), 1, rtol=1e-5)


def test_zeros_and_short_vectors():
    found = layers.UnitNormalization()(np.array([[0, 0], [1e-8, 0]], "float32"))
    np.testing.assert_allclose(found.numpy(), [[0, 0], [1, 0]], rtol=1e-5)


def test_half_precision_does_not_overflow():
    found = layers.UnitNormalization(dtype="float16")(np.array([[300.0, 400.0]]))
    assert found.dtype == "float16"
    np.testing.assert_allclose(found.numpy(), [[0.6, 0.8]], rtol=1e-3)


def test_unknown_sizes():
    assert layers.UnitNormalization()(Input((None, None))).shape == (None, None, None)


def test_an_axis_is_an_integer():
    with pytest.raises(TypeError, match="axis must be an integer"):
        layers.UnitNormalization(axis="x")
