import json

import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.errors import FileFormatError


def restored(model):
    config = json.loads(json.dumps(model.get_config()))
    twin = keras.Functional.from_config(config)
    twin.set_weights(model.get_weights())
    return twin


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(size=(5, 4)).astype("float32")


def agree(model, data):
    twin = restored(model)
    for which in (twin, restored(twin)):
        np.testing.assert_array_equal(which(data), model(data))


def test_a_choice_with_layers_and_symbols_from_outside(rows):
    x = keras.Input((4,))
    scale = ops.exp(x)
    dense = keras.layers.Dense(4, name="inside")
    y = ops.cond(ops.sum(x) > 0, lambda: dense(x) * scale, lambda: dense(-x) + 1.0)
    model = keras.Model(x, y)
    assert len(restored(model).weights) == 2
    agree(model, rows)
    agree(model, -rows)


def test_loops(rows):
    x = keras.Input((4,))
    agree(keras.Model(x, ops.fori_loop(0, 3, lambda i, v: v * 2 + x, x)), rows)
    y = ops.while_loop(lambda v: ops.sum(v) < 100.0, lambda v: (v + 1.0,), (x,))[0]
    agree(keras.Model(x, y), rows)


def test_scans_and_maps(rows):
    x = keras.Input((4,))
    total, parts = ops.scan(lambda c, v: (c + v, c * v), ops.zeros((4,)), x)
    agree(keras.Model(x, parts + total), rows)
    agree(keras.Model(x, ops.map(lambda v: ops.tanh(v) + 1.0, x)), rows)
    agree(keras.Model(x, ops.associative_scan(ops.add, x)), rows)


def test_a_loop_in_a_choice(rows):
    x = keras.Input((4,))
    y = ops.cond(
        ops.all(x < 0),
        lambda: x,
        lambda: ops.fori_loop(0, 2, lambda i, v: v + x, x),
    )
    agree(keras.Model(x, y), rows)


def test_a_call_that_names_nothing_is_refused():
    x = keras.Input((4,), name="x")
    config = json.loads(json.dumps(keras.Model(x, ops.tanh(x)).get_config()))
    call = config["layers"][1]["inbound_nodes"][0]
    call["args"][0]["config"]["keras_history"] = ["nowhere", 0, 0]
    with pytest.raises(FileFormatError, match="nowhere"):
        keras.Functional.from_config(config)


def test_an_output_that_is_not_made_is_refused():
    x = keras.Input((4,), name="x")
    config = keras.Model(x, ops.tanh(x)).get_config()
    config["output_layers"] = ["tanh", 0, 1]
    with pytest.raises(FileFormatError, match="output 1 of call 0 of 'tanh'"):
        keras.Functional.from_config(config)


def test_an_unknown_operation_is_refused():
    x = keras.Input((4,), name="x")
    config = keras.Model(x, ops.tanh(x)).get_config()
    config["layers"][1]["class_name"] = "System"
    with pytest.raises(ValueError, match="Unknown operation 'System'"):
        keras.Functional.from_config(config)
