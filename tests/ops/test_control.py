import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.autodiff import GradientTape, Tensor, grad
from cornu.errors import DTypeError, ShapeError
from cornu.symbolic import SymbolicTensor


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(size=(5, 4)).astype("float32")


class TheirsError(Exception):
    pass


def fail(*args):
    raise TheirsError("mine")


# ---- values ----


def test_only_the_branch_chosen_is_run_and_gets_the_gradient():
    def function(x):
        return ops.cond(x > 0, lambda: x**3, fail)

    assert grad(function)(2.0).item() == 12.0
    with pytest.raises(TheirsError):
        function(Tensor(-1.0))


def test_gradients_pass_through_loops():
    def power(x, n):
        return ops.while_loop(
            lambda i, y: i < n, lambda i, y: (i + 1, y * x), (0, ops.ones(()))
        )[1]

    np.testing.assert_allclose(grad(lambda x: power(x, 4))(3.0), 4 * 3.0**3)
    looped = grad(lambda x: ops.fori_loop(0, 4, lambda i, y: y * x, 1.0))(3.0)
    np.testing.assert_allclose(looped, 4 * 3.0**3)


def test_bounds_may_be_tensors():
    assert ops.fori_loop(Tensor(2), Tensor(5), lambda i, s: s + i, 0).item() == 9


@pytest.mark.parametrize(
    "call",
    [
        lambda: ops.cond(True, fail, fail),
        lambda: ops.switch(0, [fail], 1.0),
        lambda: ops.while_loop(fail, fail, 1),
        lambda: ops.fori_loop(0, 1, fail, 1),
    ],
)
def test_errors_of_the_user_s_functions_come_as_they_are(call):
    with pytest.raises(TheirsError, match=r"^mine$"):
        call()


def test_errors_of_ops_inside_keep_their_words():
    with pytest.raises(ShapeError, match=r"^add: "):
        ops.cond(True, lambda: ops.add(np.ones(3), np.ones(2)), lambda: 1)


# ---- in a model ----


def node_of(symbol):
    return symbol._history[0]


def test_a_choice_between_layers_is_one_node_with_their_weights(rows):
    x = keras.Input((4,))
    hidden = keras.layers.Dense(4, name="before")(x)
    left, right = (keras.layers.Dense(4, name=n) for n in ("left", "right"))
    y = ops.cond(ops.sum(x) > 0, lambda: left(hidden) + x, lambda: right(hidden))
    model = keras.Model(x, y)
    assert node_of(y).operation.name == "cond"
    assert [s.name for s in model.layers[1:]] == ["before", "left", "right"]
    assert len(model.trainable_weights) == 6
    positive = np.abs(rows)
    before = model.get_layer("before")
    np.testing.assert_array_equal(
        model(positive), left(before(positive)) + Tensor(positive)
    )
    np.testing.assert_array_equal(model(-positive), right(before(-positive)))
    with GradientTape() as tape:
        total = ops.sum(model(positive))
    found = tape.gradient(total, model.trainable_weights)
    assert [g is None for g in found] == [False] * 4 + [True] * 2


def test_branches_must_agree_up_to_unknown_sizes():
    x = keras.Input((4,))
    flag = ops.sum(x) > 0
    assert ops.cond(flag, lambda: x, lambda: ops.ones((2, 4))).shape == (None, 4)
    with pytest.raises(ShapeError, match=r"cond: true_fn .* 4\), false_fn .* 3\)"):
        ops.cond(flag, lambda: x, lambda: x[:, 1:])
    with pytest.raises(DTypeError, match=r"cond: true_fn .* false_fn int32"):
        ops.cond(flag, lambda: x, lambda: ops.cast(x, "int32"))
    with pytest.raises(ShapeError, match="cond: true_fn returns the structure"):
        ops.cond(flag, lambda: x, lambda: (x, x))
    with pytest.raises(ShapeError, match=r"switch: branches\[0\] .* branches\[2\]"):
        ops.switch(ops.argmax(x), [lambda: x, lambda: x + 1, lambda: ops.sum(x)])


def test_numbers_follow_the_other_branch():
    x = SymbolicTensor((), "float16")
    y = ops.cond(x > 0, lambda: x, lambda: 0.0)
    assert y.dtype == "float16"
    back = keras.symbolic.Function(x, y)
    assert back.run([Tensor(-1.0, "float16")]).dtype.name == "float16"


def test_a_condition_that_is_known_takes_its_branch(rows):
    x = keras.Input((4,))
    y = ops.cond(True, lambda: x * 2, fail)
    np.testing.assert_array_equal(keras.Model(x, y)(rows), rows * 2)
    z = ops.switch(1, [fail, lambda v: v + 1], x)
    np.testing.assert_array_equal(keras.Model(x, z)(rows), rows + 1)


def test_loops_of_a_length_only_values_tell(rows):
    x = keras.Input((4,))
    y = ops.while_loop(lambda v: ops.max(v) < 100, lambda v: v * 2, x)
    model = keras.Model(x, y)
    wanted = rows
    while wanted.max() < 100:
        wanted = wanted * 2
    np.testing.assert_array_equal(model(rows), wanted)
    n = keras.Input(batch_shape=(), dtype="int32")
    z = ops.fori_loop(0, n, lambda i, v: v + ops.cast(i, "float32"), x)
    counted = keras.Model([x, n], z)
    np.testing.assert_allclose(counted([rows, np.int32(4)]), rows + 6, rtol=1e-6)


def test_a_loop_that_captures_symbols_in_its_condition_only(rows):
    x = keras.Input((4,))
    count = ops.while_loop(
        lambda i: i < ops.sum(ops.cast(x > 0, "int32")), lambda i: i + 1, 0
    )
    assert keras.Model(x, count)(rows).item() == (rows > 0).sum()


def test_a_loop_that_captures_symbols_in_its_body_is_unrolled(rows):
    x = keras.Input((4,))
    y = ops.fori_loop(0, 3, lambda i, v: v + x, ops.zeros((1, 4)))
    np.testing.assert_allclose(keras.Model(x, y)(rows), 3 * rows, rtol=1e-6)


def test_loops_in_a_model_keep_shapes_and_types():
    x = keras.Input((4,))
    with pytest.raises(ShapeError, match=r"fori_loop: what body_fun returns .* 8\)"):
        ops.fori_loop(0, 3, lambda i, v: ops.concatenate([v, v], -1), x)
    with pytest.raises(DTypeError, match="while_loop: what body returns is bool"):
        ops.while_loop(lambda v: ops.any(v > 0), lambda v: v > 0, x)
    with pytest.raises(DTypeError, match="while_loop: the result of cond"):
        ops.while_loop(lambda v: ops.sum(v), lambda v: v, x)


def test_control_flow_in_control_flow_and_a_model_in_a_model(rows):
    x = keras.Input((4,))
    scale = ops.mean(ops.abs(x))

    def body(i, v):
        return ops.cond(ops.sum(v) > 0, lambda: v - scale, lambda: v + x)

    inner = keras.Model(x, ops.fori_loop(0, 3, body, x))
    again = keras.Input((4,))
    outer = keras.Model(again, inner(again) * 2)
    value = Tensor(rows)
    for _ in range(3):
        value = value - np.abs(rows).mean() if np.sum(value) > 0 else value + rows
    np.testing.assert_allclose(inner(rows), value, rtol=1e-5)
    np.testing.assert_array_equal(outer(rows), inner(rows) * 2)


def test_a_model_with_a_choice_learns(rows):
    x = keras.Input((4,))
    layer = keras.layers.Dense(1)
    y = ops.switch(
        ops.cast(ops.sum(x) > 0, "int32"), [lambda v: layer(v), lambda v: -layer(v)], x
    )
    model = keras.Model(x, y)
    model.compile("sgd", "mse", run_eagerly=True)
    losses = model.fit(rows, rows[:, :1], epochs=20, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
