"""RandomContrast beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_means_stay_where_nothing_is_cut_off():
    images = np.random.default_rng(0).uniform(100, 150, (4, 6, 6, 3))
    found = layers.RandomContrast((0.5, 0.9), seed=1)(images).numpy()
    np.testing.assert_allclose(found.mean((1, 2)), images.mean((1, 2)), rtol=1e-5)
    ratios = found.std((1, 2)) / images.std((1, 2))
    assert len(set(ratios[:, 0].round(4))) == 4
    np.testing.assert_allclose(ratios[:, 0], ratios[:, 1], rtol=1e-4)


@pytest.mark.parametrize("wrong", [1.5, None, (-0.1, 0.2)])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomContrast: factor"):
        layers.RandomContrast(wrong)
