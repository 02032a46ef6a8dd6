"""Boxes in images that are moved; held to Keras in tests/contracts."""

import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError
from cornu.ops.bounding_boxes import affine_transform, convert_format
from cornu.ops.bounding_boxes.motion import through

BOXES = np.array([[[1.0, 2.0, 5.0, 4.0]], [[0.0, 0.0, 3.0, 3.0]]], "float32")
STILL = {
    "angle": 0.0,
    "translate_x": 0.0,
    "translate_y": 0.0,
    "scale": 1.0,
    "shear_x": 0.0,
    "shear_y": 0.0,
    "height": 11,
    "width": 21,
}


def test_nothing_moves_by_default():
    found = affine_transform(BOXES, **STILL)
    np.testing.assert_allclose(found, BOXES, atol=1e-6)


def test_other_formats_are_moved_alike():
    kwargs = {**STILL, "angle": np.array([30.0, -20.0], "float32")}
    wanted = affine_transform(BOXES, **kwargs)
    given = convert_format(BOXES, "xyxy", "rel_xywh", 11, 21)
    found = affine_transform(given, **kwargs, bounding_box_format="rel_xywh")
    found = convert_format(found, "rel_xywh", "xyxy", 11, 21)
    np.testing.assert_allclose(found, wanted, atol=1e-4)


def test_numbers_for_each_image_need_a_batch():
    with pytest.raises(ShapeError, match="angle"):
        affine_transform(BOXES[0], **{**STILL, "angle": np.array([1.0, 2.0])})


def test_maps_with_a_last_row_divide_by_depth():
    matrix = np.array([[[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 2.0]]] * 2)
    found = through(ops.array(BOXES), ops.array(matrix, "float32"))
    assert np.array_equal(found, BOXES)
    found = through(ops.array(BOXES), ops.array(matrix[:, :2], "float32"))
    assert np.array_equal(found, 2 * BOXES)
