"""HashedCrossing: forms of features, symbols, wrong use. Its bins are held to Keras."""

import numpy as np
import pytest

from cornu import Input, Model, layers
from cornu.errors import ArgumentError, DTypeError, ShapeError

NAMES, NUMBERS = ["A", "B", "A"], [101, 101, 102]


@pytest.mark.parametrize(
    "features",
    [(NAMES, NUMBERS), [NAMES, NUMBERS], (np.array(NAMES), np.array(NUMBERS)),
     (np.array(NAMES, object), np.array(NUMBERS, np.uint8))],
)  # fmt: skip
def test_forms(features):
    assert layers.HashedCrossing(5)(features).tolist() == [1, 4, 3]


def test_lists_of_strings_are_features():
    layer = layers.HashedCrossing(1000)
    pair = (np.array(["a", "b"]), np.array(["c", "d"]))
    assert layer([["a", "b"], ["c", "d"]]).tolist() == layer(pair).tolist()


def test_single_values():
    assert layers.HashedCrossing(5)(("A", 101)).tolist() == 1


def test_in_a_model():
    inputs = [Input((1,), dtype="string"), Input((1,), dtype="int64")]
    model = Model(inputs, layers.HashedCrossing(5, "one_hot")(inputs))
    assert model.output_shape == (None, 5)
    columns = [np.array(NAMES)[:, None], np.array(NUMBERS)[:, None]]
    found = model.predict(columns, verbose=0)
    assert found.argmax(1).tolist() == [1, 4, 3]


def test_wrong_use():
    layer = layers.HashedCrossing(5)
    with pytest.raises(ArgumentError, match="list or tuple of features"):
        layer(np.array(NAMES))
    with pytest.raises(ArgumentError, match="at least two features"):
        layer((np.array(NAMES),))
    with pytest.raises(ShapeError, match="must have one shape"):
        layer((NAMES, NUMBERS[:2]))
    with pytest.raises(ShapeError, match=r"\(batch, 1\)"):
        layer((np.array([NAMES]), np.array([NUMBERS])))
    with pytest.raises(DTypeError, match="strings or integers, got float"):
        layer((NAMES, [1.0, 2.0, 3.0]))
    with pytest.raises(DTypeError, match="strings or integers, got float32"):
        layer((Input((1,), dtype="string"), Input((1,))))
