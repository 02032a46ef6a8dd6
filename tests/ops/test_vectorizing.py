import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.autodiff import Tensor, grad
from cornu.errors import ArgumentError, ShapeError

X = np.arange(6.0).reshape(2, 3)


def test_keywords_run_along_too_unless_excluded():
    def function(a, b=1.0):
        return a * ops.sum(b)

    np.testing.assert_array_equal(ops.vectorize(function)(X, b=X), X * X)
    whole = ops.vectorize(function, excluded={"b"})
    np.testing.assert_array_equal(whole(X, b=X), X * X.sum())
    np.testing.assert_array_equal(ops.vectorize(function)(X), X)


def test_excluded_arguments_may_be_anything():
    function = ops.vectorize(lambda a, how: getattr(ops, how)(a), excluded={1})
    np.testing.assert_allclose(function(X, "exp"), np.exp(X), rtol=1e-6)


def test_signature_names_sizes():
    function = ops.vectorize(ops.matmul, signature="(m, n),(n)->(m)")
    np.testing.assert_allclose(
        function(X, np.ones((4, 3))), np.tile([3.0, 12.0], (4, 1))
    )
    with pytest.raises(ShapeError, match=r"vectorize: .* axis 'n' has size 2"):
        function(X, np.ones(2))
    with pytest.raises(ShapeError, match="vectorize: a result has shape"):
        ops.vectorize(ops.sum, signature="(n)->(n)")(X)
    with pytest.raises(ArgumentError, match="promises 2 results"):
        ops.vectorize(ops.sum, signature="(n)->(),()")(X)
    with pytest.raises(ArgumentError, match="takes 1 arguments, got 2"):
        ops.vectorize(ops.sum, signature="(n)->()")(X, X)


def test_no_elements_and_no_arguments():
    assert ops.vectorize(lambda a: (a, a > 0))(np.zeros((0, 2)))[1].shape == (0, 2)
    assert ops.vectorize(lambda: 3)().item() == 3


def test_gradients_add_up_over_broadcast_arguments():
    def total(a, b):
        return ops.sum(ops.vectorize(lambda p, q: p * q)(a, b))

    by_a, by_b = grad(total, (0, 1))(X, X[0])
    np.testing.assert_allclose(by_a, np.broadcast_to(X[0], (2, 3)))
    np.testing.assert_allclose(by_b, X.sum(0))


def test_in_a_model_with_unknown_sizes():
    x, scale = keras.Input((3,)), keras.Input(batch_shape=(3,))
    dense = keras.layers.Dense(2)
    function = ops.vectorize(
        lambda row, s, k: dense(row[None] * s)[0] * k,
        excluded={2},
        signature="(n),(n)->(m)",
    )
    y = function(x, scale, 2.0)
    assert y.shape == (None, 2)
    assert y._history[0].operation.name == "vectorize"
    model = keras.Model([x, scale], y)
    found = model([X.astype("float32"), np.ones(3, "float32")])
    np.testing.assert_allclose(found, 2 * dense(X), rtol=1e-5)


def test_names_are_those_of_the_function():
    assert ops.vectorize(Tensor.reshape).__name__ == "reshape"
