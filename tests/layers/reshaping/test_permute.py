"""Permute."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


def test_moves_axes_behind_the_batch():
    x = np.arange(24.0).reshape(2, 3, 4)
    expected = x.transpose(0, 2, 1)
    assert layers.Permute((2, 1))(x).numpy().tolist() == expected.tolist()


@pytest.mark.parametrize("dims", [(1, 3), (0, 1), (1, 1)])
def test_dims_are_checked(dims):
    with pytest.raises(ValueError, match="must hold each of 1 to 2 once"):
        layers.Permute(dims)


def test_rank_is_checked():
    with pytest.raises(ShapeError, match="must have 3 axes"):
        layers.Permute((2, 1))(ops.ones((2, 3, 4, 5)))
