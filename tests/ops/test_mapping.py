import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.autodiff import Tensor, grad
from cornu.errors import ShapeError


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(size=(5, 4)).astype("float32")


def test_scan_backward_puts_results_where_their_slices_were():
    carry, ys = ops.scan(lambda c, x: (c + x, c), 0, ops.array([1, 2, 3]), reverse=True)
    assert (carry.item(), ys.tolist()) == (6, [5, 3, 0])


def test_scan_without_results(rows):
    carry, ys = ops.scan(lambda c, x: (c + x, None), np.zeros(4, "float32"), rows)
    assert ys is None
    np.testing.assert_allclose(carry, rows.sum(0), rtol=1e-6)


def test_gradients_through_a_scan():
    def last(x):
        return ops.scan(lambda c, v: (c * v, c), 1.0, x)[0]

    x = np.array([2.0, 3.0, 4.0])
    np.testing.assert_allclose(grad(last)(x), [12.0, 8.0, 6.0])


def test_turns_must_return_alike():
    turn = iter(range(2, 9))
    with pytest.raises(ShapeError, match=r"map: a result in turn 1 is float32 \(3,\)"):
        ops.map(lambda x: ops.ones(next(turn)), np.zeros(3))


@pytest.mark.parametrize("n", range(9))
@pytest.mark.parametrize("reverse", [False, True])
def test_associative_scan_of_something_that_does_not_commute(n, reverse):
    matrices = np.random.default_rng(n).normal(size=(n, 2, 2))
    found = ops.associative_scan(ops.matmul, Tensor(matrices), reverse=reverse)
    order = matrices[::-1] if reverse else matrices
    wanted = [order[0]] if n else []
    for m in order[1:]:
        wanted.append(wanted[-1] @ m)
    wanted = np.array(wanted[::-1] if reverse else wanted).reshape(n, 2, 2)
    np.testing.assert_allclose(found, wanted, rtol=1e-10)


def test_associative_scan_calls_its_function_seldom():
    calls = []

    def add(a, b):
        calls.append(a.shape)
        return a + b

    ops.associative_scan(add, np.arange(64.0))
    assert len(calls) <= 12


def test_maps_and_scans_in_a_model(rows):
    x = keras.Input((4,))
    layer = keras.layers.Dense(2, name="inside")
    y = ops.map(lambda row: layer(row[None])[0], x)
    z = ops.vectorized_map(lambda p: p[0] * ops.sum(p[1]), [x, y])
    carry, sums = ops.scan(lambda c, row: (c + row, c * 2), x[0], x)
    scanned = ops.associative_scan(ops.maximum, x, axis=1)
    model = keras.Model(x, [y, z, carry, sums, scanned])
    assert [s.shape for s in (y, z, carry, sums, scanned)] == [
        (None, 2), (None, 4), (4,), (None, 4), (None, 4),
    ]  # fmt: skip
    assert layer in model.layers
    found = model(rows)
    np.testing.assert_allclose(found[0], layer(rows), rtol=1e-5)
    np.testing.assert_allclose(
        found[1], rows * np.sum(layer(rows), 1)[:, None], rtol=1e-5
    )
    np.testing.assert_allclose(found[2], rows.sum(0) + rows[0], rtol=1e-5)
    np.testing.assert_array_equal(found[4], np.maximum.accumulate(rows, 1))


def test_a_scan_stays_in_a_replayed_step(rows):
    class Summing(keras.Model):
        def __init__(self):
            super().__init__()
            self.cell = keras.layers.Dense(4)

        def call(self, x):
            step = lambda c, v: (ops.tanh(self.cell(c) + v), None)
            return ops.scan(step, ops.zeros_like(x), ops.stack([x, x * 2, x]))[0]

    losses = []
    for eagerly in (True, False):
        keras.utils.set_random_seed(1)
        model = Summing()
        model.compile("sgd", "mse", run_eagerly=eagerly)
        losses.append(model.fit(rows, rows, epochs=6, verbose=0).history["loss"])
    assert losses[0] == losses[1]
