import numpy as np
import pytest

from cornu.primitives.windows import output_sizes, pad, resolve_padding, taps


@pytest.mark.parametrize("size", range(1, 9))
@pytest.mark.parametrize("kernel", range(1, 6))
@pytest.mark.parametrize("stride", range(1, 5))
def test_same_padding_gives_one_window_a_stride(size, kernel, stride):
    ((lo, hi),) = resolve_padding("same", (size,), (kernel,), (stride,))
    assert 0 <= lo <= hi <= lo + 1
    counts = output_sizes("op", (size,), (kernel,), (stride,), (1,), "same")
    assert counts == (len(range(0, size, stride)),)
    if lo + hi:  # not one element more than needed
        assert size + lo + hi == (counts[0] - 1) * stride + kernel


def test_padding_is_resolved_as_far_as_sizes_are_known():
    assert resolve_padding("valid", (None,), (3,), (2,)) == ((0, 0),)
    assert resolve_padding("causal", (None,), (3,), (2,), (2,)) == ((4, 0),)
    assert resolve_padding("same", (None,), (4,), (1,)) == ((1, 2),)
    assert resolve_padding("same", (None, 4), (3, 3), (2, 2)) == "same"
    assert resolve_padding(((1, 2),), (None,), (3,), (1,)) == ((1, 2),)


def test_unknown_words_are_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"'smae'.*Did you mean 'same'"):
        resolve_padding("smae", (4,), (3,), (1,))
    with pytest.raises(ValueError, match="one spatial axis"):
        resolve_padding("causal", (4, 4), (3, 3), (1, 1))


def test_taps_meet_the_elements_of_each_window():
    x = np.arange(9.0).reshape(1, 9, 1)
    met = {
        tap: x[where].ravel().tolist() for tap, where in taps((2,), (3,), (2,), (3,))
    }
    assert met == {(0,): [0, 3, 6], (1,): [2, 5, 8]}


def test_pad_surrounds_with_the_value():
    padded = pad(np, np.ones((1, 2, 1)), ((1, 2),), -np.inf)
    assert padded.ravel().tolist() == [-np.inf, 1, 1, -np.inf, -np.inf]
    x = np.ones((1, 2, 1))
    assert pad(np, x, ((0, 0),)) is x
