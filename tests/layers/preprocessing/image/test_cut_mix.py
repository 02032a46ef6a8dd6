"""CutMix: weights are areas; boxes are refused."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ArgumentError


def test_weights_are_the_shares_that_stay():
    images = np.arange(6, dtype="float32").reshape(6, 1, 1, 1) * np.ones((1, 8, 9, 1))
    data = {"images": images, "labels": np.eye(6)}
    found = layers.CutMix((0.9, 0.9), seed=4)(data)
    labels, pasted = found["labels"].numpy(), found["images"].numpy()
    for i in range(6):
        assert (pasted[i] == i).mean() == pytest.approx(labels[i, i], abs=1e-6)


def test_masks_are_cut_alike_and_keep_their_type():
    images = np.arange(6).reshape(6, 1, 1, 1) * np.ones((1, 8, 9, 1), int)
    found = layers.CutMix(seed=4)({"images": images, "segmentation_masks": images})
    assert found["segmentation_masks"].dtype == images.dtype
    np.testing.assert_array_equal(found["segmentation_masks"], found["images"])


def test_boxes_are_refused():
    boxes = {"boxes": np.ones((2, 1, 4)), "labels": np.ones((2, 1))}
    data = {"images": np.ones((2, 4, 4, 1)), "bounding_boxes": boxes}
    with pytest.raises(ArgumentError, match="bounding_boxes"):
        layers.CutMix(bounding_box_format="xyxy")(data)


def test_a_factor_of_zero():
    found = layers.CutMix(0.0, seed=1)(np.ones((4, 4, 4, 1)))
    assert found.numpy().min() == 1.0
