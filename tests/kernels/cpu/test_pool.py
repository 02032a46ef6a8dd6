import numpy as np
import pytest

import cornu.kernels  # noqa: F401 - files the bodies under test
from cornu.core import spec_of
from cornu.kernels.cpu.pool import TilingMaxPoolGrad
from cornu.kernels.cpu.staged import run_staged
from cornu.primitives.pooling import (
    average_pool,
    average_pool_grad,
    max_pool,
    max_pool_grad,
)


@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("window", [(2, 2), (3, 3)])
def test_blocks_agree_with_the_whole(window, padding, threads, monkeypatch):
    monkeypatch.setenv("CORNU_NUM_THREADS", threads)
    monkeypatch.setattr("cornu.kernels.cpu.threads.WORTH_FLOPS", 0)
    monkeypatch.setattr("cornu.kernels.cpu.blocks.BLOCK_BYTES", 100_000)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((37, 21, 20, 16)).astype("float32")
    params = {"window": window, "strides": (2, 2), "padding": padding}
    y = max_pool.forward(np, x, **params)
    dy = rng.standard_normal(y.shape).astype("float32")
    sized = {**params, "input_shape": x.shape}
    for primitive, arrays, given in (
        (max_pool, (x,), params),
        (max_pool_grad, (dy, x), params),
        (average_pool, (x,), params),
        (average_pool_grad, (dy,), sized),
    ):
        body, when = primitive.overrides["cpu"][0]
        assert when(*arrays, **given)
        wanted = primitive.forward(np, *arrays, **given)
        np.testing.assert_array_equal(body(np, *arrays, **given), wanted)
        out = np.empty_like(wanted)
        assert body(np, *arrays, out=out, **given) is out
        np.testing.assert_array_equal(out, wanted)


@pytest.mark.parametrize("shape", [(20, 24, 16), (20, 12, 12, 16), (9, 4, 6, 6, 16)])
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32"])
def test_windows_side_by_side_give_back_to_the_first_of_equals(
    shape, dtype, monkeypatch
):
    monkeypatch.setattr("cornu.kernels.cpu.pool.LEAST_BYTES", 0)
    rng = np.random.default_rng(0)
    x = rng.integers(0, 3, shape).astype(dtype)  # many ties
    window = (2, 3, 2)[: len(shape) - 2]
    params = {"window": window, "strides": window, "padding": "valid"}
    counts = [n // k for n, k in zip(shape[1:-1], window)]
    dy = rng.standard_normal((shape[0], *counts, shape[-1])).astype("float32")
    specs = (spec_of(dy), spec_of(x))
    staged = max_pool_grad.stages["cpu"](specs, params)
    assert isinstance(staged, TilingMaxPoolGrad)
    wanted = np.zeros(shape, "float32")
    for where in np.ndindex(*dy.shape):
        n, *place, c = where
        box = tuple(slice(p * k, p * k + k) for p, k in zip(place, window))
        part = x[(n, *box, c)]
        first = np.unravel_index(part.argmax(), part.shape)
        wanted[(n, *box, c)][first] = dy[where]
    np.testing.assert_array_equal(run_staged(staged, (dy, x)), wanted)


def test_a_nan_concerns_its_own_window_alone(monkeypatch):
    monkeypatch.setattr("cornu.kernels.cpu.pool.LEAST_BYTES", 0)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((16, 6, 6, 8)).astype("float32")
    params = {"window": (2, 3), "strides": (2, 3), "padding": "valid"}
    dy = rng.standard_normal((16, 3, 2, 8)).astype("float32")
    wanted = max_pool_grad(dy, x, **params)
    x[3, 2, 4, 5] = np.nan
    wanted[3, 2:4, 3:6, 5] = 0
    wanted[3, 3, 5, 5] = dy[3, 1, 1, 5]
    np.testing.assert_array_equal(max_pool_grad(dy, x, **params), wanted)


def test_regions_and_eager_calls_choose_alike():
    params = {"window": (2, 2), "strides": (2, 2), "padding": "valid"}
    for rows, is_large in ((1, False), (8, False), (64, True)):
        x = np.ones((rows, 12, 12, 32), "float32")
        dy = max_pool(x, **params)
        staged = max_pool_grad.stages["cpu"]((spec_of(dy), spec_of(x)), params)
        assert isinstance(staged, TilingMaxPoolGrad) == is_large
        body = max_pool_grad.body_for("cpu", (dy, x), params)
        assert (body is not max_pool_grad.forward) == is_large


def test_windows_that_leave_something_take_the_generic_body():
    x = np.ones((4, 7, 6, 8), "float32")
    params = {"window": (2, 2), "strides": (2, 2), "padding": "valid"}
    specs = (spec_of(max_pool(x, **params)), spec_of(x))
    staged = max_pool_grad.stages["cpu"](specs, params)
    assert not isinstance(staged, TilingMaxPoolGrad)
