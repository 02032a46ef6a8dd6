"""fit, evaluate and the methods for single batches."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import NotBuiltError
from cornu.training.trainer import in_order, require_compiled

RNG = np.random.Generator(np.random.Philox(11))
X = RNG.standard_normal((12, 3)).astype("float32")
Y = (X @ np.array([[1.0], [-1.0], [0.5]])).astype("float32")


def model(metrics=("mae",), **settings):
    made = keras.Sequential([keras.Input((3,), name="x"), layers.Dense(1, name="out")])
    made.set_weights([np.full((3, 1), 0.5, "float32"), np.zeros(1, "float32")])
    made.compile(keras.optimizers.SGD(0.1), "mse", metrics=list(metrics), **settings)
    return made


def history(x, y=None, **settings):
    settings = {"batch_size": 4, "epochs": 2, "shuffle": False, **settings}
    return model().fit(x, y, verbose=0, **settings).history


WANTED = history(X, Y)


def same(found):
    assert list(found) == list(WANTED)
    for key, values in WANTED.items():
        np.testing.assert_allclose(found[key], values, rtol=1e-5, err_msg=key)


# ---- kinds of data ----


def batches():
    for _ in range(2):
        for i in range(0, 12, 4):
            yield X[i : i + 4], Y[i : i + 4]


class Numbered(keras.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return X[4 * i : 4 * i + 4], Y[4 * i : 4 * i + 4]


def test_lists_of_numbers():
    same(history(X.tolist(), Y.tolist()))


def test_tensors():
    same(history(keras.ops.convert_to_tensor(X), keras.ops.convert_to_tensor(Y)))


def test_other_types():
    same(history(X.astype("float64"), Y[:, 0].astype("float64")))


def test_dictionary_by_the_name_of_the_input():
    same(history({"x": X}, {"out": Y}))


def test_list_of_one():
    same(history([X], [Y]))


def test_data_frames():
    pandas = pytest.importorskip("pandas")
    same(history(pandas.DataFrame(X, columns=list("abc")), pandas.Series(Y[:, 0])))
    mixed = pandas.DataFrame({"a": [True, False], "b": [1, 2], "c": [0.5, 1.5]})
    assert model().predict(mixed, verbose=0).shape == (2, 1)


def test_generator():
    same(history(batches(), batch_size=None, steps_per_epoch=3))


def test_numbered_data_set():
    same(history(Numbered(), batch_size=None))


def test_any_iterable_that_can_be_read_again():
    class Loader:
        def __iter__(self):
            return iter([(X[i : i + 4], Y[i : i + 4]) for i in (0, 4, 8)])

    same(history(Loader(), batch_size=None))


def test_read_only_and_strided_arrays():
    wide = np.zeros((24, 3), "float32")
    wide[::2] = X
    view = wide[::2]
    view.flags.writeable = False
    same(history(view, np.asfortranarray(Y)))


# ---- weights ----


def test_class_weights_are_sample_weights():
    labels = (Y[:, 0] > 0).astype("float32")
    weights = np.where(labels > 0, 3.0, 1.0).astype("float32")
    one = history(X, labels, class_weight={1: 3.0})
    other = history(X, labels, sample_weight=weights)
    np.testing.assert_allclose(one["loss"], other["loss"], rtol=1e-6)
    found = model().train_on_batch(X, labels, class_weight={1: 3.0})
    wanted = model().train_on_batch(X, labels, sample_weight=weights)
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_weight_zero_takes_rows_out():
    weight = np.array([1] * 8 + [0] * 4, "float32")
    found = history(X, Y, sample_weight=weight, batch_size=12)
    error = X[:8] @ np.full((3, 1), 0.5, "float32") - Y[:8]
    np.testing.assert_allclose(found["loss"][0], (error**2).sum() / 12, rtol=1e-5)


# ---- validation ----


def test_split_takes_the_last_rows_before_shuffling():
    one = history(X, Y, validation_split=0.25, shuffle=False)
    other = history(X[:9], Y[:9], validation_data=(X[9:], Y[9:]), shuffle=False)
    assert one == other


def test_split_of_several_inputs():
    a, b = keras.Input((3,)), keras.Input((3,))
    net = keras.Model([a, b], layers.Dense(1)(layers.add([a, b])))
    net.compile("sgd", "mse")
    found = net.fit([X, X], Y, validation_split=0.5, verbose=0).history
    assert "val_loss" in found


def test_validation_data_wins_over_the_split():
    found = history(X, Y, validation_data=(X, Y), validation_split=0.5)
    assert found["loss"] == WANTED["loss"]


# ---- evaluate ----


def test_evaluate_is_the_mean_over_all_rows():
    error = X @ np.full((3, 1), 0.5, "float32") - Y
    wanted = [(error**2).mean(), abs(error).mean()]
    for size in (1, 5, 12, 50):
        found = model().evaluate(X, Y, batch_size=size, verbose=0)
        np.testing.assert_allclose(found, wanted, rtol=1e-5)
    found = model().evaluate(X, Y, verbose=0, return_dict=True)
    assert list(found) == ["loss", "mae"]
    assert type(found["loss"]) is float


def test_loss_alone_is_a_number():
    assert type(model(metrics=()).evaluate(X, Y, verbose=0)) is float


def test_evaluate_with_weights_steps_and_generators():
    net = model(weighted_metrics=["mae"])
    weight = np.linspace(0, 1, 12).astype("float32")
    found = net.evaluate(X, Y, sample_weight=weight, verbose=0, return_dict=True)
    error = (X @ np.full((3, 1), 0.5, "float32") - Y)[:, 0]
    np.testing.assert_allclose(found["loss"], (error**2 * weight).mean(), rtol=1e-5)
    wanted = (abs(error) * weight).sum() / weight.sum()
    np.testing.assert_allclose(found["weighted_mae"], wanted, rtol=1e-5)
    net = model()
    some = net.evaluate(X, Y, batch_size=4, steps=1, verbose=0)
    np.testing.assert_allclose(some, net.evaluate(X[:4], Y[:4], verbose=0), rtol=1e-6)
    np.testing.assert_allclose(
        net.evaluate(Numbered(), verbose=0), net.evaluate(X, Y, verbose=0), rtol=1e-5
    )


# ---- single batches ----


def test_batches_are_measured_one_by_one():
    net = model()
    first = net.test_on_batch(X[:4], Y[:4])
    second = net.test_on_batch(X[4:], Y[4:])
    assert first != second
    np.testing.assert_allclose(first, net.evaluate(X[:4], Y[:4], verbose=0), rtol=1e-5)
    np.testing.assert_allclose(second, net.evaluate(X[4:], Y[4:], verbose=0), rtol=1e-5)


def test_train_on_batch_is_a_fit_of_one_batch():
    one, other = model(), model()
    logs = one.train_on_batch(X, Y, return_dict=True)
    wanted = other.fit(X, Y, batch_size=12, shuffle=False, verbose=0).history
    assert {k: [v] for k, v in logs.items()} == wanted
    for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


# ---- names and order of results ----


def test_order_of_results():
    net = model(metrics=["mae", keras.metrics.MeanSquaredError(name="again")])
    found = net.evaluate(X, Y, verbose=0)
    assert net.metrics_names == ["loss", "mae", "again"]
    np.testing.assert_allclose(found[0], found[2], rtol=1e-6)


def test_metrics_that_give_several_results():
    class Both(keras.metrics.Metric):
        def __init__(self):
            super().__init__(name="both")
            self.count = self.add_weight(name="count")

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.count.assign_add(1.0)

        def result(self):
            return {"once": self.count + 0.0, "twice": self.count * 2.0}

    found = model(metrics=[Both()]).evaluate(
        X, Y, batch_size=4, verbose=0, return_dict=True
    )
    assert (found["once"], found["twice"]) == (3.0, 6.0)


def test_in_order():
    logs = {"b": 2, "a": 1, "c": 3}
    assert in_order(logs, ["c", "nothing"]) == [3, 1, 2]
    assert in_order({"loss": 1}, ["loss"]) == 1


def test_require_compiled():
    with pytest.raises(NotBuiltError, match=r"m: call compile\(optimizer, loss\)"):
        require_compiled(None, keras.Sequential(name="m"), "fit")


# ---- the optimizer ----


def test_training_goes_on_where_it_stopped():
    once, twice = model(), model()
    for net in (once, twice):
        net.compile(keras.optimizers.Adam(0.05), "mse")
    once.fit(X, Y, epochs=4, shuffle=False, verbose=0)
    twice.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    twice.fit(X, Y, epochs=4, initial_epoch=2, shuffle=False, verbose=0)
    assert int(twice.optimizer.iterations) == int(once.optimizer.iterations)
    for a, b in zip(once.get_weights(), twice.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_learning_rate_changed_between_fits():
    net = model()
    net.fit(X, Y, verbose=0)
    net.optimizer.learning_rate = 0.0
    before = net.get_weights()
    net.fit(X, Y, verbose=0)
    for a, b in zip(before, net.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("settings", [{"run_eagerly": True}, {"jit_compile": False}])
def test_settings_of_execution_change_no_number(settings):
    found = model(**settings).fit(
        X, Y, batch_size=4, epochs=2, shuffle=False, verbose=0
    )
    same(found.history)
