"""AttentionAxes: equations, folding and unfolding."""

import numpy as np
import pytest

from cornu import Input
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.attention.attention_axes import AttentionAxes


@pytest.mark.parametrize("axes", [None, (1,), (2,), (2, 1), (-2,)])
def test_folded_heads_meet_as_the_equations_say(axes):
    rng = np.random.default_rng(1)
    kept = AttentionAxes(5, axes, "layer")
    query, key = rng.normal(size=(2, 2, 3, 2, 4)), rng.normal(size=(2, 2, 3, 2, 4))
    scores = np.einsum(kept.scores, query, key)
    wanted = np.einsum(kept.sums, scores, key)
    q, k = np.asarray(kept.fold(query)), np.asarray(kept.fold(key))
    folded = np.einsum("bthd,bshd->bhts", q, k)
    found = kept.unfold(np.einsum("bhts,bshd->bthd", folded, k), query)
    np.testing.assert_allclose(np.asarray(found), wanted)
    assert kept.count == (2 if axes is None else len(axes))


def test_what_is_unknown_cannot_be_folded():
    axes = AttentionAxes(5, None, "layer")
    assert not axes.can_fold(Input((None, 3, 2, 4)))
    assert axes.can_fold(np.ones((2, 3, 3, 2, 4)))


@pytest.mark.parametrize("axes", [(0,), (3,), (4,), (-5,), (1, 1), (1, -3)])
def test_axes_out_of_place_are_refused(axes):
    with pytest.raises(ArgumentError, match="layer: attention_axes="):
        AttentionAxes(5, axes, "layer")


@pytest.mark.parametrize("axes", [None, (1,), (2,), (2, 1)])
def test_masks_of_queries_and_keys_are_spread_over_scores(axes):
    rng = np.random.default_rng(1)
    kept = AttentionAxes(5, axes, "layer")
    row, column = rng.random((2, 2, 3)) < 0.5, rng.random((2, 2, 3)) < 0.5
    # As products of heads of depth 1, one head: what is seen by and of whom.
    wanted = np.einsum(kept.scores, row[..., None, None], column[..., None, None])
    count = kept.count
    found = np.logical_and(kept.as_rows(row), kept.as_columns(column))
    np.testing.assert_array_equal(found, wanted.squeeze(-2 * count - 1))


def test_masks_of_other_ranks_are_refused():
    with pytest.raises(ShapeError, match="layer: the mask of the key must have 3"):
        AttentionAxes(5, None, "layer").as_columns(np.ones((2, 3), bool))
