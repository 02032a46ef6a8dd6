"""Truth values, choice and limits."""

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor, grad
from cornu.primitives import comparison as cm


@pytest.mark.parametrize(
    "name", ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"]
)
def test_comparisons_as_numpys(name):
    a, b = np.array([[1, 2, 3]]), np.array([[2.0], [np.nan]])
    found = getattr(cm, name)(a, b)
    assert found.dtype == bool
    assert (found == getattr(np, name)(a, b)).all()
    boxed = getattr(cm, name)(Tensor(b), 2)
    assert (boxed.numpy() == getattr(np, name)(b, 2)).all()


def test_logic_takes_numbers():
    assert cm.logical_and(np.array([1, 0]), np.array([2.0, 1.0])).tolist() == [
        True,
        False,
    ]
    assert cm.logical_not(np.array([0.0, 3.0])).tolist() == [True, False]


def test_tests_of_finiteness():
    x = np.array([1.0, np.nan, np.inf])
    assert cm.isnan(x).tolist() == [False, True, False]
    assert cm.isinf(x).tolist() == [False, False, True]
    assert cm.isfinite(x).tolist() == [True, False, False]


def test_where_splits_the_gradient():
    c = np.array([True, False, True])
    a, b = Tensor([1.0, 2.0, 3.0]), Tensor(5.0)
    with GradientTape() as tape:
        tape.watch([a, b])
        y = cm.where(c, a, b)
    da, db = tape.gradient(y, [a, b], [10.0, 20.0, 30.0])
    assert y.tolist() == [1.0, 5.0, 3.0]
    assert da.tolist() == [10.0, 0.0, 30.0]
    assert float(db) == 20.0


def test_the_other_branch_does_not_poison_the_gradient():
    def f(x):
        safe = cm.where(x > 0, x, 1.0)
        return cm.where(x > 0, safe**0.5, 0.0)

    assert float(grad(f)(-1.0)) == 0.0
    assert float(grad(f)(4.0)) == 0.25


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_where_with_a_scalar_keeps_the_type(dtype):
    x = np.array([1.0, 2.0], dtype)
    assert cm.where(x > 1, x, 0.0).dtype == dtype


def test_clip():
    x = np.array([-2.0, 0.5, 2.0], "float32")
    assert cm.clip(x, low=-1.0, high=1.0).tolist() == [-1.0, 0.5, 1.0]
    assert cm.clip(x, low=None, high=1.0).tolist() == [-2.0, 0.5, 1.0]
    assert cm.clip(x, low=-1.0, high=1.0).dtype == "float32"
    small = np.array([0, 200], "uint8")
    assert cm.clip(small, low=-5, high=300).tolist() == [0, 200]
    for point, slope in [(-2.0, 0.0), (0.5, 1.0), (2.0, 0.0)]:
        assert float(grad(lambda v: cm.clip(v, low=-1.0, high=1.0))(point)) == slope
