"""As many boxes for each image."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers


def test_symbols_know_the_number():
    data = {
        "images": keras.Input((4, 4, 3)),
        "bounding_boxes": {
            "boxes": keras.Input((None, 4)),
            "labels": keras.Input((None,)),
        },
    }
    found = layers.MaxNumBoundingBoxes(7, bounding_box_format="xyxy")(data)
    assert found["bounding_boxes"]["boxes"].shape == (None, 7, 4)
    assert found["bounding_boxes"]["labels"].shape == (None, 7)


def test_one_image():
    boxes = {"boxes": np.ones((1, 4)), "labels": np.ones((1,), "int32")}
    data = {"images": np.ones((4, 4, 3), "uint8"), "bounding_boxes": boxes}
    found = layers.MaxNumBoundingBoxes(2, bounding_box_format="xyxy")(data)
    assert found["images"].dtype == "uint8"
    assert found["bounding_boxes"]["labels"].tolist() == [1, -1]


def test_the_number_must_be_positive():
    with pytest.raises(ValueError, match="max_number"):
        layers.MaxNumBoundingBoxes(0)


def test_config_keeps_the_fill_value():
    layer = layers.MaxNumBoundingBoxes(2, fill_value=-7)
    assert type(layer).from_config(layer.get_config()).fill_value == -7
