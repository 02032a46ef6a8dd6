import numpy as np
import pytest

import cornu.kernels  # noqa: F401 - files the bodies under test
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
