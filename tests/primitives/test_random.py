"""Random numbers as functions of a state."""

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.backend.philox import philox_block
from cornu.primitives import random as rnd

STATE = np.array([3, 8], np.uint32)


def test_bits_are_the_halves_of_the_words():
    block = philox_block((3, 0), (1, 8, 0, 0))
    wanted = [half for word in block for half in (word & 0xFFFFFFFF, word >> 32)]
    assert rnd.random_bits(STATE, shape=(2, 3)).ravel().tolist() == wanted[:6]


def test_uniform_numbers_follow_from_the_bits():
    bits = rnd.random_bits(STATE, shape=(100,))
    found = rnd.random_uniform(STATE, shape=(100,), dtype="float32")
    assert (found == (bits >> 8) / 2.0**24).all()
    words = philox_block((3, 0), (1, 8, 0, 0))
    wide = rnd.random_uniform(STATE, shape=(4,), dtype="float64")
    assert wide.tolist() == [(w >> 11) / 2.0**53 for w in words]


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_uniform_stays_below_one_and_fills_the_interval(dtype):
    x = rnd.random_uniform(STATE, shape=(100000,), dtype=dtype)
    assert x.dtype == dtype
    assert x.min() >= 0
    assert x.max() < 1
    counts, _ = np.histogram(x.astype("float64"), bins=16, range=(0, 1))
    # Chi-squared with 15 degrees of freedom exceeds 50 once in 100 000 times.
    assert ((counts - 6250) ** 2 / 6250).sum() < 50


def test_same_state_same_numbers_other_state_others():
    a = rnd.random_bits(STATE, shape=(8,))
    assert (a == rnd.random_bits(STATE.copy(), shape=(8,))).all()
    assert (a == rnd.random_bits(STATE, shape=(20,))[:8]).all()
    for other in ([3, 9], [4, 8]):
        assert (a != rnd.random_bits(np.array(other, np.uint32), shape=(8,))).any()


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9])
def test_dropout_drops_its_share_and_scales(rate):
    x = np.full(200000, 3.0, "float32")
    found, kept = rnd.dropout(x, STATE, rate=rate)
    assert kept.dtype == bool
    np.testing.assert_allclose(found[kept], 3.0 / (1.0 - rate), rtol=1e-6)
    assert (found[~kept] == 0).all()
    # Five standard deviations.
    assert abs(kept.mean() - (1 - rate)) <= 5 * np.sqrt(rate * (1 - rate) / x.size)


def test_dropout_of_everything():
    found, kept = rnd.dropout(np.ones(1000, "float32"), STATE, rate=1.0)
    assert not found.any()
    assert not kept.any()


def test_dropout_in_one_pattern_for_several_rows():
    x = np.ones((5, 40), "float32")
    found, kept = rnd.dropout(x, STATE, rate=0.5, noise_shape=(1, None))
    assert kept.shape == (1, 40)
    assert (found == found[0]).all()
    assert 0 < kept.sum() < 40


def test_the_gradient_uses_the_mask_of_the_call():
    x = Tensor(np.ones((4, 6), "float32"))
    with GradientTape() as tape:
        tape.watch(x)
        y, kept = rnd.dropout(x, STATE, rate=0.25)
    assert kept.dtype == bool
    np.testing.assert_allclose(tape.gradient(y, x).numpy(), kept.numpy() / 0.75)
