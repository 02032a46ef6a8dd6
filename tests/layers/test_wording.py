"""Words for what goes wrong when a layer is made or called."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import DTypeError
from cornu.layers.wording import bad_call, bad_construction, reword


class Scale(layers.Layer):
    """Take one argument of its own."""

    def __init__(self, factor, offset=0.0):
        super().__init__()
        self.factor = factor
        self.offset = offset

    def call(self, x, other, training=None):
        return x * self.factor + self.offset


def test_a_construction_that_fits_needs_no_words():
    assert bad_construction(Scale, Scale.__init__, (2.0,), {"offset": 1.0}) == ""


@pytest.mark.parametrize(
    ("args", "kwargs", "words"),
    [
        ((), {}, "Scale: 'factor' must be given: Scale(factor=..., ...)."),
        ((1, 2, 3), {}, "Scale: 3 arguments by position are too many"),
        ((1,), {"ofset": 1}, "unknown argument 'ofset'. Did you mean 'offset'?"),
    ],
)
def test_a_construction_that_does_not_fit(args, kwargs, words):
    with pytest.raises(TypeError) as caught:
        Scale(*args, **kwargs)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("args", "kwargs", "words"),
    [
        ((1,), {}, "its call also needs other: layer(x, other)"),
        ((1, 2, True, 4), {}, "called with 4 arguments by position"),
        ((1, 2), {"trainin": True}, "Did you mean 'training'?"),
    ],
)
def test_a_call_that_does_not_fit(args, kwargs, words):
    layer = Scale(2.0)
    assert words in bad_call(layer, args, kwargs, TypeError("raw"))


def test_what_another_error_says_stays():
    layer = layers.Dense(2)
    assert bad_call(layer, (np.ones((2, 3)),), {}, TypeError("raw")) == ""
    assert bad_call(layer, (None,), {}, KeyError("raw")) == ""
    own = DTypeError("layer 'dense' (Dense): something better")
    assert bad_call(layer, (np.array(["a"]),), {}, own) == ""


def test_an_inner_layers_words_are_not_replaced():
    error = TypeError("inner")
    error._cornu_noted = 1  # type: ignore[attr-defined]
    assert bad_call(layers.Dense(2), (None,), {}, error) == ""


def test_reword_keeps_the_error():
    error = TypeError("raw")
    reword(error, "")
    assert str(error) == "raw"
    reword(error, "better")
    assert str(error) == "better"


def test_notes_tell_how_a_layer_was_made():
    with pytest.raises(ValueError, match="rellu") as caught:
        layers.Dense(3, activation="rellu", kernel_initializer=np.zeros)
    (note,) = caught.value.__notes__
    assert note.startswith("while making the layer Dense(units=3, activation='rellu'")


def test_a_tensor_is_not_taken_for_training():
    with pytest.raises(TypeError, match="argument 2 of its call is `training`"):
        layers.Dropout(0.5)(np.ones(3), np.ones(3))
