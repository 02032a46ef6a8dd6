"""Lambda."""

import json

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.saving import register_keras_serializable


@register_keras_serializable("tests")
def twice(x):
    return x * 2


def test_applies_the_function_with_arguments():
    layer = layers.Lambda(lambda x, by: x * by, arguments={"by": 3})
    assert layer(np.array([1.0, 2.0])).numpy().tolist() == [3.0, 6.0]


def test_training_and_mask_are_passed_if_asked_for():
    layer = layers.Lambda(lambda x, training=None: x * (2 if training else 1))
    assert layer(np.ones(1), training=True).numpy().tolist() == [2.0]
    assert layer(np.ones(1), training=False).numpy().tolist() == [1.0]


def test_shape_is_found_or_declared():
    x = Input((3,))
    assert layers.Lambda(lambda t: t[:, :1])(x).shape == (None, 1)
    assert layers.Lambda(lambda t: t, output_shape=(7,))(x).shape == (None, 7)


@pytest.mark.parametrize("function", [twice, ops.square])
def test_named_functions_come_back_from_the_config(function):
    layer = layers.Lambda(function)
    config = json.loads(json.dumps(layer.get_config()))
    again = layers.Lambda.from_config(config)
    assert again(np.array([3.0])).numpy() == layer(np.array([3.0])).numpy()


def test_bytecode_is_refused_unless_trusted():
    factor = 5
    config = layers.Lambda(lambda x: x * factor).get_config()
    config = json.loads(json.dumps(config))
    with pytest.raises(ValueError, match="safe_mode=False"):
        layers.Lambda.from_config(config)
    again = layers.Lambda.from_config(config, safe_mode=False)
    assert again(np.array([3.0])).numpy().tolist() == [15.0]


def test_mask_function():
    layer = layers.Lambda(lambda x: x, mask=lambda x, mask: ops.not_equal(x, 0))
    assert layer.compute_mask(ops.array([0.0, 1.0])).numpy().tolist() == [False, True]


def test_refuses_what_cannot_be_called():
    with pytest.raises(TypeError, match="must be callable, got 3"):
        layers.Lambda(3)
