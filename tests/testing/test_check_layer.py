"""The suite of laws finds layers that break them."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.layers import Layer
from cornu.testing import check_layer


class Good(Layer):
    """Multiply by a learned factor."""

    def __init__(self, start=1.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.factor = self.add_weight(name="factor", shape=(input_shape[-1],))

    def call(self, inputs):
        return inputs * self.factor


class Leaky(Good):
    """Mix the rows of a batch."""

    def call(self, inputs):
        return inputs * self.factor + ops.mean(inputs, axis=0, keepdims=True)


class Detached(Good):
    """Lose the gradient."""

    def call(self, inputs):
        return inputs * ops.stop_gradient(self.factor)


class Forgetful(Good):
    """Change the setting that the config holds."""

    def __init__(self, start=1.0, **kwargs):
        super().__init__(start + 1, **kwargs)


class Widening(Good):
    """Compute in a type of its own."""

    def call(self, inputs):
        return ops.cast(inputs * self.factor, "float64")


class Writer(Good):
    """Count calls in a weight that training should move."""

    def build(self, input_shape):
        super().build(input_shape)
        self.idle = self.add_weight(name="idle", shape=())


def test_a_good_layer_passes():
    assert check_layer(Good, {}, (3, 4)) > 20


def test_several_inputs_and_integers():
    assert check_layer(layers.Add, {}, [(2, 3), (2, 3)]) > 10
    kwargs = {"input_dim": 4, "output_dim": 2}
    skip = ("misuse_is_explained",)
    assert check_layer(layers.Embedding, kwargs, (2, 3), max_int=4, skip=skip) > 10


@pytest.mark.parametrize(
    ("cls", "words"),
    [
        (Leaky, "row 0"),
        (Detached, "no gradient reaches"),
        (Forgetful, "its config"),
        (Widening, "float64 under|symbols give|under float16"),
        (Writer, "no gradient reaches the trainable weight 'writer/idle'"),
    ],
)
def test_a_broken_layer_is_found(cls, words):
    with pytest.raises(AssertionError, match=words):
        check_layer(cls, {}, (3, 4))


def test_a_declared_mixer_passes():
    assert check_layer(Leaky, {}, (3, 4), mixes_rows=True) > 20


def test_laws_that_do_not_exist_cannot_be_skipped():
    with pytest.raises(ValueError, match="no such laws"):
        check_layer(Good, {}, np.array((3, 4)), skip=("rows_dont_leak",))
