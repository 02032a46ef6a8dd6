"""Images seen at a random angle; see also tests/contracts/test_image_geometry_*."""

import numpy as np
import pytest

from cornu import layers


def test_images_not_chosen_stay_as_they_are():
    x = np.random.default_rng(0).normal(size=(20, 6, 7, 1)).astype("float32")
    layer = layers.RandomPerspective((0.5, 0.5), seed=1)
    found = layer(x).numpy()
    same = sum(np.array_equal(a, b) for a, b in zip(found, x, strict=True))
    assert 0 < same < 20


@pytest.mark.parametrize("scale", [-0.1, 1.1, (0.1, 0.2)])
def test_scale_lies_between_0_and_1(scale):
    with pytest.raises(ValueError, match="scale must be"):
        layers.RandomPerspective(scale=scale)
