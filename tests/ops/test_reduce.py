import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError

AXES = [None, 0, -1, (0, 2), (2, 1, 0)]
NUMERIC = {
    "sum": np.sum,
    "mean": np.mean,
    "prod": np.prod,
    "max": np.max,
    "min": np.min,
    "amax": np.max,
    "amin": np.min,
    "var": np.var,
    "std": np.std,
    "all": np.all,
    "any": np.any,
    "logsumexp": lambda x, axis, keepdims: np.log(
        np.exp(x).sum(axis, keepdims=keepdims)
    ),
}


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("name", NUMERIC)
def test_like_numpy(name, axis, keepdims, rng):
    x = rng.standard_normal((3, 2, 4))
    if name in ("all", "any"):
        x = x > 0
    found = getattr(ops, name)(x, axis=axis, keepdims=keepdims)
    wanted = NUMERIC[name](x, axis=axis, keepdims=keepdims)
    assert found.shape == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", [*NUMERIC, "argmax", "sort", "cumsum", "argsort"])
def test_wrong_axis_is_named(name):
    with pytest.raises(ShapeError, match=f"{name}: axis 2 is out of range"):
        getattr(ops, name)(np.ones((2, 2)), axis=2)


def test_types_of_sums():
    assert ops.sum([True, True]).dtype == np.int32
    many = ops.sum(np.full(3, 100, np.int8))
    assert (many.item(), many.dtype) == (300, np.int32)
    assert ops.sum(np.ones(2, np.uint8)).dtype == np.uint32
    assert ops.sum(np.ones(2, np.float16)).dtype == np.float16
    assert ops.mean([1, 2]).item() == 1.5
    assert ops.prod(np.ones(2), dtype="int32").dtype == np.int32
    assert ops.var(np.ones(2, np.float16)).dtype == np.float16


def test_half_precision_is_computed_in_single():
    # The square of 375 is beyond float16; the mean of squares is not.
    assert ops.var(np.array([0.0, 500.0, 0.0, 0.0], np.float16)).item() == 46880.0


def test_initial():
    assert ops.max([1.0, 2.0], initial=5.0).item() == 5.0
    assert ops.min([1.0, 2.0], initial=5.0).item() == 1.0
    assert ops.max(np.ones((0, 2)), axis=0, initial=-1.0).tolist() == [-1.0, -1.0]
    assert ops.min(np.ones((0,)), initial=3.0).item() == 3.0


def test_count_nonzero():
    assert ops.count_nonzero([[0, 1], [2, 3]], axis=1).tolist() == [1, 2]


def test_average(rng):
    x, w = rng.random((3, 4)), rng.random((3, 4))
    np.testing.assert_allclose(ops.average(x, 1, w), np.average(x, 1, w), rtol=1e-12)
    np.testing.assert_allclose(
        ops.average(x, 0, w[:, 0]), np.average(x, 0, w[:, 0]), rtol=1e-12
    )
    np.testing.assert_allclose(
        ops.average(x, None, w), np.average(x, None, w), rtol=1e-12
    )
    np.testing.assert_allclose(ops.average(x, 1), x.mean(1), rtol=1e-12)


def test_logsumexp_of_extremes():
    assert ops.logsumexp([1000.0, 1000.0]).item() == pytest.approx(1000.6931, abs=1e-3)
    assert ops.logsumexp([np.inf, 0.0]).item() == np.inf


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_positions(name, rng):
    x = rng.standard_normal((3, 4))
    op, reference = getattr(ops, name), getattr(np, name)
    for axis in (None, 0, -1):
        for keepdims in (False, True):
            found = op(x, axis, keepdims)
            np.testing.assert_array_equal(found, reference(x, axis, keepdims=keepdims))
            assert found.dtype == np.int32
    assert op([2.0, 2.0]).item() == 0


def test_running_totals(rng):
    x = rng.standard_normal((3, 4))
    for axis in (None, 0, -1):
        np.testing.assert_allclose(ops.cumsum(x, axis), np.cumsum(x, axis))
        np.testing.assert_allclose(ops.cumprod(x, axis), np.cumprod(x, axis))
    assert ops.cumsum([True, True]).tolist() == [1, 2]
    assert ops.cumprod([2, 3], dtype="float32").dtype == np.float32


def test_half_types_are_summed_in_single():
    many = np.ones(4000, np.float16)
    assert ops.sum(many).item() == 4000
    assert ops.cumsum(many)[-1].item() == 4000
    pytest.importorskip("ml_dtypes")
    bfloat16 = ops.cast(many, "bfloat16")
    assert float(ops.sum(bfloat16).item()) == 4000


def test_short_integers_keep_their_type_in_running_totals():
    assert ops.cumsum(np.ones(2, np.int8)).dtype == np.int8
    assert ops.cumprod(np.ones(2, np.uint8)).dtype == np.uint8
    assert ops.cumsum([True, True]).dtype == np.int32


def test_the_bound_takes_the_type_of_the_elements():
    found = ops.max(np.array([1, 2], np.int8), initial=5)
    assert (found.item(), found.dtype) == (5, np.int8)
    with pytest.raises(ShapeError, match=r"initial is .* must be one number"):
        ops.max([1.0], initial=np.ones(2))


def test_nothing_to_choose_from():
    for name in ("max", "amin", "argmax"):
        with pytest.raises(ShapeError, match=rf"{name}: .*\(0, 3\).*at least one"):
            getattr(ops, name)(np.ones((0, 3)), axis=0)
    assert ops.logsumexp(np.ones((0, 2)), axis=0).tolist() == [-np.inf, -np.inf]


def test_weights_that_do_not_fit():
    x = np.ones((2, 3))
    with pytest.raises(ShapeError, match=r"weights are .*one shape, or have one axis"):
        ops.average(x, weights=np.ones(3))
    with pytest.raises(ShapeError, match="as many weights, not 2"):
        ops.average(x, axis=1, weights=np.ones(2))
