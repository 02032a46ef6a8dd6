import math

import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError


def near(found, wanted, **tolerance):
    np.testing.assert_allclose(found, wanted, **{"rtol": 1e-12, **tolerance})


def test_binary_crossentropy(rng):
    t, p = rng.random((3, 4)), rng.random((3, 4))
    wanted = -(t * np.log(p) + (1 - t) * np.log(1 - p))
    near(ops.binary_crossentropy(t, p), wanted)
    logits = np.log(p / (1 - p))
    near(ops.binary_crossentropy(t, logits, from_logits=True), wanted, rtol=1e-9)


def test_binary_crossentropy_of_certainty():
    wrong, right = ops.binary_crossentropy([1.0, 1.0], [0.0, 1.0]).tolist()
    assert wrong == pytest.approx(-math.log(1e-7), rel=1e-5)
    assert right == pytest.approx(1e-7, rel=0.5)  # float32 has few digits below 1
    logits = ops.binary_crossentropy([1.0, 0.0, 1.0], [40.0, 40.0, -1e4], True)
    assert logits.tolist() == pytest.approx([math.exp(-40), 40.0, 1e4])


def test_categorical_crossentropy(rng):
    t = rng.dirichlet(np.ones(4), 3)
    p = rng.dirichlet(np.ones(4), 3)
    wanted = -(t * np.log(p)).sum(1)
    near(ops.categorical_crossentropy(t, p), wanted)
    near(ops.categorical_crossentropy(t, 5 * p), wanted)  # divided by their sum
    near(ops.categorical_crossentropy(t.T, p.T, axis=0), wanted)
    logits = np.log(p) + 3
    near(ops.categorical_crossentropy(t, logits, from_logits=True), wanted)
    sure = ops.categorical_crossentropy([[1.0, 0.0]], [[0.0, 1.0]])
    assert sure.item() == pytest.approx(-math.log(1e-7), rel=1e-5)


def test_sparse_categorical_crossentropy(rng):
    p, t = rng.dirichlet(np.ones(4), 3), np.array([2, 0, 3])
    wanted = -np.log(p[[0, 1, 2], t])
    near(ops.sparse_categorical_crossentropy(t, p), wanted)
    near(ops.sparse_categorical_crossentropy(t[:, None], p), wanted)
    near(ops.sparse_categorical_crossentropy(t.astype(float), 5 * p), wanted)
    near(ops.sparse_categorical_crossentropy(t, p.T, axis=0), wanted)
    near(ops.sparse_categorical_crossentropy(t, np.log(p) + 3, True), wanted)


def test_sparse_and_one_hot_targets_agree(rng):
    x, t = rng.standard_normal((2, 3, 5)), rng.integers(0, 5, (2, 3))
    for from_logits in (False, True):
        x = x if from_logits else np.exp(x)
        near(
            ops.sparse_categorical_crossentropy(t, x, from_logits),
            ops.categorical_crossentropy(np.eye(5)[t], x, from_logits),
        )


def test_classes_outside_cost_nothing():
    p = np.full((2, 3), 1 / 3)
    assert ops.sparse_categorical_crossentropy([-1, 3], p).tolist() == [0.0, 0.0]
    assert ops.sparse_categorical_crossentropy([-1, 3], p, True).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("loss", "target", "output"),
    [
        (ops.binary_crossentropy, (2,), (3,)),
        (ops.binary_crossentropy, (2, 1), (2,)),
        (ops.categorical_crossentropy, (2, 3), (2, 4)),
        (ops.sparse_categorical_crossentropy, (3,), (2, 4)),
        (ops.sparse_categorical_crossentropy, (2, 4), (2, 4)),
    ],
)
def test_shapes_that_do_not_fit(loss, target, output):
    with pytest.raises(ShapeError, match=f"{loss.__name__}: the target"):
        loss(np.ones(target), np.ones(output))


def test_half_precision_stays():
    half = np.array([[0.5, 0.5]], np.float16)
    assert ops.binary_crossentropy(half, half).dtype == np.float16
    assert ops.sparse_categorical_crossentropy([0], half).dtype == np.float16


def test_psnr(rng):
    x = rng.random((4, 5))
    np.testing.assert_allclose(ops.psnr(x, x + 0.1, 1.0), 20.0)
    np.testing.assert_allclose(ops.psnr(x, x + 0.1, 10), 40.0)
    # Differences of bytes do not wrap around, and squares of halves do not overflow.
    bytes_ = np.array([0, 255], np.uint8), np.array([255, 0], np.uint8)
    np.testing.assert_allclose(ops.psnr(*bytes_, 255), 0.0, atol=1e-5)
    halves = np.array([0.0, 1000.0], np.float16), np.array([1000.0, 0.0], np.float16)
    found = ops.psnr(*halves, 1000.0)
    assert (found.dtype, float(found)) == (np.float16, 0.0)
    with np.errstate(divide="ignore"):
        assert ops.psnr(x, x, 1.0) == np.inf
