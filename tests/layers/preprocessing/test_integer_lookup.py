"""IntegerLookup: sizes of integers, files, wrong use. Numbers are held to Keras."""

import numpy as np
import pytest

from cornu import Input, Model, layers, ops
from cornu.errors import ArgumentError, DTypeError


def test_large_and_negative_integers():
    layer = layers.IntegerLookup(vocabulary=[2**62 + 1, -5])
    assert layer(np.array([2**62, 2**62 + 1, -5])).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "form", [[7, 8], np.array([7, 8], np.uint8), ops.array([7, 8]), [7.0, 8.0]]
)
def test_forms(form):
    assert layers.IntegerLookup(vocabulary=[8])(form).tolist() == [0, 1]


def test_file(tmp_path):
    path = tmp_path / "numbers.txt"
    path.write_text("12\n-3\n")
    assert layers.IntegerLookup(vocabulary=path).get_vocabulary() == [-1, 12, -3]
    path.write_text("12\nx\n")
    with pytest.raises(ArgumentError, match="'x', which is no integer"):
        layers.IntegerLookup(vocabulary=path)


def test_back():
    layer = layers.IntegerLookup(vocabulary=[12, 36], invert=True)
    found = layer([[0, 1], [2, 9]])
    assert (found.dtype, found.tolist()) == ("int64", [[-1, 12], [36, -1]])


def test_in_a_model():
    numbers = Input((2,), dtype="int64")
    layer = layers.IntegerLookup(vocabulary=[7], output_mode="count")
    model = Model(numbers, layers.Dense(1, kernel_initializer="ones")(layer(numbers)))
    assert model.predict(np.array([[7, 7], [7, 1]]), verbose=0).tolist() == [
        [2.0],
        [2.0],
    ]


def test_wrong_use():
    layer = layers.IntegerLookup(vocabulary=[1])
    with pytest.raises(DTypeError, match="takes integers, got strings"):
        layer(["1"])
    with pytest.raises(DTypeError, match="takes integers, got float32"):
        layer([1.5])
    with pytest.raises(DTypeError, match="takes integers, got strings"):
        layers.IntegerLookup(vocabulary=["1"])
    with pytest.raises(DTypeError, match="mask_token must be an integer"):
        layers.IntegerLookup(mask_token="")
