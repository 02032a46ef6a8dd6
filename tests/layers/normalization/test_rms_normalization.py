"""RMSNormalization: any axes, and its errors."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError


def test_any_axis():
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    layer = layers.RMSNormalization(axis=1, epsilon=0.0)
    found = layer(x).numpy()
    assert layer.scale.shape == (3,)
    np.testing.assert_allclose((found**2).mean(1), 1, rtol=1e-5)
    layer.set_weights([np.array([1.0, 2.0, 3.0])])
    wanted = found * np.array([1, 2, 3])[:, None]
    np.testing.assert_allclose(layer(x).numpy(), wanted, rtol=1e-5)


def test_half_precision_does_not_overflow():
    x = np.array([[300.0, -300.0]], "float16")
    found = layers.RMSNormalization(dtype="float16")(x)
    assert found.dtype == "float16"
    assert found.tolist() == [[1.0, -1.0]]


def test_sizes_must_be_known():
    with pytest.raises(ShapeError, match="sizes be known"):
        layers.RMSNormalization()(Input((3, None)))
    with pytest.raises(ShapeError, match="axis 3 must exist"):
        layers.RMSNormalization(axis=3)(ops.ones((2, 4)))
