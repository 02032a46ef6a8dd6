import numpy as np

from cornu import ops
from cornu.autodiff import grad


def test_near_points_far_from_the_origin_keep_their_digits():
    x = np.array([[1000.0, 0.0]], np.float32)
    y = x + np.array([[0.03125, 0.0], [0.0, 0.03125]], np.float32)
    assert ops.cdist(x, y).tolist() == [[0.03125, 0.03125]]
    slope = grad(lambda x: ops.sum(ops.cdist(x, y)))(ops.convert_to_tensor(x))
    np.testing.assert_allclose(slope, [[-1.0, -1.0]], rtol=1e-5)


def test_coinciding_points_have_no_slope():
    x = np.array([[1.0, 2.0], [0.0, 0.0]])
    slope = grad(lambda x: ops.sum(ops.cdist(x, x)))(ops.convert_to_tensor(x))
    distance = np.sqrt(5)
    expected = 2 * np.array([[1.0, 2.0], [-1.0, -2.0]]) / distance
    np.testing.assert_allclose(slope, expected, rtol=1e-12)


def test_the_bend_at_coinciding_points_is_finite():
    x = ops.convert_to_tensor(np.array([[1.0, 2.0], [0.0, 0.0]]))
    total = lambda x: ops.sum(ops.cdist(x, x))
    bend = grad(lambda x: ops.sum(ops.square(grad(total)(x))))(x)
    assert np.isfinite(bend).all()


def test_rows_are_taken_some_at_a_time():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((700, 30)), rng.standard_normal((60, 30))
    wanted = np.linalg.norm(x[:, None] - y, axis=-1)
    np.testing.assert_allclose(ops.cdist(x, y), wanted, rtol=1e-12)
