import numpy as np
import pytest

from cornu.core import Spec
from cornu.kernels.cpu.reduction import leading_sum
from cornu.primitives.reduction import reduce_mean, reduce_sum

SHAPES = [
    ((128, 6, 6, 64), (0, 1, 2)),
    ((33, 700), (0,)),
    ((20, 80, 128), (0, 1)),
    ((3000, 5), (0,)),
    ((20, 30, 40), (0,)),
    ((9, 3000), (0,)),
    ((12000, 1), (0,)),
]


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("shape", "axes"), SHAPES)
def test_sums_are_as_good_as_numpys(shape, axes, dtype, keepdims):
    x = np.random.default_rng(0).normal(1, 1, shape).astype(dtype)
    exact = x.sum(axis=axes, dtype=np.longdouble, keepdims=keepdims)
    plain = abs(x.sum(axis=axes, keepdims=keepdims) - exact).max()
    for primitive, count in (
        (reduce_sum, 1),
        (reduce_mean, np.prod([shape[a] for a in axes])),
    ):
        found = primitive(x, axes=axes, keepdims=keepdims)
        assert (found.shape, found.dtype) == (exact.shape, x.dtype)
        off = abs(found.astype(np.longdouble) * count - exact).max()
        assert off <= 2 * plain + 4 * np.finfo(dtype).eps * abs(exact).max()
        out = np.empty_like(found)
        assert primitive(x, axes=axes, keepdims=keepdims, out=out) is out
        np.testing.assert_array_equal(out, found)


@pytest.mark.parametrize(("shape", "axes"), SHAPES)
def test_bits_depend_on_shapes_alone(shape, axes, monkeypatch):
    monkeypatch.setattr("cornu.kernels.cpu.staged.WORTH_FLOPS", 0)
    x = np.random.default_rng(0).standard_normal(shape).astype("float32")
    found = []
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("CORNU_NUM_THREADS", threads)
        found.append(reduce_sum(x, axes=axes))
    elsewhere = np.asfortranarray(x)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])
    np.testing.assert_array_equal(found[0], reduce_sum(elsewhere, axes=axes))


def test_small_sums_and_other_axes_have_no_staged_form():
    f4 = np.dtype("float32")
    large = Spec((64, 8, 8, 64), f4)
    assert leading_sum((large,), {"axes": (0, 1, 2)}) is not None
    assert leading_sum((large,), {"axes": (1, 2)}) is None
    assert leading_sum((large,), {"axes": (0, 1, 2, 3)}) is None
    assert leading_sum((Spec((64, 16), f4),), {"axes": (0,)}) is None
    integers = Spec((64, 8, 8, 64), np.dtype("int32"))
    assert leading_sum((integers,), {"axes": (0,)}) is None


def test_parts_and_their_order_make_the_sum():
    x = np.random.default_rng(0).standard_normal((20, 4000)).astype("float32")
    staged = leading_sum((Spec(x.shape, x.dtype),), {"axes": (0,), "keepdims": True})
    total = np.zeros((1, 4000), "float32")
    piece = np.empty_like(total)
    for start in (0, 8, 16):
        staged.part(x[start : start + 8], out=piece)
        np.testing.assert_allclose(
            piece, x[start : start + 8].sum(0, keepdims=True), atol=1e-5
        )
        total += piece
    np.testing.assert_array_equal(total, reduce_sum(x, axes=(0,), keepdims=True))
