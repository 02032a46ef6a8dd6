"""The table of layers; its exact text is held to Keras's in tests/contracts."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers


def _text(model, **options):
    lines = []
    model.summary(print_fn=lines.append, line_length=80, **options)
    return "\n".join(lines)


def test_every_line_of_the_table_has_the_width():
    x = keras.Input((4,), name="x")
    y = layers.Dense(3, name="a_name_that_is_much_too_long_for_its_column")(x)
    text = _text(keras.Model(x, layers.Concatenate()([y, x * 2])))
    table = [line for line in text.splitlines() if line[0] in "┏┃┡│├└"]
    assert {len(line) for line in table} == {80}
    assert "…" in text
    assert "multiply (Multiply)" in text


def test_frozen_and_unbuilt_layers_are_told_apart():
    model = keras.Sequential([keras.Input((2,)), layers.Dense(3), layers.Dense(1)])
    model.layers[0].trainable = False
    text = _text(model, show_trainable=True)
    assert "Trainable params: 4 " in text
    assert "Non-trainable params: 9 " in text
    assert [line.split("│")[4].strip() for line in text.splitlines() if "Dense" in line]
    assert "0 (unbuilt)" in _text(keras.Sequential([layers.Dense(3)]))


def test_optimizer_state_is_counted_after_training():
    model = keras.Sequential([keras.Input((2,)), layers.Dense(3)])
    model.compile("adam", "mse")
    assert "Optimizer" not in _text(model)
    model.train_on_batch(np.ones((4, 2)), np.ones((4, 3)))
    # Nine weights, two slots each, the step count and the learning rate.
    assert "Optimizer params: 20 " in _text(model)


def test_nested_layers_and_ranges():
    inner = keras.Sequential([keras.Input((2,)), layers.Dense(3, name="deep")])
    model = keras.Sequential([keras.Input((2,)), inner, layers.Dense(1, name="last")])
    assert "deep" not in _text(model)
    assert "└ deep" in _text(model, expand_nested=True)
    assert inner.name not in _text(model, layer_range=["last", "last"]).split("┡")[1]
    with pytest.raises(ValueError, match="no layer 'gone'"):
        _text(model, layer_range=["gone", "last"])


def test_layers_in_control_flow_stand_below_it():
    x = keras.Input((4,))
    dense = keras.layers.Dense(4, name="inside")
    y = keras.ops.cond(keras.ops.sum(x) > 0, lambda: dense(x) + x, lambda: x)
    lines = []
    keras.Model(x, y).summary(print_fn=lines.append, line_length=90)
    text = lines[0]
    assert text.index("cond (Cond)") < text.index("└ inside (Dense)")
    assert "Total params: 20" in text
