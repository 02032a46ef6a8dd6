"""Operations of one's own."""

import json

import numpy as np
import pytest

import cornu as keras
from cornu.symbolic import Operation


class Scale(Operation):
    def __init__(self, factor=2, name=None):
        super().__init__(name=name)
        self.factor = factor

    def call(self, x):
        return x * self.factor


class Twice(Operation):
    def call(self, x):
        return keras.ops.concatenate([x, x], axis=-1), x


def test_values_and_symbols():
    op = Scale(3)
    assert op(np.ones(2)).tolist() == [3.0, 3.0]
    x = keras.Input((2,))
    y = op(x)
    assert y.shape == (None, 2)
    assert op.input is x
    assert op.output is y
    wide, same = Twice()(x)
    assert (wide.shape, same.shape) == ((None, 4), (None, 2))
    assert op.compute_output_spec(keras.KerasTensor((5, 2))).shape == (5, 2)


def test_config():
    op = Scale(factor=4, name="s")
    assert op.get_config() == {"name": "s", "factor": 4}
    again = Scale.from_config(op.get_config())
    assert (again.name, again.factor) == ("s", 4)
    assert repr(op) == "<Scale name=s>"


def test_models_hold_it_once_and_write_it_down(capsys):
    x = keras.Input((3,))
    op = Scale(3, name="op")
    model = keras.Model(x, op(op(x)))
    assert model(np.ones((1, 3), "float32")).tolist() == [[9.0] * 3]
    config = json.loads(json.dumps(model.get_config()))
    entry = config["layers"][1]
    assert (entry["class_name"], entry["name"]) == ("Scale", "op")
    assert len(entry["inbound_nodes"]) == 2
    with keras.saving.custom_object_scope({"Scale": Scale}):
        again = keras.Model.from_config(config)
    assert again(np.ones((1, 3), "float32")).tolist() == [[9.0] * 3]
    model.summary()
    assert "(Scale)" in capsys.readouterr().out


def test_layers_are_operations():
    assert issubclass(keras.layers.Layer, Operation)
    assert issubclass(keras.Function, Operation)


def test_what_is_refused():
    with pytest.raises(NotImplementedError, match=r"Operation has no call\(\)"):
        Operation()(np.ones(2))
    with pytest.raises(TypeError, match="name must be a str"):
        Operation(name=3)
    with pytest.raises(ValueError, match="must not contain '/'"):
        Operation(name="a/b")
    with pytest.raises(AttributeError, match="called on symbols 0 times"):
        _ = Scale().output
