import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import (
    GradientTape,
    Tensor,
    Variable,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    vjp,
)
from cornu.errors import ArgumentError, DTypeError, ShapeError

A = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 1.0]])
X = np.array([0.5, -1.0, 2.0])
V = np.array([1.0, 2.0, -1.0])


def quadratic(x):
    return 0.5 * ops.dot(x, ops.matmul(A, x))


# ---- along a direction ----


def test_jvp_of_a_linear_map_is_the_map():
    value, tangent = jvp(lambda x: ops.matmul(A, x), (X,), (V,))
    np.testing.assert_allclose(value, A @ X)
    np.testing.assert_allclose(tangent, A @ V)


def test_jvp_of_structures():
    def function(p, y):
        return {"a": p["u"] * y, "b": [ops.sin(p["v"]), 2.0]}

    point = ({"u": X, "v": 0.5}, V)
    along = ({"u": V, "v": 2.0}, X)
    value, tangent = jvp(function, point, along)
    np.testing.assert_allclose(tangent["a"], V * V + X * X)
    np.testing.assert_allclose(tangent["b"][0], 2 * np.cos(0.5), rtol=1e-6)
    assert tangent["b"][1].item() == 0.0
    assert value["b"][1].item() == 2.0


def test_jvp_of_what_does_not_move_is_zero_of_a_float_type():
    _, tangent = jvp(lambda x: (x > 0, ops.argmax(x), ops.ones(2)), (X,), (V,))
    assert [t.dtype.name for t in tangent] == ["float32"] * 3
    assert not any(np.any(t) for t in tangent)


def test_jvp_hands_on_what_is_beside_the_value():
    assert jvp(lambda x: (x * 2, "kept"), (X,), (V,), has_aux=True)[2] == "kept"


def test_jvp_of_a_fused_primitive_takes_its_definition():
    x = np.linspace(-1, 1, 12).reshape(3, 4)
    t = np.cos(np.arange(12.0)).reshape(3, 4)
    labels = np.array([0, 3, 1])

    def loss(x):
        return ops.sparse_categorical_crossentropy(labels, x, from_logits=True)

    _, tangent = jvp(loss, (x,), (t,))
    ahead, behind = loss(Tensor(x + 1e-6 * t)), loss(Tensor(x - 1e-6 * t))
    np.testing.assert_allclose(tangent, (ahead - behind) / 2e-6, rtol=1e-6)


def test_derivatives_of_a_jvp():
    def slope(x):
        return ops.sum(jvp(lambda y: y**3, (x,), (V,))[1])

    np.testing.assert_allclose(grad(slope)(X), 6 * X * V)
    weight = grad(lambda v: ops.sum(jvp(lambda y: y**3, (X,), (v,))[1]))(V)
    np.testing.assert_allclose(weight, 3 * X**2)


def test_variables_used_inside_get_gradients_of_a_jvp():
    w = Variable(np.array(3.0))
    with GradientTape() as tape:
        tangent = ops.sum(jvp(lambda x: w * x * x, (X,), (V,))[1])
    np.testing.assert_allclose(tape.gradient(tangent, w), np.sum(2 * X * V))


@pytest.mark.parametrize(
    ("args", "kind", "words"),
    [
        ((3, (X,), (V,)), ArgumentError, "must be a function, got 3"),
        ((ops.sin, X, (V,)), ArgumentError, "primals must be a tuple"),
        ((ops.sin, (X,), V), ArgumentError, "tangents must be a tuple"),
        ((ops.sin, (X,), (V, V)), ShapeError, "same structure"),
        ((ops.sin, (X,), (V[:2],)), ShapeError, r"\(2,\), its primal \(3,\)"),
        ((ops.sin, (np.arange(3),), (V,)), DTypeError, "int64"),
        ((ops.sin, (X,), (np.arange(3),)), DTypeError, "tangent is int64"),
    ],
)
@pytest.mark.parametrize("function", [jvp, hvp])
def test_bad_directions(function, args, kind, words):
    with pytest.raises(kind, match=f"{function.__name__}: .*{words}"):
        function(*args)


# ---- transposed ----


def test_vjp_of_a_linear_map_is_its_transpose():
    value, pull = vjp(lambda x: ops.matmul(A[:2], x), X)
    np.testing.assert_allclose(value, A[:2] @ X)
    for seed in ([1.0, 0.0], [0.5, -2.0]):
        (found,) = pull(np.array(seed))
        np.testing.assert_allclose(found, np.array(seed) @ A[:2])


def test_vjp_of_structures_has_one_gradient_for_each_argument():
    value, pull = vjp(lambda p, y: [p["u"] * y, y], {"u": X}, V)
    by_p, by_y = pull([V, X])
    np.testing.assert_allclose(value[0], X * V)
    np.testing.assert_allclose(by_p["u"], V * V)
    np.testing.assert_allclose(by_y, X * V + X)


def test_vjp_may_be_differentiated():
    def curved(x):
        return vjp(lambda y: y**3, x)[1](V)[0]

    np.testing.assert_allclose(grad(lambda x: ops.sum(curved(x)))(X), 6 * X * V)


# ---- matrices ----


def test_jacobian_has_the_axes_of_value_then_argument():
    found = jacobian(lambda x: ops.outer(x, x))(X)
    eye = np.eye(3)
    wanted = np.einsum("ik,j->ijk", eye, X) + np.einsum("jk,i->ijk", eye, X)
    np.testing.assert_allclose(found, wanted)


def test_jacobian_of_several_arguments_and_structures():
    def function(x, s, unused):
        return {"v": x * s, "c": ops.ones(2)}

    found = jacobian(function, argnums=(0, 1))(X, 2.0, 1)
    np.testing.assert_allclose(found["v"][0], 2 * np.eye(3))
    np.testing.assert_allclose(found["v"][1], X)
    assert found["c"][0].shape == (2, 3)
    assert not np.any(found["c"][0])


def test_jacobian_without_elements():
    assert jacobian(lambda x: x * 2)(np.zeros((0, 2))).shape == (0, 2, 0, 2)


def test_jacobian_of_a_gradient_is_the_hessian():
    np.testing.assert_allclose(jacobian(grad(quadratic))(X), A)


def test_hessian():
    np.testing.assert_allclose(hessian(quadratic)(X), A)
    blocks = hessian(lambda x, y: ops.sum(x * x * y), argnums=(0, 1))(X, V)
    np.testing.assert_allclose(blocks[0][0], np.diag(2 * V))
    np.testing.assert_allclose(blocks[0][1], np.diag(2 * X))
    np.testing.assert_allclose(blocks[1][1], np.zeros((3, 3)))


def test_hvp():
    assert isinstance(hvp(quadratic, [X], [V]), list)
    np.testing.assert_allclose(hvp(quadratic, (X,), (V,))[0], A @ V)
    by_x, by_y = hvp(lambda x, y: ops.sum(x * x * y), (X, V), (V, X))
    np.testing.assert_allclose(by_x, 2 * V * V + 2 * X * X)
    np.testing.assert_allclose(by_y, 2 * X * V)


def test_hvp_of_a_linear_function_is_zero():
    np.testing.assert_array_equal(hvp(ops.sum, (X,), (V,))[0], np.zeros(3))


def test_hvp_wants_one_number():
    with pytest.raises(ShapeError, match=r"hvp: .* one number, got \(3,\)"):
        hvp(ops.sin, (X,), (V,))
