"""RandomGaussianBlur beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers, ops


def test_it_is_the_blur_of_the_op():
    images = np.random.default_rng(0).uniform(0, 255, (2, 7, 8, 3)).astype("float32")
    layer = layers.RandomGaussianBlur((1.0, 1.0), 5, (1.2, 1.2))
    wanted = ops.image.gaussian_blur(images, (5, 5), (1.2, 1.2))
    np.testing.assert_allclose(layer(images), wanted, rtol=1e-4, atol=1e-3)


def test_no_width_leaves_images():
    images = np.random.default_rng(0).uniform(0, 255, (2, 7, 8, 3)).astype("float32")
    found = layers.RandomGaussianBlur((1.0, 1.0), 3, (0.0, 0.0))(images)
    np.testing.assert_array_equal(found, images)


@pytest.mark.parametrize(
    "wrong", [{"kernel_size": 4}, {"kernel_size": (3, 2)}, {"sigma": -1.0}]
)
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomGaussianBlur"):
        layers.RandomGaussianBlur(**wrong)
