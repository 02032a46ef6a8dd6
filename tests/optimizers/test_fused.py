import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(21))
SHAPES = [(3, 2), (4,), (), (130, 70), (300, 400)]
START = [np.float32(rng.standard_normal(s)) for s in SHAPES]
GRADIENTS = [[np.float32(rng.standard_normal(s)) for s in SHAPES] for _ in range(3)]
MAKERS = {
    "sgd": lambda: optimizers.SGD(0.1, weight_decay=0.1),
    "momentum": lambda: optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    "adagrad": lambda: optimizers.Adagrad(0.1),
    "adadelta": lambda: optimizers.Adadelta(1.0),
    "rmsprop": lambda: optimizers.RMSprop(0.1, momentum=0.5, weight_decay=0.1),
    "adam": lambda: optimizers.Adam(0.1, amsgrad=True),
    "adamw": lambda: optimizers.AdamW(0.1),
    "adamax": lambda: optimizers.Adamax(0.1),
    "nadam": lambda: optimizers.Nadam(0.1),
    "lion": lambda: optimizers.Lion(0.1),
}
each = pytest.mark.parametrize("name", MAKERS)


@each
def test_all_together_as_one_by_one(name):
    together = [Variable(a) for a in START]
    optimizer = MAKERS[name]()
    for gradients in GRADIENTS:
        optimizer.apply(gradients, together)
    for i, start in enumerate(START):
        alone = Variable(start)
        optimizer = MAKERS[name]()
        for gradients in GRADIENTS:
            optimizer.apply([gradients[i]], [alone])
        np.testing.assert_allclose(together[i].numpy(), alone.numpy(), rtol=1e-6)


@each
def test_values_held_elsewhere_do_not_change(name):
    variables = [Variable(a) for a in START]
    before = [v.value for v in variables]
    optimizer = MAKERS[name]()
    optimizer.apply(GRADIENTS[0], variables)
    slots = [v.value for v in optimizer.variables]
    copies = [v.numpy().copy() for v in slots]
    optimizer.apply(GRADIENTS[1], variables)
    for old, start in zip(before, START):
        np.testing.assert_array_equal(old.numpy(), start)
    for slot, copy in zip(slots, copies):
        np.testing.assert_array_equal(slot.numpy(), copy)


def test_variables_of_several_types_in_one_step():
    variables = [Variable(np.ones(3, d)) for d in ("float32", "float64", "float32")]
    optimizers.Adam(0.5).apply([np.ones(3, "float32")] * 3, variables)
    assert [v.dtype for v in variables] == ["float32", "float64", "float32"]
    for v in variables:
        np.testing.assert_allclose(v.numpy(), 0.5, rtol=1e-4)


def test_an_own_update_step_of_a_subclass_is_used():
    class Doubled(optimizers.SGD):
        def update_step(self, gradient, variable, learning_rate):
            super().update_step(2 * gradient, variable, learning_rate)

    v = Variable([1.0])
    Doubled(0.25).apply([[1.0]], [v])
    assert v.numpy() == 0.5


def test_a_subset_of_the_variables():
    variables = [Variable(a) for a in START]
    optimizer = optimizers.Adam(0.1)
    optimizer.build(variables)
    optimizer.apply([GRADIENTS[0][1]], [variables[1]])
    np.testing.assert_array_equal(variables[0].numpy(), START[0])
    np.testing.assert_allclose(
        variables[1].numpy(), START[1] - 0.1 * np.sign(GRADIENTS[0][1]), rtol=1e-4
    )


def test_weight_decay_can_change_between_steps():
    v = Variable([1.0])
    optimizer = optimizers.SGD(1.0)
    optimizer.apply([[0.0]], [v])
    optimizer.weight_decay = 0.5
    optimizer.apply([[0.0]], [v])
    assert v.numpy() == 0.5
