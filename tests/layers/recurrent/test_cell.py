import numpy as np
import pytest

import cornu as keras
from cornu.layers.recurrent.cell import curve_name, in_dtype, product, project

CELLS = [keras.layers.SimpleRNNCell, keras.layers.LSTMCell, keras.layers.GRUCell]


def states(cell, rows):
    return cell.get_initial_state(rows)


@pytest.mark.parametrize("make", CELLS)
def test_units_must_be_a_positive_int(make):
    for units in (0, -1, 2.5, True):
        with pytest.raises(ValueError, match="units must be a positive int"):
            make(units)


@pytest.mark.parametrize("make", CELLS)
def test_inputs_drop_alike_for_all_gates_and_until_reset(make):
    cell = make(3, dropout=0.5, seed=1)
    x = keras.ops.ones((4, 50))
    first = cell.get_dropout_mask(x)
    assert first.shape == (4, 50)
    assert set(np.unique(first)) == {0.0, 2.0}
    assert cell.get_dropout_mask(x) is first
    cell.reset_dropout_mask()
    assert (cell.get_dropout_mask(x).numpy() != first.numpy()).any()


@pytest.mark.parametrize("make", CELLS)
def test_recurrent_dropout_differs_from_gate_to_gate(make):
    cell = make(50, dropout=0.5, recurrent_dropout=0.5, seed=1)
    for mask in (
        cell.get_dropout_mask(keras.ops.ones((2, 50))),
        cell.get_recurrent_dropout_mask(keras.ops.ones((2, 50))),
    ):
        if make is keras.layers.SimpleRNNCell:
            assert mask.shape == (2, 50)
            continue
        gates = mask.numpy()
        assert gates.shape == (cell.gates, 2, 50)
        assert all((gates[0] != other).any() for other in gates[1:])


@pytest.mark.parametrize("make", CELLS)
def test_without_training_nothing_drops(make):
    cell = make(3, dropout=0.9, recurrent_dropout=0.9)
    x = keras.ops.ones((2, 4))
    cell(x, states(cell, 2), training=True)
    plain = make(3)
    plain.build((2, 4))
    plain.set_weights(cell.get_weights())
    np.testing.assert_array_equal(
        cell(x, states(cell, 2))[0], plain(x, states(plain, 2))[0]
    )


@pytest.mark.parametrize("rates", [(0.5, 0.0), (0.0, 0.5), (0.5, 0.5)])
@pytest.mark.parametrize("make", CELLS)
def test_a_sequence_of_one_step_is_one_call(make, rates, monkeypatch):
    cell = make(3, dropout=rates[0], recurrent_dropout=rates[1])
    rng = np.random.default_rng(0)
    fixed = {4: rng.random((4, 2, 4)), 3: rng.random((4, 2, 3))}

    def draw(like, rate, count):
        factors = fixed[like.shape[-1]].astype("float32")
        return keras.ops.array(factors[0] if count == 1 else factors[:count])

    monkeypatch.setattr(cell, "_draw", draw)
    x = keras.ops.array(rng.normal(size=(2, 4)).astype("float32"))
    before = [
        keras.ops.array(rng.normal(size=(2, 3)).astype("float32"))
        for _ in states(cell, 2)
    ]
    output, after = cell(x, before, training=True)
    outputs, last = cell.run(
        keras.ops.expand_dims(x, 1), before, None, training=True, reverse=False
    )
    for one, other in zip([outputs[:, 0], *last], [output, *after], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("make", CELLS)
def test_who_may_run_a_whole_sequence(make):
    class Own(make):
        def call(self, *args, **kwargs):
            return super().call(*args, **kwargs)

    assert make(2).can_run
    assert make(2, activation="relu").can_run
    assert make(2, activation=None).can_run
    assert not make(2, activation="gelu").can_run
    assert not make(2, activation=lambda x: x).can_run
    assert not Own(2).can_run


def test_a_function_of_the_same_name_is_not_mistaken_for_ours():
    def tanh(x):
        return x * 0

    assert curve_name(tanh) is None
    assert curve_name(keras.activations.get("tanh")) == "tanh"


def test_projection_is_one_product_for_all_steps():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 3, 4)), rng.normal(size=(4, 5)), rng.normal(size=5)
    found = project(keras.ops.array(x), keras.ops.array(w), keras.ops.array(b))
    np.testing.assert_allclose(found, x @ w + b, atol=1e-12)
    symbol = keras.KerasTensor((None, None, 4), dtype="float64")
    assert project(symbol, keras.ops.array(w), None).shape == (None, None, 5)


def test_product_drops_gate_by_gate():
    rng = np.random.default_rng(0)
    x, w, f = (rng.normal(size=s) for s in [(2, 3), (3, 8), (4, 2, 3)])
    wanted = np.concatenate(
        [(x * f[k]) @ w[:, 2 * k : 2 * k + 2] for k in range(4)], axis=1
    )
    given = [keras.ops.array(a) for a in (x, w, f)]
    np.testing.assert_allclose(product(*given), wanted, atol=1e-12)


def test_cast_only_where_needed():
    x = keras.ops.ones((2,))
    assert in_dtype(x, "float32") is x
    assert in_dtype(x, "float64").dtype == "float64"


@pytest.mark.parametrize("make", CELLS)
def test_half_precision_computes_in_half_and_keeps_weights_in_single(make):
    layer = keras.layers.RNN(make(3), dtype="mixed_float16")
    layer.cell.dtype_policy = layer.dtype_policy
    assert layer(keras.ops.ones((2, 3, 4))).dtype == "float16"
    assert {w.dtype for w in layer.weights} == {"float32"}
