"""Holding variables and layers: found anywhere, read and written as a whole."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.holder import Holder, Measure


class Nest(layers.Layer):
    """Parts in all places where parts may be."""

    def __init__(self):
        super().__init__()
        self.pair = [layers.Dense(1, name="a"), {"inner": layers.Dense(2, name="b")}]
        self.own = self.add_weight((3,), name="own")
        self.late = ()

    def call(self, x):
        return self.pair[1]["inner"](self.pair[0](x))


def test_parts_are_found_in_lists_and_dictionaries():
    nest = Nest()
    nest(np.ones((2, 3)))
    assert [w.path.split("/", 1)[1] for w in nest.weights] == [
        "own",
        "a/kernel",
        "a/bias",
        "b/kernel",
        "b/bias",
    ]
    assert nest.count_params() == 3 + 4 + 4
    assert all(isinstance(part, Holder) for part in nest._flatten_layers())


def test_parts_that_come_later_are_found_too():
    nest = Nest()
    nest(np.ones((2, 3)))
    assert len(nest.weights) == 5
    nest.late = (layers.Dense(1, name="c"),)
    nest.late[0].build((None, 2))
    assert len(nest.weights) == 7
    nest.pair.append(keras.Variable(np.ones(2, "float32")))
    del nest.pair[0]
    assert [w.path for w in nest.trainable_weights if "a/" in w.path] == []


def test_weights_that_do_not_fit_change_nothing():
    nest = Nest()
    with pytest.raises(NotBuiltError, match="no weights yet"):
        layers.Dense(2).set_weights([])
    nest(np.ones((2, 3)))
    before = nest.get_weights()
    wrong = [np.zeros_like(w) for w in before]
    wrong[-1] = np.zeros(5)
    with pytest.raises(ShapeError, match=r"b/bias' has shape \(2,\).*\(5,\)"):
        nest.set_weights(wrong)
    for one, other in zip(before, nest.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("w", r"got 'w' \(str\). Write add_weight\(shape=\(...\), name='w'\)"),
        (3, r"got 3 \(int\). Write add_weight\(shape=\(3,\)\)"),
        ((None, 3), "all sizes must be known"),
        ((-1,), "all sizes must be known"),
    ],
)
def test_shapes_no_weight_can_have(shape, words):
    with pytest.raises(ShapeError, match=words):
        layers.Layer().add_weight(shape)


def test_freezing_reaches_all_parts():
    nest = Nest()
    nest(np.ones((2, 3)))
    nest.trainable = False
    assert nest.trainable_weights == []
    assert len(nest.non_trainable_weights) == 5
    assert not any(part.trainable for part in nest._flatten_layers())


def test_what_measures():
    assert isinstance(keras.metrics.Mean(), Measure)
    assert not isinstance(layers.Dense(1), Measure)
