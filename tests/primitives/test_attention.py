import tracemalloc

import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ShapeError
from cornu.primitives.attention import attention, attention_grad


@pytest.mark.parametrize("causal", [False, True])
def test_the_matrix_of_scores_is_never_held(rng, causal):
    time = 4096
    x = [Tensor(rng.standard_normal((1, time, 1, 8)).astype("f")) for _ in range(3)]
    tracemalloc.start()
    try:
        with GradientTape() as tape:
            tape.watch(x)
            y = ops.dot_product_attention(*x, is_causal=causal)
        tape.gradient(y, x)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < time * time * 4 / 10


def test_blocks_do_not_change_the_answer(rng):
    q, k, v = rng.standard_normal((3, 2, 300, 2, 4))
    for causal in (False, True):
        params = {"scale": 2.0, "causal": causal}
        whole = attention(q, k, v, **params, held=0)
        slopes = attention_grad(q, q, k, v, None, None, whole, **params, held=0)
        for held in (500, 5_000, 50_000):
            parts = attention(q, k, v, **params, held=held)
            np.testing.assert_allclose(parts, whole, rtol=1e-11, atol=1e-13)
            found = attention_grad(q, q, k, v, None, None, parts, **params, held=held)
            for a, b in zip(found, slopes):
                np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)


def test_large_scores_do_not_overflow(rng):
    q, k, v = (rng.standard_normal((3, 1, 4, 1, 2)) * 1e4).astype("f")
    for held in (0, 4):
        y = attention(q, k, v, scale=1.0, held=held)
        best = np.argmax(q[0, :, 0] @ k[0, :, 0].T, axis=1)
        np.testing.assert_allclose(y[0, :, 0], v[0, best, 0])


def test_half_precision_adds_up_in_float32():
    # 4096 equal shares: in float16 their sum would stop at 2048.
    x = np.ones((1, 4096, 1, 2), np.float16)
    y = attention(x[:, :1], x, x, scale=1.0)
    assert y.dtype == np.float16
    assert y.tolist() == [[[[1.0, 1.0]]]]
    dv = attention_grad(y, x[:, :1], x, x, None, None, y, scale=1.0)[2]
    assert dv.dtype == np.float16
    np.testing.assert_allclose(dv, 1 / 4096)


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (((1, 3, 2, 4), (1, 3, 2, 5), (1, 3, 2, 5)), "axis 3 .depth."),
        (((1, 3, 2, 4), (1, 3, 2, 4), (1, 4, 2, 4)), "axis 1 .time."),
        (((1, 3, 3, 4), (1, 3, 2, 4), (1, 3, 2, 4)), "3 heads and key 2"),
        (((2, 3, 2, 4), (1, 3, 2, 4), (1, 3, 2, 4)), "axis 0 .batch."),
        (
            ((1, 3, 2, 4), (1, 3, 2, 4), (1, 3, 2, 4), (2, 4)),
            r"bias has shape \(2, 4\)",
        ),
    ],
)
def test_shapes_that_do_not_fit(shapes, words):
    with pytest.raises(ShapeError, match=words):
        attention(*(np.zeros(s) for s in shapes), scale=1.0)
