"""Models made of symbols."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops

RNG = np.random.Generator(np.random.Philox(3))
A = RNG.standard_normal((6, 3)).astype("float32")
B = RNG.standard_normal((6, 2)).astype("float32")


def relu(x):
    return np.maximum(x, 0)


def dense(layer, x):
    kernel, bias = layer.get_weights()
    return x @ kernel + bias


def test_type():
    x = keras.Input((3,))
    model = keras.Model(x, layers.Dense(1)(x))
    assert type(model) is keras.Functional
    assert isinstance(model, keras.Model)


def test_own_subclass_keeps_its_type_and_arguments():
    class Named(keras.Model):
        def __init__(self, inputs, outputs, note="", **kwargs):
            super().__init__(inputs, outputs, **kwargs)
            self.note = note

    x = keras.Input((3,))
    model = Named(x, layers.Dense(1)(x), note="hello", name="n")
    assert type(model) is Named
    assert (model.note, model.name) == ("hello", "n")
    assert model(A).shape == (6, 1)


def test_branches_meet_again():
    x = keras.Input((3,))
    left, right = layers.Dense(2, activation="relu"), layers.Dense(2)
    model = keras.Model(x, layers.concatenate([left(x), right(x)]))
    wanted = np.concatenate([relu(dense(left, A)), dense(right, A)], axis=1)
    np.testing.assert_allclose(model.predict(A, verbose=0), wanted, rtol=1e-5)


def test_several_inputs_and_outputs():
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    p, q = layers.Dense(1, name="p"), layers.Dense(2, name="q")
    both = layers.concatenate([a, b])
    model = keras.Model([a, b], [p(both), q(both)])
    assert model.output_names == ["p", "q"]
    assert model.input_shape == [(None, 3), (None, 2)]
    joined = np.concatenate([A, B], axis=1)
    for given in ([A, B], (A, B), {"a": A, "b": B}, {"b": B, "a": A}):
        out = model.predict(given, verbose=0)
        assert isinstance(out, list)
        np.testing.assert_allclose(out[0], dense(p, joined), rtol=1e-5)
        np.testing.assert_allclose(out[1], dense(q, joined), rtol=1e-5)


def test_dictionaries_in_and_out():
    a, b = keras.Input((3,), name="x1"), keras.Input((2,), name="x2")
    p, q = layers.Dense(1), layers.Dense(2)
    model = keras.Model({"b": b, "a": a}, {"z": p(a), "y": q(b)})
    out = model.predict({"a": A, "b": B}, verbose=0)
    assert sorted(out) == ["y", "z"]
    np.testing.assert_allclose(out["z"], dense(p, A), rtol=1e-5)
    np.testing.assert_allclose(out["y"], dense(q, B), rtol=1e-5)
    called = model({"a": A, "b": B, "unused": A})
    np.testing.assert_allclose(called["y"], out["y"], rtol=1e-6)


def test_nested_structures():
    a, b, c = (keras.Input((3,), name=n) for n in "abc")
    total = layers.add([a, b, c])
    model = keras.Model({"u": a, "v": [b, c]}, (total, {"double": total * 2.0}))
    first, rest = model.predict({"u": A, "v": [A, 2 * A]}, verbose=0)
    np.testing.assert_allclose(first, 4 * A, rtol=1e-6)
    np.testing.assert_allclose(rest["double"], 8 * A, rtol=1e-6)


def test_list_of_one():
    x = keras.Input((3,))
    model = keras.Model([x], [layers.Dense(2)(x)])
    assert model.predict(A, verbose=0).shape == (6, 2)
    assert model([A]).shape == (6, 2)
    assert (model.input_shape, model.output_shape) == ((None, 3), (None, 2))


def test_shared_layer_has_one_set_of_weights():
    a, b = keras.Input((3,)), keras.Input((3,))
    twin = layers.Dense(2)
    model = keras.Model([a, b], layers.subtract([twin(a), twin(b)]))
    assert len(model.weights) == 2
    np.testing.assert_allclose(
        model.predict([A, 2 * A], verbose=0),
        dense(twin, A) - dense(twin, 2 * A),
        rtol=1e-4,
    )


def test_nested_models_are_layers():
    x = keras.Input((3,))
    inner = keras.Model(x, layers.Dense(2, activation="relu")(x), name="inner")
    y = keras.Input((3,))
    head = layers.Dense(1)
    model = keras.Model(y, head(inner(y) + inner(y * 2.0)))
    hidden = inner.layers[1]
    wanted = dense(head, relu(dense(hidden, A)) + relu(dense(hidden, 2 * A)))
    np.testing.assert_allclose(model.predict(A, verbose=0), wanted, rtol=1e-4)
    assert len(model.weights) == 4
    inner.trainable = False
    assert len(model.trainable_weights) == 2


def test_raw_ops_and_operators():
    x = keras.Input((3,))
    y = ops.sum(ops.relu(x * 2.0 - 1.0)[:, :2], axis=-1, keepdims=True) / 3
    model = keras.Model(x, [y, 1.0 - x, ops.transpose(x), -(x**2)])
    one, two, three, four = (np.asarray(o) for o in model(A))
    wanted = relu(A * 2 - 1)[:, :2].sum(-1, keepdims=True) / 3
    np.testing.assert_allclose(one, wanted, rtol=1e-5)
    np.testing.assert_allclose(two, 1 - A, rtol=1e-6)
    np.testing.assert_array_equal(three, A.T)
    np.testing.assert_allclose(four, -(A**2), rtol=1e-6)


def test_raw_ops_learn():
    x = keras.Input((3,))
    model = keras.Model(x, ops.sum(layers.Dense(4)(x) ** 2, axis=-1, keepdims=True))
    model.compile("adam", "mse")
    losses = model.fit(A, np.ones((6, 1)), epochs=20, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_inputs_may_pass_through():
    x = keras.Input((3,), name="x")
    model = keras.Model(x, [x, layers.Dense(1, name="d")(x)])
    out = model.predict(A, verbose=0)
    np.testing.assert_array_equal(out[0], A)
    assert model.output_names == ["x", "d"]


def test_unused_input():
    a, b = keras.Input((3,)), keras.Input((2,))
    model = keras.Model([a, b], layers.Dense(1)(b))
    assert model.predict([A, B], verbose=0).shape == (6, 1)


def test_graph_between_inner_symbols():
    x = keras.Input((3,))
    hidden = layers.Dense(2)(x)
    top = layers.Dense(1)
    part = keras.Model(hidden, top(hidden))
    np.testing.assert_allclose(part.predict(B, verbose=0), dense(top, B), rtol=1e-5)


def test_layers_in_the_order_of_use():
    x = keras.Input((3,), name="x")
    late, early = layers.Dense(2, name="late"), layers.Dense(2, name="early")
    model = keras.Model(x, late(early(x)))
    assert [layer.name for layer in model.layers] == ["x", "early", "late"]
    assert model.get_layer(index=1) is early


def test_training_flag_and_masks_reach_inside():
    tokens = keras.Input((4,), dtype="int32")
    h = layers.Embedding(5, 3, mask_zero=True)(tokens)
    model = keras.Model(tokens, layers.LSTM(2)(layers.Dropout(0.5)(h)))
    short, padded = np.array([[1, 2, 0, 0]]), np.array([[1, 2, 0, 0]])
    np.testing.assert_array_equal(model(short), model(padded))
    h2 = keras.Model(tokens, layers.GlobalAveragePooling1D()(h))
    table = model.layers[1].get_weights()[0]
    np.testing.assert_allclose(h2(short)[0], table[[1, 2]].mean(0), rtol=1e-6)
    assert not np.array_equal(model(short, training=True), model(short, training=True))


def test_a_model_called_on_symbols_makes_a_new_graph():
    x = keras.Input((3,))
    model = keras.Model(x, layers.Dense(2)(x))
    y = keras.Input((3,))
    assert model(y).shape == (None, 2)
    assert model.compute_output_shape((7, 3)) == (7, 2)


def test_optional_input_may_be_none():
    class Maybe(layers.Layer):
        def call(self, inputs):
            x, extra = inputs
            return x if extra is None else x + extra

    a, b = keras.Input((3,)), keras.Input((3,), optional=True)
    model = keras.Model([a, b], Maybe()([a, b]))
    np.testing.assert_array_equal(model([A, None]), A)
    np.testing.assert_allclose(model([A, A]), 2 * A)


def test_mask_given_by_hand():
    x = keras.Input((4, 2))
    model = keras.Model(x, layers.LSTM(2)(x))
    data = RNG.standard_normal((1, 4, 2)).astype("float32")
    lstm = model.layers[1]
    mask = np.array([[True, True, False, False]])
    np.testing.assert_allclose(lstm(data, mask=mask), lstm(data[:, :2]), rtol=1e-5)


@pytest.mark.parametrize("length", [3, 9])
def test_unknown_sizes(length):
    x = keras.Input((None, 2))
    model = keras.Model(x, layers.Conv1D(4, 2)(x))
    assert model.output_shape == (None, None, 4)
    assert model.predict(np.ones((2, length, 2)), verbose=0).shape == (2, length - 1, 4)
