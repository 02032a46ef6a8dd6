import json

import numpy as np
import pytest

import cornu as keras
from cornu import ops


def restored(model):
    """Return the model rebuilt from its config by way of JSON, weights copied."""
    config = json.loads(json.dumps(model.get_config()))
    twin = keras.Functional.from_config(config)
    twin.set_weights(model.get_weights())
    return twin


def agree(model, *data):
    data = list(data) if len(data) > 1 else data[0]
    wanted = model.predict_on_batch(data)
    found = restored(model).predict_on_batch(data)
    for a, b in zip(np.atleast_1d(wanted), np.atleast_1d(found), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(size=(5, 4)).astype("float32")


def test_layers_and_raw_ops_between_them(rows):
    x = keras.Input((4,), name="x")
    y = keras.layers.Dense(3, name="d")(x)
    z = ops.mean(y, axis=1, keepdims=True) + 1.0
    w = ops.concatenate([y, z], axis=-1)[:, 1:3]
    agree(
        keras.Model(x, ops.where(w > 0, ops.matmul(w, np.eye(2, dtype="f")), 0.5)), rows
    )


def test_a_layer_used_twice_stays_one(rows):
    x = keras.Input((4,))
    shared = keras.layers.Dense(4, name="shared")
    model = keras.Model(x, shared(shared(x)))
    assert len(restored(model).weights) == 2
    agree(model, rows)


def test_several_inputs_and_outputs_keep_their_structure(rows):
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    model = keras.Model({"a": a, "b": b}, {"sum": a + b, "best": ops.maximum(a, b)})
    data = {"a": rows, "b": rows[::-1].copy()}
    found, wanted = restored(model)(data), model(data)
    assert found.keys() == wanted.keys()
    for key in wanted:
        np.testing.assert_array_equal(found[key], wanted[key])


def test_control_flow_with_layers_in_it(rows):
    x = keras.Input((4,))
    shared = keras.layers.Dense(4, name="shared", activation="tanh")
    only = keras.layers.Dense(4, name="only")
    hidden = shared(x)

    def turn(i, v):
        other = lambda: v + ops.cast(i, "float32")
        return ops.cond(ops.sum(v) > 0, lambda: only(shared(v)) - hidden, other)

    y = ops.fori_loop(0, 3, turn, hidden)
    carry, ys = ops.scan(lambda c, v: (c + v["a"], (c, None)), x[0], {"a": x, "b": y})
    model = keras.Model(x, [y, carry, ys[0]])
    twin = restored(model)
    assert [layer.name for layer in twin.layers] == [s.name for s in model.layers]
    assert len(twin.weights) == 4
    for data in (rows, -rows):
        for a, b in zip(model(data), twin(data), strict=True):
            np.testing.assert_array_equal(a, b)
    again = restored(twin)
    np.testing.assert_array_equal(again(rows)[0], model(rows)[0])


def test_a_model_inside_a_model(rows):
    inner_x = keras.Input((4,))
    inner = keras.Model(inner_x, keras.layers.Dense(2)(ops.tanh(inner_x)), name="inner")
    x = keras.Input((4,))
    agree(keras.Model(x, inner(x) * 2), rows)


def test_every_kind_of_index_comes_back(rows):
    x = keras.Input((4,))
    indices = (np.s_[:, 1], np.s_[..., -1], np.s_[:, ::-1], np.s_[:, None], [0, 2])
    for index in indices:
        agree(keras.Model(x, x[index]), rows)
        agree(keras.Model(x, ops.get_item(x, index)), rows)


def test_operations_stand_under_the_names_of_keras():
    x = keras.Input((4,), name="x")
    model = keras.Model(x, ops.top_k(x, 2)[0])
    entry = model.get_config()["layers"][1]
    assert entry["module"] == "keras.src.ops.math"
    assert entry["class_name"] == entry["registered_name"] == "TopK"
    assert entry["config"] == {"name": "top_k", "k": 2, "sorted": True}


def test_a_model_from_the_middle_of_another_gets_an_entrance(rows):
    x = keras.Input((4,))
    middle = keras.layers.Dense(3)(x)
    model = keras.Model(middle, ops.tanh(middle) * 2)
    twin = restored(model)
    data = np.ones((2, 3), "float32")
    np.testing.assert_array_equal(
        twin.predict_on_batch(data), model.predict_on_batch(data)
    )
