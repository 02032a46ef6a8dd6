import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import grad
from cornu.errors import ArgumentError, ShapeError

SINGULAR = np.array([[1.0, 2.0], [2.0, 4.0]])


def near(found, wanted, tolerance=1e-12):
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance)


def test_a_singular_matrix_spares_the_others_of_its_batch():
    x = np.stack([SINGULAR, np.diag([2.0, 4.0])])
    found = ops.inv(x)
    assert np.isnan(found[0]).all()
    near(found[1], np.diag([0.5, 0.25]))
    found = ops.solve(x, np.ones((2, 1)))
    assert np.isnan(found[0]).all()
    near(found[1], [[0.5], [0.25]])
    assert np.isnan(ops.solve_triangular(np.zeros((2, 2)), np.ones(2))).all()


def test_determinants_have_slopes_at_singular_matrices():
    x = ops.convert_to_tensor(SINGULAR)
    near(grad(ops.det)(x), [[4.0, -2.0], [-2.0, 1.0]])
    near(grad(ops.det)(ops.zeros((2, 2), "float64")), np.zeros((2, 2)))
    # Of 2x2 matrices the determinant is a * d - b * c: its slope's slope is constant.
    weights = np.array([[1.0, 2.0], [3.0, 4.0]])
    bent = grad(lambda x: ops.sum(grad(ops.det)(x) * weights))(x)
    near(bent, [[4.0, -3.0], [-2.0, 1.0]])


def test_signs_and_logarithms_of_determinants():
    sign, size = ops.slogdet(SINGULAR)
    assert sign.item() == 0
    assert size.item() == -np.inf
    assert ops.logdet([[1.0, 2.0], [2.0, 1.0]]).item() == pytest.approx(np.log(3))


def test_only_the_factor_s_triangle_is_looked_at():
    wanted = np.linalg.inv(np.array([[4.0, 2.0], [2.0, 10.0]]))
    near(ops.cholesky_inverse(np.array([[2.0, 7.0], [1.0, 3.0]])), wanted)
    near(ops.cholesky_inverse(np.array([[2.0, 1.0], [7.0, 3.0]]), True), wanted)


@pytest.mark.parametrize("n", [5, 64, 65, 200])
@pytest.mark.parametrize("lower", [False, True])
def test_triangular_systems_of_any_size(n, lower, rng):
    a = rng.standard_normal((2, n, n)) + n * np.eye(n)
    b = rng.standard_normal((n, 3))
    triangle = np.tril(a) if lower else np.triu(a)
    found = ops.solve_triangular(a, ops.broadcast_to(b, (2, n, 3)), lower)
    near(found, np.linalg.solve(triangle, b), 1e-10)


def test_batches_of_vectors():
    a = np.stack([np.eye(2), 2 * np.eye(2)])
    b = np.array([[1.0, 2.0], [3.0, 4.0]])
    near(ops.solve_triangular(a, b), [[1.0, 2.0], [1.5, 2.0]])
    near(ops.solve(a, b[..., None])[..., 0], [[1.0, 2.0], [1.5, 2.0]])
    near(ops.solve(a, b[0]), [[1.0, 2.0], [0.5, 1.0]])


def test_least_squares_are_the_shortest():
    near(ops.lstsq(np.array([[1.0, 1.0]]), np.array([2.0])), [1.0, 1.0])
    near(ops.lstsq(SINGULAR, np.array([1.0, 2.0])), [0.2, 0.4])
    near(ops.lstsq(np.diag([4.0, 1.0]), np.ones(2), rcond=0.5), [0.25, 0.0])
    with pytest.raises(ShapeError, match="as many rows"):
        ops.lstsq(np.ones((3, 2)), np.ones(2))


def test_cutoffs_are_numbers():
    near(ops.pinv(np.diag([4.0, 1.0]), 0.5), np.diag([0.25, 0.0]))
    with pytest.raises(ArgumentError, match="rcond must be a number"):
        ops.pinv(SINGULAR, np.ones(2))


def test_ranks():
    assert ops.matrix_rank(SINGULAR).item() == 1
    assert ops.matrix_rank(np.zeros((0, 3))).item() == 0
    stack = np.stack([np.diag([3.0, 1.0]), np.diag([3.0, 0.1])])
    assert ops.matrix_rank(stack).tolist() == [2, 2]
    assert ops.matrix_rank(stack, 0.5).tolist() == [2, 1]
    assert ops.matrix_rank(stack, [4.0, 0.01]).tolist() == [0, 2]


def test_halves_are_computed_in_float32():
    x = np.array([[1.0, 2.0], [3.0, 4.0]], np.float16)
    for op in (ops.inv, ops.det, ops.pinv, ops.cholesky_inverse):
        assert op(x).dtype == np.float16
    assert ops.solve(x, np.ones(2, np.float16)).tolist() == [-1.0, 1.0]
