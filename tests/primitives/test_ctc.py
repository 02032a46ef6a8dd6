import itertools
import math

import numpy as np
import pytest

from cornu.errors import OutOfRangeError, ShapeError
from cornu.primitives.ctc import ctc, ctc_beams, ctc_grad


def said(alignment, blank):
    """Return the labels of an alignment: repeats merged, then blanks removed."""
    merged = [k for k, _ in itertools.groupby(alignment)]
    return tuple(k for k in merged if k != blank)


def by_labelling(logs, blank):
    """Return the probability of every labelling, alignment by alignment."""
    found = {}
    for alignment in itertools.product(range(logs.shape[1]), repeat=len(logs)):
        p = math.exp(sum(logs[t, k] for t, k in enumerate(alignment)))
        key = said(alignment, blank)
        found[key] = found.get(key, 0.0) + p
    return found


@pytest.fixture
def logs(rng):
    x = rng.standard_normal((5, 3))
    return x - np.log(np.exp(x).sum(1, keepdims=True))


@pytest.mark.parametrize("blank", [0, 2])
@pytest.mark.parametrize("frames", [5, 3])
def test_all_alignments_count(logs, blank, frames):
    likely = by_labelling(logs[:frames], blank)
    others = [k for k in range(3) if k != blank]
    for size in range(4):
        for labels in itertools.product(others, repeat=size):
            target = np.array([[*labels, *[9] * (4 - size)]])
            sizes = np.array([size]), np.array([frames])
            cost = ctc(logs[None], target, *sizes, blank=blank)[0]
            if labels in likely:
                np.testing.assert_allclose(math.exp(-cost), likely[labels])
            else:
                assert cost > 9e4


def test_the_gradient_is_how_often_a_class_is_emitted(logs):
    target, sizes = np.array([[1, 1]]), (np.array([2]), np.array([4]))
    found = -ctc_grad(np.ones(1), logs[None], target, *sizes, blank=0)[0]
    np.testing.assert_allclose(found[:4].sum(1), 1.0)
    assert not found[4].any()
    ways = [(0, 1, 0, 1), (1, 0, 0, 1), (1, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1)]
    chances = np.exp([sum(logs[t, k] for t, k in enumerate(way)) for way in ways])
    wanted = np.zeros((4, 3))
    for way, chance in zip(ways, chances / chances.sum()):
        wanted[range(4), way] += chance
    np.testing.assert_allclose(found[:4], wanted)


def test_a_wide_beam_finds_every_labelling(logs):
    likely = sorted(by_labelling(logs, 0).items(), key=lambda item: -item[1])
    labels, scores = ctc_beams(logs[None], np.array([5]), width=200, paths=8, blank=0)
    for (wanted, chance), row, score in zip(likely, labels[:, 0], scores[0]):
        assert tuple(k for k in row.tolist() if k >= 0) == wanted
        np.testing.assert_allclose(math.exp(score), chance)


def test_beams_of_nothing(logs):
    labels, scores = ctc_beams(logs[None], np.array([0]), width=2, paths=3, blank=0)
    assert (labels == -1).all()
    assert scores.tolist() == [[0.0, -math.inf, -math.inf]]


def test_long_sequences_stay_exact():
    # 2000 frames of two classes at one half: each alignment has 2 ** -2000.
    logs = np.full((1, 2000, 2), math.log(0.5))
    cost = ctc(logs, np.array([[1]]), np.array([1]), np.array([2000]), blank=0)
    ways = 2000 * 2001 // 2
    np.testing.assert_allclose(cost, 2000 * math.log(2) - math.log(ways))


def test_misuse(logs):
    sizes = np.array([1]), np.array([5])
    with pytest.raises(OutOfRangeError, match=r"from 3 to 3.*below the 3 classes"):
        ctc(logs[None], np.array([[3]]), *sizes, blank=0)
    with pytest.raises(ShapeError, match=r"target has shape \(1,\)"):
        ctc(logs[None], np.array([1]), *sizes, blank=0)
    with pytest.raises(ShapeError, match=r"output_length has shape \(2,\)"):
        ctc(logs[None], np.array([[1]]), sizes[0], np.array([5, 5]), blank=0)
