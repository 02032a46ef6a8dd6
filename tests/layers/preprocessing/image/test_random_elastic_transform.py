"""Images crumpled at random; see also tests/contracts/test_image_geometry_random."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ArgumentError

X = np.random.default_rng(0).uniform(-100, 400, (4, 9, 12, 2)).astype("float32")


def test_changed_images_are_cut_to_the_range_and_others_are_not():
    changed = layers.RandomElasticTransform((1.0, 1.0))(X).numpy()
    assert changed.min() == 0
    assert changed.max() == 255
    assert np.array_equal(layers.RandomElasticTransform(0.0)(X).numpy(), X)


def test_without_strength_nothing_moves():
    layer = layers.RandomElasticTransform((1.0, 1.0), 0.0, value_range=(-500, 500))
    assert np.array_equal(layer(X).numpy(), X)


def test_boxes_are_refused():
    boxes = {"boxes": np.ones((4, 1, 4)), "labels": np.ones((4, 1))}
    layer = layers.RandomElasticTransform(bounding_box_format="xyxy")
    with pytest.raises(ArgumentError, match="crumpled"):
        layer({"images": X, "bounding_boxes": boxes})


@pytest.mark.parametrize("name", ["factor", "scale"])
@pytest.mark.parametrize("value", [-0.1, (0.5, 1.5), "x"])
def test_bounds_lie_between_0_and_1(name, value):
    if value == -0.1:
        value = (-0.1, 0.1)
    with pytest.raises(ArgumentError, match=f"{name} must be"):
        layers.RandomElasticTransform(**{name: value})
