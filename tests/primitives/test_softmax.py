"""Softmax at its extremes."""

import math

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.primitives.softmax import log_softmax, softmax


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_extreme_logits(dtype):
    x = np.array([1e4, 0.0, -1e4], dtype)
    assert softmax(x, axis=0).tolist() == [1.0, 0.0, 0.0]
    assert log_softmax(x, axis=0).tolist() == [0.0, -1e4, -2e4]
    t = Tensor(x)
    for op in (softmax, log_softmax):
        with GradientTape() as tape:
            tape.watch(t)
            y = op(t, axis=0)
        assert np.isfinite(tape.gradient(y, t).numpy()).all()


def test_values():
    x = [0.1, -0.4, 2.0]
    total = sum(math.exp(v) for v in x)
    wanted = [math.exp(v) / total for v in x]
    np.testing.assert_allclose(softmax(np.array(x), axis=0), wanted, rtol=1e-14)
    logs = [v - math.log(total) for v in x]
    np.testing.assert_allclose(log_softmax(np.array(x), axis=0), logs, rtol=1e-13)


def test_masked_logits_get_nothing():
    found = softmax(np.array([0.0, -np.inf, 0.0]), axis=0)
    assert found.tolist() == [0.5, 0.0, 0.5]


def test_integers_become_floats():
    assert softmax(np.array([1, 1]), axis=0).dtype == "float32"
