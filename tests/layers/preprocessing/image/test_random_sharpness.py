"""RandomSharpness beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_slopes_grow_with_the_factor():
    images = np.random.default_rng(0).uniform(90, 160, (1, 9, 9, 1)).astype("float32")
    inner = (slice(None), slice(1, -1), slice(1, -1))
    spread = [
        layers.RandomSharpness((f, f))(images).numpy()[inner].std()
        for f in (0.0, 0.3, 0.5, 0.8, 1.0)
    ]
    assert spread == sorted(spread)


@pytest.mark.parametrize("wrong", [1.5, -0.5, None])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomSharpness: factor"):
        layers.RandomSharpness(wrong)
