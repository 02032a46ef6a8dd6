"""MixUp on boxes and masks; misuse."""

import numpy as np
import pytest

from cornu import layers


def test_boxes_of_both_images_stay_with_their_labels():
    boxes = np.arange(24, dtype="float32").reshape(3, 2, 4)
    labels = np.arange(6).reshape(3, 2)
    data = {
        "images": np.ones((3, 4, 4, 1)),
        "bounding_boxes": {"boxes": boxes, "labels": labels},
    }
    layer = layers.MixUp(1.0, bounding_box_format="xyxy", seed=1)
    found = layer(data)["bounding_boxes"]
    assert found["boxes"].shape == (3, 4, 4)
    assert found["labels"].shape == (3, 4)
    for box, label in zip(
        found["boxes"].numpy().reshape(-1, 4), found["labels"].numpy().ravel()
    ):
        np.testing.assert_array_equal(box, boxes.reshape(-1, 4)[label])


def test_masks_are_mixed_like_the_images():
    images = np.random.default_rng(0).normal(size=(3, 4, 4, 1)).astype("float32")
    found = layers.MixUp(1.0, seed=1)({"images": images, "segmentation_masks": images})
    np.testing.assert_array_equal(found["images"], found["segmentation_masks"])


@pytest.mark.parametrize("wrong", [0, -0.5, None, (0.1, 0.2)])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="alpha"):
        layers.MixUp(wrong)
