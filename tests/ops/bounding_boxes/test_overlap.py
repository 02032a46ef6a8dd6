"""How much boxes overlap; held to Keras in tests/contracts."""

import numpy as np
import pytest

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.bounding_boxes import compute_ciou, compute_iou

BOXES = np.array([[0.0, 0.0, 4.0, 6.0], [3.0, 3.0, 9.0, 5.0]])


def test_a_box_covers_itself():
    assert compute_iou(BOXES, BOXES, "xyxy").diagonal().tolist() == [1.0, 1.0]
    assert compute_ciou(BOXES, BOXES, "xyxy").tolist() == [1.0, 1.0]


def test_relative_boxes_overlap_alike():
    units = np.array([20.0, 10.0, 20.0, 10.0])
    shape = {"image_shape": (10, 20, 3)}
    for op in (compute_iou, compute_ciou):
        wanted = op(BOXES, BOXES[::-1], "xyxy")
        given = BOXES / units, BOXES[::-1] / units
        np.testing.assert_allclose(op(*given, "rel_xyxy", **shape), wanted, atol=1e-6)


def test_misuse_is_explained():
    with pytest.raises(ArgumentError, match="image_shape"):
        compute_iou(BOXES, BOXES, "rel_xyxy")
    with pytest.raises(ShapeError, match="boxes1 must have"):
        compute_iou(BOXES[None, None], BOXES, "xyxy")
    with pytest.raises(ShapeError, match="boxes2 must have 4"):
        compute_iou(BOXES, BOXES[:, :3], "xyxy")
