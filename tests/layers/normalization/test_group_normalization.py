"""GroupNormalization: against its neighbours, and its errors."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ArgumentError, ShapeError

X = np.random.default_rng(0).normal(size=(2, 3, 4, 6)).astype("float32")


def test_one_group_is_layer_normalization():
    found = layers.GroupNormalization(1)(X).numpy()
    wanted = layers.LayerNormalization(axis=[1, 2, 3])(X).numpy()
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5)


def test_a_group_per_channel_is_instance_normalization():
    found = layers.GroupNormalization(-1, epsilon=0.0)(X).numpy()
    np.testing.assert_allclose(found.mean((1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(found.var((1, 2)), 1, rtol=1e-4)


@pytest.mark.parametrize("axis", [1, 2, 3])
def test_groups_have_mean_zero(axis):
    found = layers.GroupNormalization(1 if axis == 1 else 2, axis=axis)(X).numpy()
    found = np.moveaxis(found, axis, -1)
    half = found.shape[-1] // (1 if axis == 1 else 2)
    np.testing.assert_allclose(found[..., :half].mean((1, 2, 3)), 0, atol=1e-5)


def test_half_precision_does_not_overflow():
    x = np.array([[300.0, 400.0, 500.0, 600.0]], "float16")
    found = layers.GroupNormalization(2, dtype="float16")(x)
    assert found.dtype == "float16"
    np.testing.assert_allclose(found.numpy(), [[-1, 1, -1, 1]], atol=1e-2)


@pytest.mark.parametrize("axis", [-1, 1])
def test_unknown_sizes_pass_through_symbols(axis):
    shape = (None, None, 4) if axis == -1 else (4, None, None)
    layer = layers.GroupNormalization(2, axis=axis)
    assert layer(Input(shape)).shape == (None, *shape)
    sizes = tuple(n or 3 for n in shape)
    assert layer(np.ones((2, *sizes), "float32")).shape == (2, *sizes)


def test_arguments_are_checked():
    with pytest.raises(ArgumentError, match="groups must be a positive integer"):
        layers.GroupNormalization(0)
    with pytest.raises(ArgumentError, match="axis must be one integer"):
        layers.GroupNormalization(2, axis=[1])
    with pytest.raises(ShapeError, match=r"4 channels .* into groups=3"):
        layers.GroupNormalization(3)(ops.ones((2, 4)))
    with pytest.raises(ShapeError, match="must exist, not be the batch"):
        layers.GroupNormalization(2, axis=0)(ops.ones((2, 4)))
    with pytest.raises(ShapeError, match="its size be known"):
        layers.GroupNormalization(2)(Input((3, None)))
