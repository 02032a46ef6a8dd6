"""LossScaleOptimizer: what it takes, hands on, saves and skips; traced as eager."""

import copy

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import ArgumentError
from cornu.optimizers import SGD, Adam, LossScaleOptimizer


@pytest.mark.parametrize(
    ("kwargs", "error", "words"),
    [
        ({"initial_scale": 0}, ArgumentError, "initial_scale must be a positive"),
        ({"dynamic_growth_steps": 0}, ArgumentError, "dynamic_growth_steps must be"),
        ({"clipnorm": 1.0}, ArgumentError, "clipnorm=1.0 is for the optimizer inside"),
        ({"momentun": 1.0}, TypeError, "unknown argument 'momentun'"),
    ],
)
def test_arguments_are_checked(kwargs, error, words):
    with pytest.raises(error, match=words):
        LossScaleOptimizer(SGD(0.1), **kwargs)


def test_what_it_wraps_must_be_an_optimizer():
    assert isinstance(LossScaleOptimizer("sgd").inner_optimizer, SGD)
    with pytest.raises(ArgumentError, match="inner_optimizer must be an optimizer"):
        LossScaleOptimizer(np.sin)


def test_config_round_trip():
    made = LossScaleOptimizer(Adam(0.5), initial_scale=4, dynamic_growth_steps=3)
    twin = keras.optimizers.deserialize(keras.optimizers.serialize(made))
    assert twin.get_config() == made.get_config()
    assert isinstance(twin.inner_optimizer, Adam)
    assert "Adam name=" in repr(twin)


def test_learning_rate_and_count_are_those_inside():
    optimizer = LossScaleOptimizer(SGD(0.5))
    optimizer.learning_rate = 0.25
    assert float(optimizer.inner_optimizer.learning_rate) == 0.25
    weight = keras.Variable([1.0])
    optimizer.apply([ops.array([32768.0])], [weight])
    assert weight.tolist() == [0.75]
    assert int(optimizer.iterations) == 1


def test_a_loss_is_scaled_before_and_after_building():
    optimizer = LossScaleOptimizer(SGD(0.5), initial_scale=4.0)
    assert optimizer.scale_loss(2.0) == 8.0
    optimizer.build([keras.Variable([1.0])])
    assert float(optimizer.scale_loss(ops.array(2.0))) == 8.0


def test_variables_without_gradient_and_accumulation():
    optimizer = LossScaleOptimizer(
        SGD(1.0, gradient_accumulation_steps=2), initial_scale=2.0
    )
    first, second = keras.Variable([1.0]), keras.Variable([1.0])
    with pytest.warns(match="no gradient for"):
        optimizer.apply([ops.array([2.0]), None], [first, second])
    optimizer.apply([ops.array([np.nan]), ops.array([2.0])], [first, second])
    assert float(optimizer.dynamic_scale) == 1.0
    optimizer.apply([ops.array([3.0]), ops.array([1.0])], [first, second])
    assert (first.tolist(), second.tolist()) == ([-1.0], [0.5])


def test_averages_and_excluded_decay_are_handed_on():
    optimizer = LossScaleOptimizer(
        SGD(0.5, weight_decay=0.1, use_ema=True), initial_scale=1.0
    )
    kept, other = keras.Variable([1.0]), keras.Variable([1.0])
    optimizer.exclude_from_weight_decay([kept])
    zero = ops.array([0.0])
    optimizer.apply([zero, zero], [kept, other])
    assert kept.tolist() == [1.0]
    assert other.tolist() == pytest.approx([0.95])
    optimizer.finalize_variable_values([kept, other])


def blobs(count=192):
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, count)
    x = rng.normal(size=(count, 6)).astype("float32") + y[:, None]
    return x, y


def train(run_eagerly, initial_scale, steps=2):
    keras.utils.clear_session()
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(8, activation="relu", dtype="mixed_float16"),
            layers.Dropout(0.2, seed=1, dtype="mixed_float16"),
            layers.Dense(3, activation="softmax", dtype="float32"),
        ]
    )
    optimizer = LossScaleOptimizer(
        Adam(0.01), initial_scale=initial_scale, dynamic_growth_steps=steps
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", run_eagerly=run_eagerly)
    history = model.fit(*blobs(), epochs=3, batch_size=32, verbose=0).history
    return model, history["loss"]


@pytest.mark.parametrize("initial_scale", [1024.0, 2.0**40])
def test_traced_steps_are_eager_ones_to_the_bit(initial_scale):
    eager, losses = train(True, initial_scale)
    traced, others = train(False, initial_scale)
    assert losses == others
    for one, other in zip(
        [*eager.variables, *eager.optimizer.variables],
        [*traced.variables, *traced.optimizer.variables],
        strict=True,
    ):
        np.testing.assert_array_equal(one.numpy(), other.numpy(), err_msg=one.path)
    # Eighteen steps: those with too large a factor were left out.
    bad = 18 - int(eager.optimizer.iterations)
    assert (bad > 0) == (initial_scale > 2**20)
    assert np.isfinite(losses[-1])


def test_a_setting_of_the_inner_optimizer_takes_effect():
    model = keras.Sequential([keras.Input((6,)), layers.Dense(1)])
    model.compile(LossScaleOptimizer(SGD(0.01), initial_scale=8.0), "mse")
    x, y = blobs()
    before = model.get_weights()
    model.fit(x, y, batch_size=32, verbose=0)
    moved = model.get_weights()
    assert np.abs(moved[0] - before[0]).max() > 1e-3
    model.optimizer.inner_optimizer.clipvalue = 1e-9
    model.fit(x, y, batch_size=32, verbose=0)
    np.testing.assert_allclose(model.get_weights()[0], moved[0], atol=1e-7)


def test_state_survives_files_and_copies(tmp_path):
    model, _ = train(False, 64.0)
    path = tmp_path / "model.weights.h5"
    model.save_weights(path)
    wanted = [v.numpy() for v in model.optimizer.variables]
    twin, _ = train(False, 8.0)
    twin.load_weights(path)
    for variable, value in zip(twin.optimizer.variables, wanted, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value, err_msg=variable.path)
    copied = copy.deepcopy(model.optimizer)
    copied.set_weights(wanted)
    assert float(copied.dynamic_scale) == float(model.optimizer.dynamic_scale)
