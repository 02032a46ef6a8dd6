"""UpSampling1D."""

import numpy as np
import pytest

from cornu import layers


def test_repeats_steps():
    found = layers.UpSampling1D(3)(np.array([[[1.0], [2.0]]]))
    assert found.numpy().ravel().tolist() == [1, 1, 1, 2, 2, 2]


def test_size_is_checked():
    with pytest.raises(ValueError, match="size must be a positive integer"):
        layers.UpSampling1D((2,))
