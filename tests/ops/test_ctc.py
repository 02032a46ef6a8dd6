import math

import numpy as np
import pytest

from cornu import Input, ops
from cornu.errors import ArgumentError, ShapeError

LOGITS = np.log([[[0.6, 0.3, 0.1], [0.5, 0.4, 0.1], [0.2, 0.7, 0.1], [0.1, 0.7, 0.2]]])


def test_the_loss_takes_logits():
    # One label in one frame, and everything scaled: a softmax undoes it.
    loss = ops.ctc_loss([[1, 7]], LOGITS + 3.0, [1], [1])
    np.testing.assert_allclose(loss, [-math.log(0.3)])
    half = ops.ctc_loss([[1]], LOGITS.astype(np.float16), [1], [1])
    assert half.dtype == np.float32


def test_greedy_merges_then_drops_blanks():
    labels, scores = ops.ctc_decode(LOGITS, [4])
    assert labels.tolist() == [[[1, -1, -1, -1]]]
    np.testing.assert_allclose(scores, [[-math.log(0.6 * 0.5 * 0.7 * 0.7)]])
    labels, _ = ops.ctc_decode(LOGITS, [4], merge_repeated=False)
    assert labels.tolist() == [[[1, 1, -1, -1]]]
    labels, _ = ops.ctc_decode(LOGITS, [3], mask_index=1)
    assert labels.tolist() == [[[0, -1, -1, -1]]]


def test_beams_add_up_what_greedy_misses():
    # Blank, blank is the likeliest alignment (0.36), but one label is likelier (0.64).
    logits = np.log([[[0.6, 0.4], [0.6, 0.4]]])
    assert ops.ctc_decode(logits, [2])[0].tolist() == [[[-1, -1]]]
    labels, scores = ops.ctc_decode(logits, [2], "beam_search", top_paths=2)
    assert labels.tolist() == [[[1, -1]], [[-1, -1]]]
    np.testing.assert_allclose(np.exp(scores), [[0.64, 0.36]])


def test_symbols():
    labels, scores = ops.ctc_decode(Input((None, 3)), Input(batch_shape=(None,)))
    assert (labels.shape, labels.dtype) == ((1, None, None), "int32")
    assert scores.shape == (None, 1)
    x = Input((6, 3))
    lengths = Input(batch_shape=(None,), dtype="int32")
    labels, scores = ops.ctc_decode(x, lengths, "beam_search", top_paths=2)
    assert (labels.shape, scores.shape) == ((2, None, 6), (None, 2))


def test_misuse():
    with pytest.raises(ArgumentError, match=r"strategy='best'.*'greedy'"):
        ops.ctc_decode(LOGITS, [4], "best")
    with pytest.raises(ArgumentError, match="mask_index=3 must be one of the 3"):
        ops.ctc_loss([[1]], LOGITS, [1], [4], mask_index=3)
    with pytest.raises(ArgumentError, match="beam_width=0"):
        ops.ctc_decode(LOGITS, [4], "beam_search", beam_width=0)
    with pytest.raises(ShapeError, match=r"sequence_lengths has shape \(2,\)"):
        ops.ctc_decode(LOGITS, [4, 4])
