"""Images turned at random; see also tests/contracts/test_image_geometry_*."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ArgumentError


def test_a_quarter_turn_is_counter_clockwise():
    x = np.random.default_rng(0).normal(size=(5, 5, 2))
    found = layers.RandomRotation((0.25, 0.25))(x).numpy()
    np.testing.assert_allclose(found, np.rot90(x), atol=1e-4)


def test_boxes_in_any_format_say_the_same():
    boxes = np.array([[[5.0, 5.0, 9.0, 8.0]]])
    data = {"images": np.ones((1, 20, 30, 1))}
    wanted = None
    for form, unit in (("xyxy", (1, 1, 1, 1)), ("rel_xyxy", (30, 20, 30, 20))):
        held = {"boxes": boxes / unit, "labels": np.ones((1, 1), "int32")}
        layer = layers.RandomRotation((0.1, 0.1), bounding_box_format=form)
        found = layer({**data, "bounding_boxes": held})["bounding_boxes"]
        got = found["boxes"].numpy() * unit
        wanted = got if wanted is None else wanted
        np.testing.assert_allclose(got, wanted, atol=1e-4)


def test_more_than_a_turn_is_refused():
    with pytest.raises(ArgumentError, match="RandomRotation: factor must be"):
        layers.RandomRotation(1.5)
