import pytest

from callbacks.fakes import Model
from cornu.callbacks import learning_rates


def test_read_and_write():
    model = Model(rate=0.5)
    learning_rates.require_settable(model, "Test")
    learning_rates.write(model, 0.25)
    assert learning_rates.read(model) == 0.25


def test_a_schedule_cannot_be_set():
    with pytest.raises(TypeError, match="Test: the optimizer's learning rate comes"):
        learning_rates.require_settable(Model(rate=lambda: 0.1), "Test")


def test_no_optimizer():
    model = Model()
    model.optimizer = None
    with pytest.raises(TypeError, match="Test: the model has no optimizer"):
        learning_rates.require_settable(model, "Test")
