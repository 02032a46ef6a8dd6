"""Boxes and the frame of their image; held to Keras in tests/contracts."""

import numpy as np
import pytest

from cornu.errors import ArgumentError
from cornu.ops.bounding_boxes import clip_to_image_size, crop, pad

BOXES = np.array([[-2.0, 1.0, 6.0, 5.0], [8.0, 8.0, 9.0, 9.0]])


def test_other_formats_are_cut_alike():
    given = {"boxes": [[-2.0, 1.0, 8.0, 4.0]], "labels": [3]}
    found = clip_to_image_size(given, 4, 5, "xywh")
    assert found["boxes"].tolist() == [[0.0, 1.0, 5.0, 3.0]]


def test_labels_keep_their_type():
    given = {"boxes": BOXES, "labels": np.array([1.0, 2.0], "float32")}
    found = clip_to_image_size(given, 7, 7)["labels"]
    assert found.dtype == "float32"
    assert found.tolist() == [1.0, -1.0]


def test_windows_of_boxes_written_otherwise():
    assert crop([[1.0, 1.0, 4.0, 4.0]], 2, 2, 9, 9, "xywh").tolist() == [[0, 0, 3, 3]]
    assert pad([[1.0, 1.0, 4.0, 4.0]], 2, 2, 9, 9, "xywh").tolist() == [[3, 3, 4, 4]]


@pytest.mark.parametrize("op", [crop, pad])
def test_relative_boxes_are_refused(op):
    with pytest.raises(ArgumentError, match="convert_format"):
        op(BOXES, 1, 1, 5, 5, "rel_xyxy")


def test_sizes_are_needed():
    with pytest.raises(ArgumentError, match="height and width"):
        clip_to_image_size({"boxes": BOXES, "labels": [1, 2]})
