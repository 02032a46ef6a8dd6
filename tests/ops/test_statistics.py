import numpy as np
import pytest

import cornu
from cornu import ops
from cornu.errors import ArgumentError, DTypeError, ShapeError


def test_ptp():
    assert ops.ptp([[1, 5], [7, 7]], axis=1).tolist() == [4, 0]
    with pytest.raises(DTypeError, match="ptp: x is bool"):
        ops.ptp([True, False])


def test_bincount(rng):
    x = rng.integers(0, 9, 50)
    w = rng.random(50)
    np.testing.assert_array_equal(ops.bincount(x), np.bincount(x))
    np.testing.assert_allclose(ops.bincount(x, w), np.bincount(x, w), rtol=1e-14)
    assert ops.bincount([[0, 2], [1, 1]]).tolist() == [[1, 0, 1], [0, 2, 0]]
    assert ops.bincount(np.zeros(0, int), minlength=2).tolist() == [0, 0]


def test_bincount_in_a_model_needs_a_length():
    x = cornu.Input((4,), dtype="int32")
    with pytest.raises(ShapeError, match=r"must be known\. Give it as minlength="):
        ops.bincount(x)
    assert ops.bincount(x, minlength=3).shape == (None, 3)


def test_bincount_refuses_what_it_cannot_count():
    with pytest.raises(ArgumentError, match="x runs from -1 to 2"):
        ops.bincount([2, -1])
    with pytest.raises(DTypeError, match="must be integers"):
        ops.bincount([0.5])
    with pytest.raises(ArgumentError, match="sparse=True"):
        ops.bincount([1], sparse=True)


def test_histogram(rng):
    x = rng.standard_normal(40)
    for options in ({}, {"bins": 4, "range": (-1, 1)}, {"bins": 3, "range": [0, 0]}):
        for found, wanted in zip(
            ops.histogram(x, **options), np.histogram(x, **options)
        ):
            np.testing.assert_allclose(found, wanted, atol=1e-14)
    assert ops.histogram([], bins=2)[1].tolist() == [0.0, 0.5, 1.0]
    assert ops.histogram([1.0, np.nan], bins=2)[0].tolist() == [0.0, 0.0]


def test_corrcoef(rng):
    x = rng.standard_normal((3, 6))
    np.testing.assert_allclose(ops.corrcoef(x), np.corrcoef(x), rtol=1e-12)
    assert ops.corrcoef(x[0]).item() == pytest.approx(1.0)
    assert ops.corrcoef(x[:1]).shape == (1, 1)
    with np.errstate(invalid="ignore"):
        assert np.isnan(ops.corrcoef(np.ones((2, 3)))).all()


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
@pytest.mark.parametrize("kind", ["float64", "complex128"])
def test_correlate_like_numpy(mode, kind, rng):
    for m, n in ((5, 3), (5, 2), (2, 4), (3, 6), (1, 1)):
        x, y = rng.standard_normal((2, m)), rng.standard_normal((2, n))
        x, y = (v[0] + 1j * v[1] if kind == "complex128" else v[0] for v in (x, y))
        found = ops.correlate(x, y, mode)
        np.testing.assert_allclose(found, np.correlate(x, y, mode), rtol=1e-12)


def test_diff():
    assert ops.diff([1, 3, 6], n=2).tolist() == [1]
    assert ops.diff([True, False, False]).tolist() == [True, False]
    assert ops.diff([1.0], n=3).shape == (0,)
    with pytest.raises(ArgumentError, match="n=-1"):
        ops.diff([1.0], n=-1)


def test_trapezoid(rng):
    y = rng.random((3, 4))
    for axis, x in ((0, rng.random(3)), (1, rng.random(4)), (0, rng.random((3, 4)))):
        found = ops.trapezoid(y, x=x, axis=axis)
        np.testing.assert_allclose(found, np.trapezoid(y, x, axis=axis), rtol=1e-12)
    assert ops.trapezoid([1, 2, 3], dx=2).item() == 8.0
    assert ops.trapezoid([1.0]).item() == 0.0
    with pytest.raises(ShapeError, match="must be of one size"):
        ops.trapezoid(y, x=np.ones(3))
