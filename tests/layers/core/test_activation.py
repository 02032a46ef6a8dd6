"""Activation."""

import numpy as np
import pytest

from cornu import layers, ops


def test_applies_a_function_by_name_or_itself():
    x = np.array([-1.0, 0.0, 2.0])
    assert layers.Activation("relu")(x).numpy().tolist() == [0.0, 0.0, 2.0]
    assert layers.Activation(lambda t: t * 2)(x).numpy().tolist() == [-2.0, 0.0, 4.0]
    assert layers.Activation(None)(x).numpy().tolist() == x.tolist()


def test_function_of_the_library_is_named_in_the_config():
    assert layers.Activation(ops.tanh).get_config()["activation"] == "tanh"
    assert layers.Activation(None).get_config()["activation"] == "linear"


def test_unknown_name():
    with pytest.raises(ValueError, match="Did you mean 'sigmoid'"):
        layers.Activation("sigmod")
