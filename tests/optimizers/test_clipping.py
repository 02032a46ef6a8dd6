import numpy as np

from cornu import ops
from cornu.optimizers.clipping import clip_by_global_norm, clip_by_norm


def test_clip_by_norm():
    long = clip_by_norm(ops.array([[3.0], [4.0]]), 1.0).numpy()
    np.testing.assert_allclose(long, [[0.6], [0.8]], rtol=1e-6)
    np.testing.assert_array_equal(clip_by_norm(ops.array([0.5]), 1.0).numpy(), [0.5])
    np.testing.assert_array_equal(clip_by_norm(ops.zeros(2), 1.0).numpy(), 0.0)


def test_clip_by_global_norm_over_several_types():
    gradients = [
        ops.array([3.0]),
        ops.array([4.0], dtype="float64"),
        ops.array([12.0], dtype="float16"),
    ]
    found = clip_by_global_norm(gradients, 6.5)
    assert [g.dtype.name for g in found] == ["float32", "float64", "float16"]
    values = [g.numpy().item() for g in found]
    np.testing.assert_allclose(values, [1.5, 2.0, 6.0], rtol=1e-3)
