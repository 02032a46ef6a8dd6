"""Hashing: stability, forms of inputs, wrong use. Its bins are held to Keras."""

import numpy as np
import pytest

from cornu import Input, Model, layers, ops
from cornu.errors import ArgumentError, DTypeError


@pytest.mark.parametrize(
    "form",
    [["a", "b"], np.array(["a", "b"]), np.array([b"a", b"b"]),
     np.array(["a", "b"], object), ["a", b"b"]],
)  # fmt: skip
def test_forms_of_strings(form):
    layer = layers.Hashing(1000)
    assert layer(form).tolist() == layer(["a", "b"]).tolist()


@pytest.mark.parametrize(
    "form", [[1, 2], np.array([1, 2], np.uint8), ops.array([1, 2]), [1.0, 2.0]]
)
def test_forms_of_integers(form):
    layer = layers.Hashing(1000)
    assert layer(form).tolist() == layer(["1", "2"]).tolist()


def test_in_a_model():
    names, numbers = Input((2,), dtype="string"), Input((2,), dtype="int64")
    layer = layers.Hashing(50)
    model = Model([names, numbers], [layer(names), layer(numbers)])
    texts, integers = np.array([["a", "b"]]), np.array([[1, 2]])
    found = model.predict([texts, integers], verbose=0)
    assert [f.tolist() for f in found] == [
        layer(texts).tolist(),
        layer(integers).tolist(),
    ]


def test_wrong_use():
    with pytest.raises(DTypeError, match="integers, got float32"):
        layers.Hashing(3)([1.5])
    with pytest.raises(
        DTypeError, match="mask_value is '', but the inputs are numbers"
    ):
        layers.Hashing(3, mask_value="")([1])
    with pytest.raises(DTypeError, match="mask_value is 0, but the inputs are strings"):
        layers.Hashing(3, mask_value=0)(["a"])
    with pytest.raises(
        ArgumentError, match="mask_value must be a string or an integer"
    ):
        layers.Hashing(3, mask_value=1.5)
    with pytest.raises(ValueError, match="num_bins must be a positive integer"):
        layers.Hashing(2.5)
