"""RandomSaturation beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_colours_stay_in_the_range_however_strong():
    images = np.random.default_rng(0).uniform(-1, 1, (2, 5, 4, 3)).astype("float32")
    for factor in (0.6, 0.9, 1.0):
        layer = layers.RandomSaturation((factor, factor), value_range=(-1, 1))
        found = layer(images).numpy()
        assert found.min() >= -1.0
        assert found.max() <= 1.0
    np.testing.assert_allclose(found.min(-1), -1.0, atol=1e-5)
    np.testing.assert_allclose(found.max(-1), images.max(-1), atol=1e-5)


@pytest.mark.parametrize("wrong", [1.5, None, (0.1, 0.2, 0.3)])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomSaturation: factor"):
        layers.RandomSaturation(wrong)
