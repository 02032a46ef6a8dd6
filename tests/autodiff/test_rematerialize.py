import gc
import warnings
import weakref

import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.autodiff import GradientTape, Tensor, Variable, checkpoint, grad, hessian
from cornu.errors import ArgumentError, StaysEagerWarning


def twisted(x, w):
    return ops.tanh(x @ w) * ops.exp(-x)


@pytest.fixture
def x():
    return Tensor(np.linspace(-1, 1, 12).reshape(4, 3))


@pytest.fixture
def w():
    return Variable(np.linspace(1, -1, 9).reshape(3, 3))


def gradients_of(function, *sources):
    with GradientTape() as tape:
        tape.watch([s for s in sources if not isinstance(s, Variable)])
        value = function(*sources)
    return [value, *tape.gradient(value, list(sources))]


def assert_same_bits(found, wanted):
    for a, b in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


def test_values_and_gradients_are_the_same_bits(x, w):
    wanted = gradients_of(twisted, x, w)
    assert_same_bits(gradients_of(checkpoint(twisted), x, w), wanted)


def test_what_is_captured_gets_its_gradient(x, w):
    def plain(x):
        y = x * 2
        return twisted(x, w) + block_plain(y) * y

    def block_plain(y):
        return ops.sin(y) * w[0]

    def kept(x):
        y = x * 2
        inner = checkpoint(lambda: ops.sin(y) * w[0])
        return checkpoint(twisted)(x, w) + inner() * y

    results = []
    for function in (plain, kept):
        with GradientTape() as tape:
            tape.watch(x)
            value = ops.sum(function(x))
        results.append(tape.gradient(value, [x, w]))
    for a, b in zip(*results):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_only_the_arguments_are_kept(x, w):
    made = []

    def wide(x):
        y = ops.exp(ops.tile(x, (50, 1)))
        made.append(weakref.ref(y._data))
        return ops.sum(ops.sin(y), axis=0)

    with GradientTape() as tape:
        tape.watch(x)
        value = checkpoint(wide)(x)
        gc.collect()
        assert made[0]() is None
    assert tape.gradient(value, x) is not None
    assert len(made) == 2


def test_it_runs_once_where_no_gradient_is_wanted(x):
    calls = []

    def counted(x):
        calls.append(1)
        return x * x

    checkpoint(counted)(x)
    with GradientTape():
        checkpoint(counted)(x)  # recorded, but nothing is watched
    assert len(calls) == 2


def test_random_numbers_are_the_same_both_times(x):
    def noisy(x):
        return x * keras.random.uniform((4, 3)) * keras.random.dropout(x, 0.5)

    results = []
    for function in (noisy, checkpoint(noisy)):
        keras.utils.set_random_seed(3)
        with GradientTape() as tape:
            tape.watch(x)
            first = function(x)
            value = first * function(first)
        results.append([value, tape.gradient(value, x), keras.random.uniform((2,))])
    assert_same_bits(*results)


def test_structures_and_outputs_that_nobody_uses(x):
    def several(p, scale=1.0):
        return {"a": p[0] * scale, "b": [p[1] * p[0], None], "n": ops.argmax(p[0])}

    with GradientTape() as tape:
        tape.watch(x)
        found = checkpoint(several)([x, x + 1], scale=3.0)
    assert found["b"][1] is None
    assert found["n"].dtype.kind == "i"
    np.testing.assert_allclose(tape.gradient(found["a"], x), np.full((4, 3), 3.0))


def test_second_derivatives(x):
    def energy(x):
        return ops.sum(ops.tanh(x) * x * x)

    wanted = hessian(energy)(x)
    np.testing.assert_allclose(hessian(checkpoint(energy))(x), wanted, rtol=1e-12)


def test_checkpoints_nest(x, w):
    inner = checkpoint(twisted)
    outer = checkpoint(lambda x, w: inner(inner(x, w), w))
    wanted = gradients_of(lambda x, w: twisted(twisted(x, w), w), x, w)
    assert_same_bits(gradients_of(outer, x, w), wanted)


def test_a_gradient_inside(x):
    def slope(x):
        return grad(lambda v: ops.sum(v**3))(x)

    assert_same_bits(gradients_of(checkpoint(slope), x), gradients_of(slope, x))


class Blocks(keras.Model):
    """Two blocks with state and randomness, perhaps with a loss of their own."""

    def __init__(self, wrap, penalty=None):
        super().__init__()
        self.wrap = wrap
        self.parts = [
            [
                keras.layers.Dense(8, activity_regularizer=penalty),
                keras.layers.BatchNormalization(),
                keras.layers.Dropout(0.5),
            ]
            for _ in range(2)
        ]
        self.head = keras.layers.Dense(1)

    def call(self, x, training=None):
        for part in self.parts:

            def block(x, part=part):
                for layer in part:
                    x = layer(x)
                return ops.relu(x)

            x = self.wrap(block)(x)
        return self.head(x)


@pytest.mark.parametrize("eagerly", [True, False])
def test_a_model_trains_to_the_same_bits(eagerly):
    rng = np.random.default_rng(0)
    data, target = rng.normal(size=(32, 4)), rng.normal(size=(32, 1))
    histories, weights = [], []
    for wrap in (lambda f: f, checkpoint):
        keras.utils.set_random_seed(7)
        model = Blocks(wrap)
        model.compile("adam", "mse", run_eagerly=eagerly)
        with warnings.catch_warnings():
            warnings.simplefilter("error", StaysEagerWarning)
            seen = model.fit(data, target, batch_size=8, epochs=3, verbose=0)
        histories.append(seen.history["loss"])
        weights.append(model.get_weights())
    assert histories[0] == histories[1]
    assert_same_bits(*weights)


def test_losses_added_inside_count_once():
    rng = np.random.default_rng(0)
    data, target = rng.normal(size=(32, 4)), rng.normal(size=(32, 1))
    found = []
    for wrap in (lambda f: f, checkpoint):
        keras.utils.set_random_seed(7)
        model = Blocks(wrap, "l2")
        model.compile("adam", "mse")
        found.append(model.fit(data, target, epochs=3, verbose=0).history["loss"])
        assert len(model.losses) == 2
    np.testing.assert_allclose(*found, rtol=1e-5)


def test_a_replayed_step_computes_again(capsys):
    counts = []
    for wrap in (lambda f: f, checkpoint):
        model = Blocks(wrap)
        model.compile("sgd", "mse")
        model.fit(np.ones((16, 4)), np.ones((16, 1)), batch_size=8, epochs=2, verbose=0)
        model.explain(equations=True)
        counts.append(capsys.readouterr().out.count(" = relu"))
    assert counts[1] > counts[0]


def test_refuses_what_is_no_function():
    with pytest.raises(ArgumentError, match=r"checkpoint: .* function, got 3"):
        checkpoint(3)
