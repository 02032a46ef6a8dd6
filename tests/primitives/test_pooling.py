import numpy as np
import pytest

from cornu.autodiff import Tensor, grad
from cornu.core import Spec, spec_of
from cornu.errors import ShapeError
from cornu.primitives.pooling import (
    average_pool,
    average_pool_grad,
    max_pool,
    max_pool_grad,
    max_pool_take,
)
from cornu.primitives.reduction import reduce_sum
from primitives.windows_cases import POOLINGS, naive_max_grad, naive_pool

HALVES = {"window": (2, 2), "strides": (2, 2), "padding": "valid"}


def params_of(case):
    return dict(zip(("window", "strides", "padding"), case[1:]))


def inputs(shape, ties, rng):
    if ties:
        return rng.integers(0, 3, shape).astype(float)
    return rng.standard_normal(shape)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("name", POOLINGS)
def test_max_and_its_gradient_agree_with_loops(name, ties, rng):
    case = POOLINGS[name]
    x, params = inputs(case[0], ties, rng), params_of(case)
    y = max_pool(x, **params)
    wanted = naive_pool(x, *case[1:], reduce=lambda a: a.max(axis=1))
    np.testing.assert_array_equal(y, wanted)
    assert max_pool.infer(spec_of(x), **params) == spec_of(y)
    dy = rng.standard_normal(y.shape)
    found = max_pool_grad(dy, x, **params)
    np.testing.assert_allclose(found, naive_max_grad(dy, x, *case[1:]), atol=1e-12)


@pytest.mark.parametrize("name", POOLINGS)
def test_take_is_the_transpose_of_the_gradient(name, rng):
    case = POOLINGS[name]
    x, params = inputs(case[0], True, rng), params_of(case)
    values = rng.standard_normal(x.shape)
    taken = max_pool_take(values, x, **params)
    dy = rng.standard_normal(taken.shape)
    wanted = (naive_max_grad(dy, x, *case[1:]) * values).sum()
    np.testing.assert_allclose((taken * dy).sum(), wanted)


@pytest.mark.parametrize("name", POOLINGS)
def test_mean_and_its_gradient_agree_with_loops(name, rng):
    case = POOLINGS[name]
    x, params = inputs(case[0], False, rng), params_of(case)

    def mean(x):
        return naive_pool(x, *case[1:], reduce=lambda a: a.mean(axis=1))

    y = average_pool(x, **params)
    np.testing.assert_allclose(y, mean(x), atol=1e-12)
    dy, other = rng.standard_normal(y.shape), rng.standard_normal(x.shape)
    dx = average_pool_grad(dy, input_shape=x.shape, **params)
    np.testing.assert_allclose((dx * other).sum(), (dy * mean(other)).sum())


def test_second_derivatives_follow_the_chosen_elements(rng):
    x = rng.standard_normal((2, 4, 6, 3))

    def total(x):
        y = max_pool(x, **HALVES)
        return reduce_sum(y * y * y, axes=(0, 1, 2, 3))

    def squares(x):
        g = grad(total)(x)
        return reduce_sum(g * g, axes=(0, 1, 2, 3))

    found = np.asarray(grad(squares)(Tensor(x)))
    chosen = naive_max_grad(np.ones((2, 2, 3, 3)), x, (2, 2), (2, 2), "valid")
    np.testing.assert_allclose(found, 36 * x**3 * chosen, rtol=1e-9)  # (9 x^4)'


def test_types():
    x = np.arange(8).reshape(1, 8, 1)
    params = {"window": (2,), "strides": (2,), "padding": "same"}
    for dtype in ("int32", "int8", "float16", "float32", "bool"):
        assert max_pool(x.astype(dtype), **params).dtype == dtype
    assert average_pool(x, **params).dtype == "float32"
    half = average_pool(
        np.full((1, 4096, 1), 30.0, "float16"),
        **{
            "window": (4096,),
            "strides": (1,),
            "padding": "valid",
        },
    )
    assert half.dtype == "float16"
    assert half.item() == 30.0  # a float16 sum would overflow


def test_shape_rule_takes_unknown_sizes():
    spec = Spec((None, None, 7, 3), np.dtype("float32"))
    assert max_pool.infer(spec, **HALVES).shape == (None, None, 3, 3)
    same = {**HALVES, "padding": "same"}
    assert average_pool.infer(spec, **same).shape == (None, None, 4, 3)


@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_a_window_that_does_not_fit_is_refused_in_words(pool):
    x = np.zeros((2, 1, 4, 3), "float32")
    with pytest.raises(ShapeError, match=r"_pool: .*covers 2 elements.*only 1"):
        pool(x, **HALVES)
    with pytest.raises(ShapeError, match=r"covers 2 elements.*only 1"):
        pool.infer(Spec((None, 1, 4, 3), x.dtype), **HALVES)


def test_gradients_refuse_a_wrong_output_shape():
    x, dy = np.zeros((2, 4, 4, 3)), np.zeros((2, 2, 3, 3))
    with pytest.raises(ShapeError, match=r"\(2, 2, 3, 3\).*\(2, 2, 2, 3\)"):
        max_pool_grad(dy, x, **HALVES)
    with pytest.raises(ShapeError, match=r"\(2, 2, 3, 3\).*\(2, 2, 2, 3\)"):
        average_pool_grad(dy, input_shape=x.shape, **HALVES)
