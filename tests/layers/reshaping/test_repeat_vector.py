"""RepeatVector."""

import numpy as np
import pytest

from cornu import layers


def test_repeats_along_time():
    found = layers.RepeatVector(2)(np.array([[1.0, 2.0]]))
    assert found.numpy().tolist() == [[[1.0, 2.0], [1.0, 2.0]]]


@pytest.mark.parametrize("n", [0, "a", 1.5])
def test_n_is_checked(n):
    with pytest.raises(ValueError, match="n must be a positive integer"):
        layers.RepeatVector(n)
