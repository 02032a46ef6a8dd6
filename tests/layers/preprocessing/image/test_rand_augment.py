"""RandAugment on boxes; misuse."""

import numpy as np
import pytest

from cornu import layers


def test_boxes_move_with_the_images():
    images = np.zeros((4, 20, 20, 3), "float32")
    images[:, 5:15, 5:15] = 255
    boxes = {"boxes": [[[5.0, 5.0, 15.0, 15.0]]] * 4, "labels": [[1]] * 4}
    boxes = {key: np.array(value, "float32") for key, value in boxes.items()}
    layer = layers.RandAugment(
        num_ops=1, factor=(0.2, 0.2), bounding_box_format="xyxy", seed=2
    )
    moved = 0
    for _ in range(20):
        found = layer({"images": images, "bounding_boxes": boxes})["bounding_boxes"]
        assert found["boxes"].shape == (4, 1, 4)
        moved += not np.allclose(found["boxes"].numpy(), boxes["boxes"])
    assert 0 < moved < 20


def test_channels_first():
    images = np.ones((2, 3, 6, 8), "float32")
    layer = layers.RandAugment(data_format="channels_first", num_ops=3, seed=1)
    assert all(layer(images).shape == images.shape for _ in range(10))


@pytest.mark.parametrize(
    "wrong",
    [{"num_ops": 0}, {"factor": 2.0}, {"interpolation": "bicubic"}, {"value_range": 5}],
)
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandAugment"):
        layers.RandAugment(**wrong)
