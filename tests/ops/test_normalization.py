import numpy as np
import pytest

from cornu import Input, ops
from cornu.errors import ArgumentError, ShapeError

near = np.testing.assert_allclose


def normal(x, axes, epsilon):
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon)


@pytest.mark.parametrize("axis", [-1, 1, (1, 2), [2, 0], None])
def test_layer_normalization(axis, rng):
    x = rng.standard_normal((2, 3, 4))
    axes = tuple(axis) if isinstance(axis, list) else axis
    near(ops.layer_normalization(x, axis=axis, epsilon=0.1), normal(x, axes, 0.1))


def test_gamma_and_beta_belong_to_the_axes(rng):
    x, gamma, beta = rng.standard_normal((2, 3, 4)), *rng.standard_normal((2, 2, 4))
    wanted = normal(x, (0, 2), 1e-7) * gamma[:, None] + beta[:, None]
    near(ops.layer_normalization(x, gamma, beta, axis=(2, 0)), wanted)
    found = ops.layer_normalization(x, gamma=gamma[0, :3], axis=1)
    near(found, normal(x, 1, 1e-7) * gamma[0, :3, None])


def test_the_old_scaling_of_keras(rng):
    x = rng.standard_normal((2, 3)) + 5.0
    found = ops.layer_normalization(x, epsilon=0.1, rms_scaling=True)
    near(found, x / np.sqrt(x.var(1, keepdims=True) + 0.1))


def test_rms_normalization(rng):
    x, scale = rng.standard_normal((2, 3)), rng.standard_normal(3)
    power = np.sqrt((x**2).mean(1, keepdims=True) + 0.1)
    near(ops.rms_normalization(x, scale, epsilon=0.1), x / power * scale)
    assert ops.rms_normalization(np.zeros((1, 3))).tolist() == [[0.0] * 3]


def test_half_precision_is_computed_in_float32():
    x = np.array([[300.0, -300.0, 600.0, -600.0]], np.float16)  # squares overflow
    for op in (ops.layer_normalization, ops.rms_normalization):
        found = op(x)
        assert found.dtype == np.float16
        near(found, [[0.632, -0.632, 1.265, -1.265]], rtol=1e-3)


def test_unknown_sizes():
    x = Input((None, 4))
    gamma = ops.ones(4)
    assert ops.layer_normalization(x, gamma).shape == (None, None, 4)
    assert ops.layer_normalization(x, ops.ones(3), axis=1).shape == (None, None, 4)
    assert ops.rms_normalization(x, gamma).shape == (None, None, 4)


def test_misuse():
    x = np.ones((2, 3))
    with pytest.raises(ShapeError, match=r"beta has shape \(2,\).*\(3,\)"):
        ops.layer_normalization(x, beta=np.ones(2))
    with pytest.raises(ShapeError, match="at least one axis"):
        ops.layer_normalization(x, axis=())
    with pytest.raises(ArgumentError, match="unknown keyword 'center'"):
        ops.layer_normalization(x, center=True)
    with pytest.raises(ShapeError, match=r"scale has shape \(1, 2, 3\)"):
        ops.rms_normalization(x, np.ones((1, 2, 3)))
