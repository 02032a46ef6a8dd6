"""What dropouts of whole channels share."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_outside_training_nothing_happens(rank):
    x = np.ones((2, *(3,) * rank, 4))
    layer = getattr(layers, f"SpatialDropout{rank}D")(0.5)
    assert layer(x).numpy().all()


def test_ends_of_the_rate():
    x = np.ones((2, 3, 4))
    assert layers.SpatialDropout1D(0)(x, training=True).numpy().all()
    assert not layers.SpatialDropout1D(1)(x, training=True).numpy().any()


def test_rank_and_rate_are_checked():
    with pytest.raises(ShapeError, match="must have 4 axes"):
        layers.SpatialDropout2D(0.5)(ops.ones((2, 3, 4)))
    with pytest.raises(ValueError, match="SpatialDropout2D: rate must be"):
        layers.SpatialDropout2D(2)
