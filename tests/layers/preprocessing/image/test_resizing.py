"""Images of another size; held to Keras in tests/contracts."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import ArgumentError


def test_it_also_resizes_outside_training_and_keeps_integers():
    image = np.full((4, 6, 1), 7, "uint8")
    for training in (True, False):
        found = layers.Resizing(2, 3)(image, training=training)
        assert found.dtype == "uint8"
        assert found.shape == (2, 3, 1)


def test_dictionaries_of_symbols():
    data = {"images": keras.Input((None, None, 3)), "labels": keras.Input(())}
    found = layers.Resizing(2, 3)(data)
    assert found["images"].shape == (None, 2, 3, 3)
    assert found["labels"].shape == (None,)


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"interpolation": "cubic"}, "unknown interpolation"),
        ({"fill_mode": "reflect"}, "unknown fill_mode"),
        ({"height": 0}, "height must be"),
    ],
)
def test_wrong_settings_are_refused(kwargs, words):
    with pytest.raises(ValueError, match=words):
        layers.Resizing(**{"height": 2, "width": 3, **kwargs})


def test_proportions_are_kept_in_one_way_only():
    with pytest.raises(ArgumentError, match="exclude each other"):
        layers.Resizing(2, 3, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)
