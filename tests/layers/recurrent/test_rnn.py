import numpy as np
import pytest

import cornu as keras
from cornu.errors import ShapeError
from layers.recurrent.own import Adder, Counter, Stepwise

MASK = np.array([[0, 1, 0, 1, 0], [1, 1, 1, 0, 1]], bool)


def data(rows=2, time=5, features=3):
    rng = np.random.default_rng(0)
    return rng.normal(size=(rows, time, features)).astype("float32")


def arrays(outputs):
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    return [np.asarray(o) for o in outputs]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"return_sequences": True},
        {"return_sequences": True, "go_backwards": True},
        {"return_sequences": True, "zero_output_for_mask": True},
        {"zero_output_for_mask": True, "go_backwards": True},
        {"return_state": True},
    ],
)
@pytest.mark.parametrize("mask", [None, MASK])
def test_the_loop_and_the_fused_run_agree(mask, settings):
    fused = keras.layers.RNN(keras.layers.LSTMCell(4), **settings)
    loop = keras.layers.RNN(Stepwise(4), **settings)
    x, start = data(), [np.full((2, 4), v, "float32") for v in (0.3, 0.7)]
    fused.build(x.shape)
    loop.build(x.shape)
    loop.set_weights(fused.get_weights())
    assert fused.cell.can_run
    assert not loop.cell.can_run
    for one, other in zip(
        arrays(fused(x, mask=mask, initial_state=start)),
        arrays(loop(x, mask=mask, initial_state=start)),
        strict=True,
    ):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_a_cell_of_ones_own_runs_step_by_step():
    layer = keras.layers.RNN(Adder(2), return_sequences=True, return_state=True)
    x = data()
    sequence, state = layer(x)
    h = np.zeros((2, 2))
    for t in range(5):
        h = np.tanh(x[:, t] @ layer.get_weights()[0] + h)
        np.testing.assert_allclose(sequence[:, t], h, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(state, sequence[:, -1])


def test_own_initial_states_of_any_rank_and_masks():
    layer = keras.layers.RNN(Counter(2), return_state=True)
    _, count, _ = layer(data(), mask=MASK)
    np.testing.assert_array_equal(count[:, 0, 0], 1 + MASK.sum(axis=1))


def test_shapes_are_known_before_time_is():
    for cell in (Adder(2), keras.layers.LSTMCell(2, activation="gelu")):
        layer = keras.layers.RNN(cell, return_sequences=True, return_state=True)
        shapes = [s.shape for s in layer(keras.Input((None, 3)))]
        assert shapes[0] == (None, None, 2)
        assert all(s == (None, 2) for s in shapes[1:])
    layer = keras.layers.RNN(Counter(2), return_state=True)
    shapes = [s.shape for s in layer(keras.Input((None, 3)))]
    assert shapes == [(None, 2), (None, 2, 2), (None, 2)]


def test_masked_steps_repeat_the_output_before_and_keep_the_state():
    layer = keras.layers.RNN(Adder(2), return_sequences=True)
    start = np.full((2, 2), 0.3, "float32")
    found = np.asarray(layer(data(), mask=MASK, initial_state=start))
    np.testing.assert_array_equal(found[0, 0], start[0])
    np.testing.assert_array_equal(found[0, 2], found[0, 1])
    np.testing.assert_array_equal(found[0, 4], found[0, 3])
    assert (found[0, 1] != found[0, 3]).all()


def test_a_stateful_layer_goes_on_where_it_stopped():
    x = data(time=6)
    whole = keras.layers.RNN(keras.layers.LSTMCell(3))
    parts = keras.layers.RNN(keras.layers.LSTMCell(3), stateful=True)
    wanted = whole(x)
    parts.build(x[:, :2].shape)
    parts.set_weights(whole.get_weights())
    assert len(parts.weights) == 3
    first = np.asarray(parts(x[:, :2]))
    parts(x[:, 2:4])
    np.testing.assert_allclose(parts(x[:, 4:]), wanted, rtol=1e-5, atol=1e-6)
    parts.reset_state()
    assert not any(s.numpy().any() for s in parts.states)
    np.testing.assert_array_equal(parts(x[:, :2]), first)


def test_a_stateful_layer_needs_one_known_batch_size():
    layer = keras.layers.RNN(Adder(2), stateful=True)
    with pytest.raises(ShapeError, match=r"known batch size.*batch_shape"):
        layer(keras.Input((5, 3)))
    layer = keras.layers.RNN(Adder(2), stateful=True)
    layer(data())
    with pytest.raises(ShapeError, match="states for batches of 2, got a batch of 1"):
        layer(data(rows=1))


@pytest.mark.parametrize("shape", [(32, 10), (10,)])
def test_input_of_wrong_rank_says_what_to_do(shape):
    layer = keras.layers.LSTM(2)
    with pytest.raises(ShapeError, match=r"LSTM: expected input of rank 3.*return_seq"):
        layer(np.zeros(shape, "float32"))
    with pytest.raises(ShapeError, match=r"rank 3.*got \(2, 3, 4, 5\); flatten"):
        layer(np.zeros((2, 3, 4, 5), "float32"))


def test_states_that_do_not_fit_are_named():
    layer = keras.layers.RNN(keras.layers.LSTMCell(4))
    x, good = data(), np.zeros((2, 4), "float32")
    with pytest.raises(ShapeError, match="has 1 tensors, the cell has 2 states"):
        layer(x, initial_state=[good])
    with pytest.raises(ShapeError, match=r"initial_state\[1\] is \(2, 5\)"):
        layer(x, initial_state=[good, np.zeros((2, 5), "float32")])
    with pytest.raises(ShapeError, match=r"initial_state\[0\] is \(3, 4\)"):
        layer(x, initial_state=[np.zeros((3, 4), "float32"), good])


def test_other_features_than_built_for_are_named():
    layer = keras.layers.RNN(keras.layers.GRUCell(4))
    layer(data())
    with pytest.raises(ShapeError, match=r"built for \(3,\) features"):
        layer(data(features=2))


def test_no_steps_at_all():
    with pytest.raises(ShapeError, match="no time steps"):
        keras.layers.RNN(Adder(2))(np.zeros((2, 0, 3), "float32"))


def test_what_is_no_cell_is_refused():
    with pytest.raises(ValueError, match="has no `call`"):
        keras.layers.RNN(3)
    with pytest.raises(ValueError, match="has no `state_size`"):
        keras.layers.RNN(keras.layers.Dense(2))


@pytest.mark.parametrize("return_sequences", [True, False])
def test_masks_travel_only_with_sequences(return_sequences):
    settings = {"return_sequences": return_sequences}
    wanted = MASK if return_sequences else None
    layer = keras.layers.LSTM(2, **settings)
    assert layer.compute_mask(data(), MASK) is wanted
    first, *others = keras.layers.LSTM(2, return_state=True, **settings).compute_mask(
        data(), MASK
    )
    assert first is wanted
    assert others == [None, None]


def test_a_mask_from_an_embedding_reaches_the_layer():
    model = keras.Sequential(
        [
            keras.Input((None,)),
            keras.layers.Embedding(5, 3, mask_zero=True),
            keras.layers.LSTM(4, return_sequences=True),
            keras.layers.LSTM(2),
        ]
    )
    padded = model(np.array([[1, 2, 3, 0, 0]]))
    np.testing.assert_allclose(model(np.array([[1, 2, 3]])), padded, rtol=1e-5)


def test_config_comes_back_with_the_cell():
    layer = keras.layers.RNN([keras.layers.LSTMCell(2), Adder(3)], go_backwards=True)
    twin = keras.layers.RNN.from_config(layer.get_config())
    assert twin.get_config() == layer.get_config()
    assert isinstance(twin.cell, keras.layers.StackedRNNCells)
    assert isinstance(twin.cell.cells[1], Adder)


def test_dropout_is_drawn_anew_for_each_sequence_but_not_within():
    cell = keras.layers.SimpleRNNCell(
        64, dropout=0.5, activation="linear", recurrent_initializer="zeros"
    )
    layer = keras.layers.RNN(cell, return_sequences=True)
    x = np.ones((1, 3, 64), "float32")
    first, second = (np.asarray(layer(x, training=True)) for _ in range(2))
    np.testing.assert_allclose(first[:, 0], first[:, 2], rtol=1e-5, atol=1e-6)
    assert np.abs(first - second).max() > 0.1


def test_second_derivatives_go_through_the_reference():
    layer = keras.layers.LSTM(2)
    x = keras.ops.array(data())
    layer(x)

    def slope(x):
        with keras.GradientTape() as tape:
            tape.watch(x)
            total = keras.ops.sum(layer(x) ** 2)
        return tape.gradient(total, x)

    with keras.GradientTape() as tape:
        tape.watch(x)
        penalty = keras.ops.sum(slope(x) ** 2)
    found = float(tape.gradient(penalty, x)[0, 1, 2])
    step = np.zeros(x.shape, "float32")
    step[0, 1, 2] = 1e-2
    up, down = (float(keras.ops.sum(slope(x + s) ** 2)) for s in (step, -step))
    assert found == pytest.approx((up - down) / 2e-2, rel=0.05, abs=1e-5)
