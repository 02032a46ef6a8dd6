import numpy as np
import pytest

import cornu as keras
from cornu.errors import ShapeError

MASK = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], bool)


def data():
    return np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")


def apart(layer, x, **kwargs):
    return layer.forward_layer(x, **kwargs), layer.backward_layer(x, **kwargs)


MERGES = {
    "concat": lambda a, b: np.concatenate([a, b], axis=-1),
    "sum": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "ave": lambda a, b: (a + b) / 2,
}


@pytest.mark.parametrize("mode", MERGES)
@pytest.mark.parametrize("sequences", [True, False])
def test_outputs_are_merged_in_the_order_of_time(mode, sequences):
    inner = keras.layers.GRU(4, return_sequences=sequences)
    layer = keras.layers.Bidirectional(inner, merge_mode=mode)
    found = layer(data())
    forward, backward = map(np.asarray, apart(layer, data()))
    backward = backward[:, ::-1] if sequences else backward
    np.testing.assert_allclose(found, MERGES[mode](forward, backward), rtol=1e-6)


def test_both_outputs_without_merging_and_all_states():
    inner = keras.layers.LSTM(4, return_state=True)
    layer = keras.layers.Bidirectional(inner, merge_mode=None)
    found = layer(data())
    forward, backward = apart(layer, data())
    wanted = (forward[0], backward[0], *forward[1:], *backward[1:])
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(one, other)


def test_shapes_with_unknown_sizes():
    layer = keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True))
    assert layer(keras.Input((None, 3))).shape == (None, None, 8)
    assert layer.compute_output_shape((None, 7, 3)) == (None, 7, 8)


def test_initial_states_are_shared_out():
    layer = keras.layers.Bidirectional(keras.layers.GRU(4))
    a, b = (np.full((2, 4), v, "float32") for v in (0.1, -0.5))
    found = layer(data(), initial_state=[a, b])
    np.testing.assert_allclose(
        found[:, :4], layer.forward_layer(data(), initial_state=a), rtol=1e-6
    )
    np.testing.assert_allclose(
        found[:, 4:], layer.backward_layer(data(), initial_state=b), rtol=1e-6
    )
    with pytest.raises(ShapeError, match="initial_state has 3 tensors"):
        layer(data(), initial_state=[a, b, a])


def test_masked_steps_do_not_count_and_give_zero():
    layer = keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True))
    found = np.asarray(layer(data(), mask=MASK))
    short = np.asarray(layer(data()[:1, :3]))
    np.testing.assert_allclose(found[0, :3], short[0], rtol=1e-5, atol=1e-6)
    assert not found[0, 3:].any()


def test_masks_of_the_outputs():
    inner = keras.layers.LSTM(4, return_sequences=True)
    assert keras.layers.Bidirectional(inner).compute_mask(None, MASK) is MASK
    both = keras.layers.Bidirectional(inner, merge_mode=None)
    assert both.compute_mask(None, MASK) == (MASK, MASK)
    last = keras.layers.Bidirectional(keras.layers.LSTM(4))
    assert last.compute_mask(None, MASK) is None


def test_weights_come_forward_first_and_may_be_given():
    values = [
        np.random.default_rng(0).normal(size=s) for s in [(3, 4), (4, 4), (4,)] * 2
    ]
    layer = keras.layers.Bidirectional(keras.layers.SimpleRNN(4), weights=values)
    layer.build((None, 5, 3))
    assert [w.path.split("/")[1] for w in layer.weights[::3]] == [
        layer.forward_layer.name,
        layer.backward_layer.name,
    ]
    for weight, value in zip(layer.get_weights(), values, strict=True):
        np.testing.assert_array_equal(weight, value.astype("float32"))


def test_names_do_not_grow_with_each_config():
    layer = keras.layers.Bidirectional(keras.layers.LSTM(4, name="memory"))
    twin = keras.layers.Bidirectional.from_config(layer.get_config())
    assert twin.forward_layer.name == "forward_memory"
    assert twin.backward_layer.name == "backward_memory"
    assert twin.get_config() == layer.get_config()


def test_a_stateful_pair_carries_and_resets():
    layer = keras.layers.Bidirectional(keras.layers.LSTM(4, stateful=True))
    assert layer.states is None
    first = np.asarray(layer(data()))
    assert len(layer.states) == 4
    assert (np.asarray(layer(data())) != first).any()
    layer.reset_states()
    np.testing.assert_array_equal(layer(data()), first)


def test_dropout_applies_in_training_only():
    layer = keras.layers.Bidirectional(keras.layers.GRU(4, dropout=0.5, seed=0))
    calm = np.asarray(layer(data()))
    np.testing.assert_array_equal(layer(data()), calm)
    assert (np.asarray(layer(data(), training=True)) != calm).any()


def test_what_does_not_fit_is_refused():
    make = keras.layers.Bidirectional
    lstm = keras.layers.LSTM
    with pytest.raises(ValueError, match="Did you mean 'concat'"):
        make(lstm(2), merge_mode="concatenate")
    with pytest.raises(
        ValueError, match=r"layer must be a recurrent layer.*go_backward"
    ):
        make(keras.layers.Dense(2))
    with pytest.raises(ValueError, match="go_backwards is False for both"):
        make(lstm(2), backward_layer=lstm(2))
    with pytest.raises(ValueError, match="return_sequences is False for the forward"):
        make(lstm(2), backward_layer=lstm(2, return_sequences=True, go_backwards=True))
