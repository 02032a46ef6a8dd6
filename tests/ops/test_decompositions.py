import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import grad
from cornu.errors import ArgumentError, ShapeError


def near(found, wanted, tolerance=1e-12):
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance)


def test_cholesky_by_hand():
    near(ops.cholesky([[4.0, 2.0], [2.0, 5.0]]), [[2.0, 0.0], [1.0, 2.0]])
    near(ops.cholesky([[4.0, 2.0], [2.0, 5.0]], upper=True), [[2.0, 1.0], [0.0, 2.0]])


@pytest.mark.parametrize("x", [[[1.0, 2.0], [2.0, 1.0]], [[0.0]]])
def test_cholesky_of_what_is_not_positive_definite(x):
    with pytest.raises(ArgumentError, match="must be positive definite"):
        ops.cholesky(x)


@pytest.mark.parametrize("shape", [(5, 5), (2, 70, 70), (4, 6), (6, 4), (0, 3, 3)])
def test_lu_multiplies_back(shape, rng):
    x = rng.standard_normal(shape)
    factors, pivots = (np.asarray(r) for r in ops.lu_factor(x))
    k = min(shape[-2:])
    lower = np.tril(factors, -1)[..., :k] + np.eye(shape[-2], k)
    product = lower @ np.triu(factors)[..., :k, :]
    swapped = x.reshape(-1, *shape[-2:]).copy()
    for matrix, swaps in zip(swapped, pivots.reshape(-1, k)):
        for i, j in enumerate(swaps):
            matrix[[i, j]] = matrix[[j, i]]
    near(product, swapped.reshape(shape), 1e-10)
    assert np.abs(lower).max(initial=0) <= 1


def test_lu_of_a_singular_matrix():
    factors, pivots = ops.lu_factor(np.array([[0.0, 0.0], [0.0, 2.0]]))
    near(factors, [[0.0, 0.0], [0.0, 2.0]])
    assert pivots.tolist() == [0, 1]


def test_lu_has_no_gradient_of_rectangles(rng):
    x = ops.convert_to_tensor(rng.standard_normal((3, 2)))
    with pytest.raises(ShapeError, match="needs square matrices"):
        grad(lambda x: ops.sum(ops.lu_factor(x)[0]))(x)


def test_qr_modes(rng):
    x = rng.standard_normal((4, 2))
    for mode, k in (("reduced", 2), ("complete", 4)):
        q, r = ops.qr(x, mode)
        near(q @ r, x)
        near(ops.transpose(q) @ q, np.eye(k))
    with pytest.raises(ArgumentError, match="mode='raw'"):
        ops.qr(x, "raw")


def test_qr_has_no_gradient_of_what_completes_a_basis(rng):
    x = ops.convert_to_tensor(rng.standard_normal((3, 2)))
    with pytest.raises(ShapeError, match="use mode='reduced'"):
        grad(lambda x: ops.sum(ops.qr(x, "complete")[1]))(x)


def test_only_the_symmetric_part_has_eigenvalues():
    values, vectors = ops.eigh(np.array([[1.0, 4.0], [0.0, 1.0]]))
    near(values, [-1.0, 3.0])
    near(ops.abs(vectors), np.full((2, 2), np.sqrt(0.5)))


def test_equal_eigenvalues_do_not_spoil_a_gradient():
    slope = grad(lambda x: ops.sum(ops.eigh(x)[0] ** 2))(ops.eye(3, dtype="float64"))
    near(slope, 2 * np.eye(3))

    def projected(x):
        _, vectors = ops.eigh(x)
        return ops.sum(vectors @ ops.transpose(vectors))

    near(grad(projected)(ops.eye(3, dtype="float64")), np.zeros((3, 3)))


def test_eigenvalues_of_a_turn_are_planar():
    values, vectors = ops.eig(np.array([[0.0, 1.0], [-1.0, 0.0]], np.float32))
    assert values.dtype == np.complex64
    assert sorted(values.tolist(), key=lambda z: z.imag) == [-1j, 1j]
    near(ops.abs(vectors), np.full((2, 2), np.sqrt(0.5)), 1e-6)


def test_slope_of_an_eigenvalue_by_hand():
    # The eigenvalues of [[a, b], [-b, a]] are a - ib and a + ib.
    x = ops.convert_to_tensor(np.array([[3.0, 2.0], [-2.0, 3.0]]))
    slope = grad(lambda x: ops.sum(ops.abs(ops.eig(x)[0])))(x)
    near(slope, np.array([[3.0, 2.0], [-2.0, 3.0]]) / np.sqrt(13))


@pytest.mark.parametrize("full", [False, True])
def test_gradient_through_all_of_the_svd_is_that_of_the_product(full, rng):
    x = ops.convert_to_tensor(rng.standard_normal((4, 3)))
    weights = rng.standard_normal((4, 3))

    def rebuilt(x):
        u, s, vh = ops.svd(x, full_matrices=full)
        return ops.sum(weights * ((u[:, :3] * s) @ vh))

    near(grad(rebuilt)(x), weights, 1e-9)


def test_gradient_through_what_completes_a_basis(rng):
    x = ops.convert_to_tensor(rng.standard_normal((4, 2)))
    weights = rng.standard_normal((4, 4))

    def space(x):
        rest = ops.svd(x)[0][:, 2:]
        return ops.sum(weights * (rest @ ops.transpose(rest)))

    def same(x):
        return ops.sum(weights * (ops.eye(4, dtype="float64") - x @ ops.pinv(x)))

    near(grad(space)(x), np.asarray(grad(same)(x)), 1e-9)


def test_matrices_that_are_not_finite_give_nan_and_spare_the_others():
    x = np.array([[[1.0, 0.0], [0.0, 2.0]], [[np.nan, 0.0], [0.0, 1.0]]])
    for values in (ops.eigh(x)[0], ops.svd(x)[1], ops.svd(x, compute_uv=False)):
        assert sorted(values[0].tolist()) == [1.0, 2.0]
        assert np.isnan(values[1]).any()
    assert np.isnan(ops.eig(x)[0][1]).any()
