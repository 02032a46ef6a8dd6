import warnings

import numpy as np
import pytest

from cornu import ops, optimizers
from cornu.autodiff import Tensor, Variable
from cornu.errors import ShapeError


class Plain(optimizers.Optimizer):
    """Gradient descent by the public way of adding an optimizer."""

    def update_step(self, gradient, variable, learning_rate):
        variable.assign_sub(learning_rate * gradient)


def pair():
    return [Variable([1.0, 2.0], name="kernel"), Variable([[3.0]], name="bias")]


GRADIENTS = [np.float32([3.0, 4.0]), np.float32([[12.0]])]


def moved(settings, gradients=GRADIENTS, cls=Plain):
    """Return by how much a step with rate 1 moved the two variables."""
    variables = pair()
    before = [v.numpy() for v in variables]
    cls(learning_rate=1.0, **settings).apply(gradients, variables)
    return [b - v.numpy() for b, v in zip(before, variables)]


BOTH = pytest.mark.parametrize("cls", [Plain, optimizers.SGD])


# ---- gradients before use ----


@BOTH
def test_clipvalue(cls):
    a, b = moved({"clipvalue": 3.5}, cls=cls)
    np.testing.assert_allclose(a, [3, 3.5])
    np.testing.assert_allclose(b, [[3.5]])


@BOTH
def test_clipnorm_shortens_each_gradient(cls):
    a, b = moved({"clipnorm": 2.5}, cls=cls)
    np.testing.assert_allclose(a, [1.5, 2], rtol=1e-6)
    np.testing.assert_allclose(b, [[2.5]], rtol=1e-6)


@BOTH
def test_global_clipnorm_shortens_all_by_one_factor(cls):
    a, b = moved({"global_clipnorm": 6.5}, cls=cls)
    np.testing.assert_allclose(a, [1.5, 2], rtol=1e-6)
    np.testing.assert_allclose(b, [[6]], rtol=1e-6)


def test_short_gradients_are_not_touched():
    for settings in ({"clipnorm": 99.0}, {"global_clipnorm": 99.0}):
        np.testing.assert_allclose(moved(settings)[0], GRADIENTS[0])


@BOTH
def test_scaled_loss_is_scaled_back(cls):
    optimizer = cls(1.0, loss_scale_factor=8.0)
    assert optimizer.scale_loss(2.0) == 16.0
    np.testing.assert_allclose(moved({"loss_scale_factor": 8.0}, cls=cls)[1], [[1.5]])


# ---- weights beside their gradients ----


@BOTH
def test_weight_decay_and_its_exceptions(cls):
    variables = pair()
    optimizer = cls(0.1, weight_decay=0.5)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    optimizer.apply([np.zeros(2), np.zeros((1, 1))], variables)
    np.testing.assert_allclose(variables[0].numpy(), [0.95, 1.9], rtol=1e-6)
    np.testing.assert_allclose(variables[1].numpy(), [[3.0]])
    optimizer.exclude_from_weight_decay(var_list=[variables[0]])
    optimizer.apply([np.zeros(2), np.zeros((1, 1))], variables)
    np.testing.assert_allclose(variables[0].numpy(), [0.95, 1.9], rtol=1e-6)
    np.testing.assert_allclose(variables[1].numpy(), [[2.85]], rtol=1e-6)


@BOTH
def test_running_averages(cls):
    variables = pair()
    optimizer = cls(1.0, use_ema=True, ema_momentum=0.5)
    average = None
    for _ in range(3):
        optimizer.apply(GRADIENTS, variables)
        now = variables[0].numpy()
        average = now if average is None else 0.5 * average + 0.5 * now
    optimizer.finalize_variable_values(variables)
    np.testing.assert_allclose(variables[0].numpy(), average, rtol=1e-6)


@BOTH
def test_accumulated_gradients_move_once_by_their_mean(cls):
    variables = pair()
    optimizer = cls(1.0, gradient_accumulation_steps=2)
    optimizer.apply(GRADIENTS, variables)
    np.testing.assert_allclose(variables[0].numpy(), [1, 2])
    optimizer.apply([3 * g for g in GRADIENTS], variables)
    np.testing.assert_allclose(variables[0].numpy(), [1 - 6, 2 - 8])
    assert int(optimizer.iterations) == 1
    optimizer.apply(GRADIENTS, variables)
    np.testing.assert_allclose(variables[0].numpy(), [1 - 6, 2 - 8])


@BOTH
def test_constraint_holds_after_the_step(cls):
    v = Variable([1.0, 5.0])
    v.constraint = lambda x: ops.maximum(x, 0.0)
    cls(1.0).apply([np.float32([3, 3])], [v])
    np.testing.assert_array_equal(v.numpy(), [0, 2])


# ---- learning rate and step count ----


def test_learning_rate_is_a_variable_and_settable():
    variables = pair()
    optimizer = Plain(1.0)
    optimizer.learning_rate = 0.5
    optimizer.apply(GRADIENTS, variables)
    np.testing.assert_allclose(variables[1].numpy(), [[-3.0]])
    assert float(optimizer.learning_rate) == 0.5
    assert optimizer.variables[1].path.endswith("/learning_rate")


def test_schedule_follows_the_steps():
    table = optimizers.schedules.PiecewiseConstantDecay([0], [1.0, 0.25])
    variables = pair()
    optimizer = Plain(table)
    optimizer.apply(GRADIENTS, variables)
    optimizer.apply(GRADIENTS, variables)
    np.testing.assert_allclose(variables[1].numpy(), [[3 - 12 - 3]])
    assert [v.name for v in optimizer.variables] == ["iteration"]
    with pytest.raises(TypeError, match="cannot be set"):
        optimizer.learning_rate = 0.1


def test_a_schedule_can_replace_a_number():
    optimizer = Plain(1.0)
    optimizer.learning_rate = optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)
    assert [v.name for v in optimizer.variables] == ["iteration"]
    np.testing.assert_allclose(float(optimizer.learning_rate), 0.1)


def test_callable_learning_rate():
    variables = pair()
    Plain(lambda: 0.5).apply(GRADIENTS, variables)
    np.testing.assert_allclose(variables[1].numpy(), [[-3.0]])


def test_iterations_count_steps():
    optimizer = Plain(1.0)
    variables = pair()
    assert int(optimizer.apply_gradients(zip(GRADIENTS, variables))) == 1
    optimizer.apply(GRADIENTS)
    assert int(optimizer.iterations) == 2


# ---- what can go wrong ----


def test_missing_gradients():
    variables = pair()
    optimizer = Plain(1.0)
    with pytest.raises(ValueError, match="no variable has a gradient"):
        optimizer.apply([None, None], variables)
    with pytest.warns(UserWarning, match="bias"):
        optimizer.apply([GRADIENTS[0], None], variables)
    np.testing.assert_allclose(variables[1].numpy(), [[3.0]])
    np.testing.assert_allclose(variables[0].numpy(), [-2, -2])


def test_nothing_to_do():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Plain(1.0).apply([], [])


def test_wrong_variables_and_shapes():
    optimizer = Plain(1.0)
    with pytest.raises(ValueError, match="build"):
        optimizer.apply(GRADIENTS)
    variables = pair()
    optimizer.apply(GRADIENTS, variables)
    with pytest.raises(ValueError, match="1 gradients for 2 variables"):
        optimizer.apply(GRADIENTS[:1])
    with pytest.raises(ValueError, match="unknown variable"):
        optimizer.apply(GRADIENTS, pair())
    with pytest.raises(ShapeError, match="kernel"):
        optimizer.apply([np.zeros(3), GRADIENTS[1]], variables)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"clipnorm": 1.0, "clipvalue": 1.0}, "only one of"),
        ({"clipnorm": -1.0}, "clipnorm must be > 0"),
        ({"use_ema": True, "ema_momentum": 1.5}, "ema_momentum"),
        ({"gradient_accumulation_steps": 1}, "integer >= 2"),
        ({"ema_overwrite_frequency": 0}, "integer >= 1"),
        ({"learning_rate": "fast"}, "learning_rate must be a number"),
    ],
)
def test_settings_outside_their_range(settings, words):
    with pytest.raises(ValueError, match=words):
        Plain(**{"learning_rate": 1.0, **settings})


def test_without_update_step_it_says_so():
    with pytest.raises(TypeError, match="update_step"):
        optimizers.Optimizer(1.0).apply(GRADIENTS, pair())


# ---- saving ----


def test_state_goes_on_where_it_stopped():
    def trained(optimizer, variables, steps):
        for _ in range(steps):
            optimizer.apply(GRADIENTS, variables)
        return variables[0].numpy()

    variables = pair()
    first = optimizers.Adam(0.1)
    trained(first, variables, 3)
    store = {}
    first.save_own_variables(store)
    twins = [Variable(v.numpy()) for v in variables]
    second = optimizers.Adam(0.7)
    second.build(twins)
    second.load_own_variables(store)
    third = optimizers.Adam(0.7)
    others = [Variable(v.numpy()) for v in variables]
    third.build(others)
    third.set_weights([v.numpy() for v in first.variables])
    wanted = trained(first, variables, 2)
    np.testing.assert_array_equal(trained(second, twins, 2), wanted)
    np.testing.assert_array_equal(trained(third, others, 2), wanted)


def test_state_that_does_not_fit():
    optimizer = optimizers.Adam()
    with pytest.raises(ValueError, match="0 values for its 2 variables"):
        optimizer.set_weights([])
    with pytest.warns(UserWarning, match="stays as it is"):
        optimizer.load_own_variables({"0": 1})


def test_config_round_trip():
    schedule = optimizers.schedules.CosineDecay(0.1, 10)
    optimizer = optimizers.RMSprop(schedule, rho=0.5, clipvalue=2.0)
    twin = optimizers.deserialize(optimizers.serialize(optimizer))
    assert twin.get_config() == optimizer.get_config()
    assert type(twin) is optimizers.RMSprop


def test_float64_and_float16_variables_keep_their_type():
    for dtype in ("float64", "float16"):
        for cls in (Plain, optimizers.Adam, optimizers.Adamax, optimizers.Lion):
            v = Variable(np.ones(3, dtype))
            cls(0.125).apply([np.ones(3, "float32")], [v])
            assert v.dtype == dtype
            np.testing.assert_allclose(v.numpy(), 0.875, rtol=5e-3)


def test_no_value_is_read_from_the_device(monkeypatch):
    def refuse(self):
        raise AssertionError("a value was read on the host")

    variables = pair()
    rate = optimizers.schedules.CosineDecay(0.1, 10)
    settings = {
        "global_clipnorm": 1.0,
        "use_ema": True,
        "ema_overwrite_frequency": 2,
        "gradient_accumulation_steps": 2,
        "weight_decay": 0.1,
    }
    chosen = [optimizers.Adam(rate, **settings), optimizers.Nadam(), optimizers.Ftrl()]
    gradients = [Tensor(g) for g in GRADIENTS]
    monkeypatch.setattr(Tensor, "numpy", refuse)
    for optimizer in chosen:
        optimizer.apply(gradients, variables)
