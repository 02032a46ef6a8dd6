"""Boxes told by how they differ from others; held to Keras in tests/contracts."""

import numpy as np
import pytest

from cornu.errors import ArgumentError
from cornu.ops.bounding_boxes import decode_deltas_to_boxes, encode_box_to_deltas

ANCHORS = np.array([[0.0, 0.0, 4.0, 6.0], [3.0, 3.0, 9.0, 5.0]])
BOXES = np.array([[[1.0, 1.0, 4.0, 8.0], [2.0, 3.0, 7.0, 4.0]]])


@pytest.mark.parametrize("code", ["center_yxhw", "center_xywh"])
@pytest.mark.parametrize("variance", [None, (0.1, 0.1, 0.2, 0.2)])
def test_there_and_back(code, variance):
    told = encode_box_to_deltas(ANCHORS, BOXES, "xyxy", "xyxy", code, variance)
    found = decode_deltas_to_boxes(ANCHORS, told, "xyxy", "xyxy", code, variance)
    np.testing.assert_allclose(found, BOXES, atol=1e-5)


def test_dictionaries_of_levels():
    given = {"p3": ANCHORS}, {"p3": np.zeros((2, 4))}
    found = decode_deltas_to_boxes(*given, "xyxy", "xyxy")["p3"]
    np.testing.assert_allclose(found, ANCHORS, atol=1e-6)


def test_empty_boxes_give_finite_numbers():
    told = encode_box_to_deltas(ANCHORS, np.full((2, 4), -1.0), "xyxy", "xyxy")
    assert np.isfinite(told).all()


def test_misuse_is_explained():
    with pytest.raises(ArgumentError, match="four numbers"):
        encode_box_to_deltas(ANCHORS, BOXES, "xyxy", "xyxy", variance=[0.1])
    with pytest.raises(ArgumentError, match="encoded_format='xyxy'"):
        decode_deltas_to_boxes(ANCHORS, BOXES, "xyxy", "xyxy", "xyxy")
