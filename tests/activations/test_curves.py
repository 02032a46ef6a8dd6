import numpy as np
import pytest

from cornu import activations, ops
from cornu.autodiff import grad

X = np.array([-3.0, -1.0, 0.0, 0.5, 1.0, 4.0])


def relu(x, slope, most, threshold):
    """Compute one element, from the definition."""
    if most is not None and x >= most:
        return most
    return x if x > threshold else slope * (x - threshold)


@pytest.mark.parametrize("threshold", [0.0, 0.5, -1.0])
@pytest.mark.parametrize("most", [None, 2.0])
@pytest.mark.parametrize("slope", [0.0, 0.1])
def test_relu(slope, most, threshold):
    wanted = [relu(x, slope, most, threshold) for x in X.tolist()]
    found = activations.relu(X, slope, most, threshold)
    np.testing.assert_allclose(found, wanted, atol=1e-15)


# Held to their definitions in tests/ops; here: names and defaults reach the op.
SAME_AS_OP = [
    "leaky_relu",
    "relu6",
    "elu",
    "celu",
    "selu",
    "softplus",
    "softsign",
    "squareplus",
    "soft_shrink",
    "hard_shrink",
    "tanh_shrink",
    "sparse_plus",
    "sparse_sigmoid",
    "silu",
    "hard_silu",
    "mish",
    "tanh",
    "sigmoid",
    "hard_sigmoid",
    "log_sigmoid",
    "hard_tanh",
    "sign",
]


@pytest.mark.parametrize("name", SAME_AS_OP)
def test_same_as_op(name):
    np.testing.assert_array_equal(getattr(activations, name)(X), getattr(ops, name)(X))


def test_settings_reach_the_op():
    np.testing.assert_array_equal(activations.elu(X, 2.0), ops.elu(X, 2.0))
    np.testing.assert_array_equal(activations.celu(X, 2.0), ops.celu(X, 2.0))
    np.testing.assert_array_equal(
        activations.leaky_relu(X, 0.1), np.where(X > 0, X, 0.1 * X)
    )
    np.testing.assert_array_equal(
        activations.threshold(X, 0.5, 9.0), np.where(X > 0.5, X, 9.0)
    )
    np.testing.assert_array_equal(activations.soft_shrink(X, 1.0)[:2], [-2.0, 0.0])
    np.testing.assert_array_equal(activations.hard_shrink(X, 1.0), X * (abs(X) > 1))
    np.testing.assert_array_equal(activations.squareplus(X, 0), np.maximum(X, 0))


def test_gelu_is_exact_unless_asked():
    np.testing.assert_array_equal(activations.gelu(X), ops.gelu(X, False))
    np.testing.assert_array_equal(activations.gelu(X, True), ops.gelu(X))


def test_linear_and_exponential():
    assert activations.linear(X) is X
    np.testing.assert_allclose(activations.exponential(X), np.exp(X))


def test_step():
    assert activations.step(X).tolist() == [0, 0, 1, 1, 1, 1]
    assert activations.step([-1.0, 2.0]).tolist() == [0.0, 1.0]
    assert not grad(lambda x: ops.sum(activations.step(x)))(X).numpy().any()
    assert activations.sign([-2.0, 0.0, 3.0]).tolist() == [-1.0, 0.0, 1.0]
