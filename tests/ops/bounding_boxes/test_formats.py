"""The ways to write a box; held to Keras in tests/contracts."""

import numpy as np
import pytest

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.bounding_boxes import convert_format
from cornu.ops.bounding_boxes.formats import FORMATS

BOXES = np.array([[1.0, 2.0, 5.0, 4.0], [0.0, 0.0, 10.0, 20.0]])


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_there_and_back(source, target):
    sizes = {"height": 20, "width": 10, "dtype": "float64"}
    given = convert_format(BOXES, "xyxy", source, **sizes)
    back = convert_format(given, source, target, **sizes)
    back = convert_format(back, target, "xyxy", **sizes)
    np.testing.assert_allclose(back, BOXES, atol=1e-12)


def test_relative_to_relative_needs_no_sizes():
    found = convert_format([[0.1, 0.2, 0.3, 0.4]], "rel_xyxy", "rel_yxyx")
    np.testing.assert_allclose(found, [[0.2, 0.1, 0.4, 0.3]], rtol=1e-6)


@pytest.mark.parametrize(
    ("boxes", "words", "error", "message"),
    [
        (BOXES, ("xyxy", "foo"), ArgumentError, "target='foo'"),
        (BOXES, ("xyxi", "xywh"), ArgumentError, "Did you mean 'yxyx'"),
        (BOXES, ("xyxy", "rel_xyxy"), ArgumentError, "height=None"),
        (BOXES[:, :3], ("xyxy", "xywh"), ShapeError, "4 numbers"),
    ],
)
def test_misuse_is_explained(boxes, words, error, message):
    with pytest.raises(error, match=message):
        convert_format(boxes, *words)
