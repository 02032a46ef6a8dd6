"""A window of images, anywhere; see also tests/contracts/test_image_geometry_*."""

import numpy as np

import cornu as keras
from cornu import layers


def test_small_images_are_resized_as_center_crop_does():
    image = np.random.default_rng(0).normal(size=(7, 8, 2))
    found = layers.RandomCrop(9, 6)(image).numpy()
    assert np.array_equal(found, layers.CenterCrop(9, 6)(image).numpy())


def test_boxes_are_cut_and_those_outside_lose_their_labels():
    boxes = [[[0.0, 0.0, 6.0, 6.0], [5.0, 5.0, 6.0, 6.0]]]
    data = {
        "images": np.ones((1, 6, 6, 1)),
        "bounding_boxes": {"boxes": boxes, "labels": np.array([[1, 2]])},
    }
    found = layers.RandomCrop(2, 2, seed=1, bounding_box_format="xyxy")(data)
    assert found["bounding_boxes"]["boxes"].numpy()[0, 0].tolist() == [0, 0, 2, 2]
    assert found["bounding_boxes"]["labels"].tolist() == [[1, -1]]


def test_a_seed_is_drawn_at_once():
    keras.utils.set_random_seed(5)
    first = layers.RandomCrop(2, 2).seed
    keras.utils.set_random_seed(5)
    assert layers.RandomCrop(2, 2).seed == first
    assert isinstance(first, int)


def test_outside_training_even_the_type_stays():
    image = np.ones((6, 6, 1), "uint8")
    found = layers.RandomCrop(2, 2)(image, training=False)
    assert found.shape == (6, 6, 1)
    assert found.dtype == "uint8"
