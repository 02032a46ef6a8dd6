"""The middle of images; the rest is held to Keras in tests/contracts."""

import numpy as np

from cornu import layers


def test_it_also_cuts_outside_training():
    image = np.arange(24.0).reshape(4, 6, 1)
    for training in (True, False):
        found = layers.CenterCrop(2, 3)(image, training=training).numpy()
        assert np.array_equal(found, image[1:3, 1:4])


def test_classes_of_masks_are_not_mixed_when_enlarged():
    masks = np.array([[0, 5], [5, 0]], "int32").reshape(1, 2, 2, 1)
    data = {"images": np.ones((1, 2, 2, 1)), "segmentation_masks": masks}
    found = layers.CenterCrop(3, 5)(data)["segmentation_masks"].numpy()
    assert set(found.ravel().tolist()) == {0.0, 5.0}
