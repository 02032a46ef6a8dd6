"""What layers on images share: batches and single ones, dictionaries, seeds, ranges."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.preprocessing.image.base_image_layer import (
    BaseImageLayer,
    factor_range,
    value_range_of,
)


class Shift(BaseImageLayer):
    """Add a number drawn for each image."""

    def __init__(self, factor=(0.0, 1.0), seed=None, data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = factor_range(factor, "factor", "Shift")
        self._set_seed(seed)

    def get_random_transformation(self, data, training=True, seed=None):
        return self._draw(data, self.factor, seed)

    def transform_images(self, images, transformation, training=True):
        images = ops.cast(images, self.compute_dtype)
        return images + ops.cast(self._per_image(transformation), images.dtype)

    def transform_labels(self, labels, transformation, training=True):
        return labels + transformation


def test_each_image_gets_its_own_number_and_labels_the_same():
    data = {"images": np.zeros((5, 2, 3, 1), "uint8"), "labels": np.zeros(5), "id": 7}
    found = Shift(seed=3)(data)
    shifts = found["labels"].numpy()
    assert len(set(shifts.tolist())) == 5
    assert found["id"] == 7
    np.testing.assert_allclose(found["images"].numpy()[:, 0, 0, 0], shifts)


def test_single_images_have_their_parts_without_a_batch():
    data = {"images": np.zeros((2, 3, 1)), "labels": np.zeros(4)}
    found = Shift(seed=3)(data)
    assert found["images"].shape == (2, 3, 1)
    assert found["labels"].shape == (4,)
    assert Shift(seed=3)(np.zeros((2, 3, 1))).shape == (2, 3, 1)


def test_outside_training_it_rests():
    x = np.ones((2, 2, 3, 1), "uint8")
    found = Shift(seed=3)(x, training=False)
    assert found.dtype == "float32"
    assert np.array_equal(found.numpy(), x)


def test_equal_bounds_give_exactly_them():
    found = Shift((0.3, 0.3), seed=3)(np.zeros((4, 1, 1, 1), "float32")).numpy()
    assert set(found.ravel().tolist()) == {np.float32(0.3).item()}


def test_symbols_of_unknown_size():
    symbols = {
        "images": keras.Input((None, None, 3)),
        "labels": keras.Input((), dtype="float32"),
    }
    found = Shift()(symbols)
    assert found["images"].shape == (None, None, None, 3)
    assert found["labels"].shape == (None,)


@pytest.mark.parametrize("value", [2.0, (0.5, 1.1), "x", (0.1,), (0.1, 0.2, 0.3), True])
def test_wrong_factors_are_refused(value):
    with pytest.raises(ArgumentError, match="factor must be"):
        factor_range(value, "factor", "Shift")


@pytest.mark.parametrize("value", [255, (255, 0), (0,), "01"])
def test_wrong_value_ranges_are_refused(value):
    with pytest.raises(ArgumentError, match="value_range must be"):
        value_range_of(value, "Shift")


def test_what_is_no_image_is_refused():
    layer = Shift(name="own")
    with pytest.raises(ShapeError, match="own"):
        layer(np.zeros((2, 3)))
    with pytest.raises(ArgumentError, match="'images'"):
        layer({"labels": np.zeros(3)})
    boxes = {"boxes": np.zeros((1, 1, 4)), "labels": np.zeros((1, 1))}
    with pytest.raises(ArgumentError, match="bounding_box_format"):
        layer({"images": np.zeros((1, 2, 2, 3)), "bounding_boxes": boxes})


def test_config_names_the_box_format_only_if_given():
    assert "bounding_box_format" not in Shift().get_config()
    config = Shift(bounding_box_format="xyxy").get_config()
    assert config["bounding_box_format"] == "xyxy"
    assert config["data_format"] == "channels_last"
    assert isinstance(Shift.from_config(config), layers.Layer)
