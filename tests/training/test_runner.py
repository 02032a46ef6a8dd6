"""One step of each kind: what goes in, what comes out, what is refused."""

import warnings

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.autodiff import Tensor
from cornu.training.logs import LazyLogs
from cornu.training.runner import model_runner, takes_text

X = np.array([[1.0], [2.0]])  # of double precision


def model(kind=keras.Sequential):
    made = kind([keras.Input((1,)), layers.Dense(1, kernel_initializer="ones")])
    made.compile(keras.optimizers.SGD(0.5), "mse", metrics=["mae"], run_eagerly=True)
    return made


def test_a_training_step_trains_and_a_test_step_measures():
    net = model()
    before = net.get_weights()[0].item()
    logs = net._trainer.runner("test")((X, X + 1))
    assert logs == {"loss": 1.0, "mae": 1.0}
    assert net.get_weights()[0].item() == before
    net._trainer.runner("train")((X, X + 1))
    # d/dw of mean((w x - x - 1)^2) at w = 1 is -2 mean(x) = -3.
    assert net.get_weights()[0].item() == pytest.approx(1 + 0.5 * 3)


def test_logs_are_computed_when_looked_at():
    looks = []

    class Own(keras.Sequential):
        def get_metrics_result(self):
            return LazyLogs(lambda: looks.append(1) or {"loss": 2.0})

    logs = model(Own)._trainer.runner("train")((X, X))
    assert looks == []
    assert logs == {"loss": 2.0}


def test_plain_results_of_ones_own_step_become_logs():
    class Own(keras.Sequential):
        def train_step(self, data):
            self.given = {"loss": Tensor(0.5)}
            return self.given

    net = model(Own)
    logs = net._trainer.runner("train")((X, X))
    net.given["late"] = 1.0
    assert isinstance(logs, LazyLogs)
    assert logs == {"loss": 0.5}


def test_ones_own_step_gets_tensors_in_as_many_parts_as_there_are():
    seen = []

    class Own(keras.Sequential):
        def train_step(self, data):
            seen.append([(type(v), str(v.dtype)) for v in data])
            return {}

    run = model(Own)._trainer.runner("train")
    run((X,))
    run((X, X, X[:, 0]))
    assert seen == [[(Tensor, "float32")], [(Tensor, "float32")] * 3]


@pytest.mark.parametrize("kind", ["train", "test"])
def test_a_step_must_return_a_dictionary(kind):
    net = model()
    setattr(net, f"{kind}_step", lambda data: 0.5)
    with pytest.raises(TypeError, match=r"must return a dictionary .* got float"):
        net._trainer.runner(kind)((X, X))


def test_a_step_may_be_replaced_between_batches():
    net = model()
    run = net._trainer.runner("train")
    run((X, X))
    net.train_step = lambda data: {"own": 1.0}
    assert run((X, X)) == {"own": 1.0}


def test_overflow_is_not_worth_a_warning():
    net = model()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        logs = net._trainer.runner("test")((X * 1e30, X))
    assert logs["loss"] == np.inf


def test_predictions_come_as_the_model_gives_them():
    thrice = layers.Dense(1, kernel_initializer=keras.initializers.Constant(3.0))
    net = keras.Sequential([keras.Input((1,)), thrice])  # not compiled
    run = model_runner(net)
    np.testing.assert_allclose(run((X,)).numpy(), 3 * X)
    net.predict_step = lambda data: {"a": net(data[0])}
    np.testing.assert_allclose(run((X,))["a"].numpy(), 3 * X)


def test_what_it_is_given_may_be_kept():
    run = model()._trainer.runner("train")
    assert not run.copies_inputs
    assert not run.reuses_outputs


def test_what_takes_text():
    numbers = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
    assert not takes_text(numbers)
    text = keras.Input((1,), dtype="string")
    lookup = layers.StringLookup(vocabulary=["a"])
    assert takes_text(keras.Model(text, lookup(text)))
    assert takes_text(keras.Sequential([keras.Sequential([lookup])]))
