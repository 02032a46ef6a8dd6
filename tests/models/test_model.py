"""What all models can do, however they were made."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.core.observers import CHANGES
from cornu.errors import NotBuiltError, ShapeError

RNG = np.random.Generator(np.random.Philox(5))
X = RNG.standard_normal((10, 3)).astype("float32")
Y = RNG.standard_normal((10, 1)).astype("float32")


class Net(keras.Model):
    """Layers in a list, a flag, and a branch on it."""

    def __init__(self, depth=2, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(4, activation="relu") for _ in range(depth)]
        self.drop = layers.Dropout(0.5)
        self.out = layers.Dense(1)

    def call(self, x, training=False):
        for layer in self.hidden:
            x = layer(x)
        return self.out(self.drop(x, training=training))


def plain():
    return keras.Sequential(
        [keras.Input((3,)), layers.Dense(4, name="h"), layers.Dense(1, name="o")]
    )


# ---- subclassed models ----


def test_layers_are_found_in_the_order_of_their_attributes():
    model = Net()
    assert model(X).shape == (10, 1)
    assert [type(x).__name__ for x in model.layers] == ["Dense"] * 2 + [
        "Dropout",
        "Dense",
    ]
    assert len(model.weights) == 6
    assert model.get_layer(index=3) is model.out


def test_training_flag_is_passed_by_fit_and_not_by_predict():
    flags = []

    class Watch(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = layers.Dense(1)

        def call(self, x, training=None):
            flags.append(training)
            return self.out(x)

    model = Watch()
    model(X)
    model(X, training=True)
    model.compile("sgd", "mse")
    flags.clear()
    model.fit(X, Y, batch_size=10, verbose=0)
    assert flags[-1] is True
    flags.clear()
    model.evaluate(X, Y, verbose=0)
    model.predict(X, verbose=0)
    assert set(flags) <= {False, None}
    assert flags[-1] is False


def test_built_by_shape():
    model = Net()
    model.build((None, 3))
    assert model.built
    assert model.count_params() == 3 * 4 + 4 + 4 * 4 + 4 + 4 + 1


def test_first_fit_builds():
    model = Net()
    model.compile("adam", "mse", metrics=["mae"])
    history = model.fit(X, Y, epochs=2, verbose=0).history
    assert list(history) == ["loss", "mae"]


def test_call_that_needs_values_is_trained_all_the_same():
    class Deciding(keras.Model):
        def __init__(self):
            super().__init__()
            self.a, self.b = layers.Dense(1), layers.Dense(1)

        def call(self, x):
            return self.a(x) if float(ops.sum(x)) > 0 else self.b(x)

    model = Deciding()
    model.compile("sgd", "mse")
    with pytest.warns(keras.errors.StaysEagerWarning, match="Python read a tensor"):
        history = model.fit(abs(X), Y, epochs=2, verbose=0).history
    assert len(history["loss"]) == 2


def test_python_values_and_several_arguments():
    class Scaled(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = layers.Dense(1, use_bias=False, kernel_initializer="ones")

        def call(self, x, factor=1.0, shift=None):
            y = self.out(x) * factor
            return y if shift is None else y + shift

    wanted = X.sum(1, keepdims=True) * 3 + 1
    np.testing.assert_allclose(Scaled()(X, factor=3.0, shift=1.0), wanted, rtol=1e-4)


def test_dictionary_inputs_by_call():
    class Both(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = layers.Dense(1)

        def call(self, inputs):
            return {"sum": self.out(inputs["a"] + inputs["b"])}

    model = Both()
    model.compile("sgd", {"sum": "mse"})
    x = {"a": X, "b": X}
    model.fit(x, {"sum": Y}, verbose=0)
    assert model.predict(x, verbose=0)["sum"].shape == (10, 1)


# ---- finding layers ----


def test_get_layer():
    model = plain()
    assert model.get_layer("o") is model.layers[1]
    assert model.get_layer(index=-1) is model.layers[-1]
    with pytest.raises(ValueError, match=r"'oo'.*Did you mean 'o'"):
        model.get_layer("oo")
    with pytest.raises(ValueError, match="index 5 is out of range"):
        model.get_layer(index=5)
    with pytest.raises(ValueError, match="either a name or an index"):
        model.get_layer()


# ---- freezing ----


@pytest.mark.parametrize("late", [False, True], ids=["before compile", "after compile"])
def test_frozen_layers_stay(late):
    model = plain()
    if not late:
        model.get_layer("h").trainable = False
    model.compile("adam", "mse")
    model.fit(X, Y, verbose=0)
    if late:
        model.get_layer("h").trainable = False
    before = model.get_weights()
    model.fit(X, Y, verbose=0)
    changed = [(a != b).any() for a, b in zip(before, model.get_weights(), strict=True)]
    assert changed == [False, False, True, True]


def test_unfreezing_works_after_training():
    model = plain()
    model.get_layer("h").trainable = False
    model.compile("adam", "mse")
    model.fit(X, Y, verbose=0)
    model.get_layer("h").trainable = True
    model.compile("adam", "mse")
    before = model.get_weights()
    model.fit(X, Y, verbose=0)
    assert all((a != b).any() for a, b in zip(before, model.get_weights(), strict=True))


def test_frozen_batch_normalization_uses_its_statistics():
    model = keras.Sequential([keras.Input((3,)), layers.BatchNormalization()])
    model.trainable = False
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(X, X, verbose=0)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(model(X, training=True), X / np.sqrt(1.001), rtol=1e-4)


def test_trainable_false_at_construction():
    x = keras.Input((3,))
    model = keras.Model(x, layers.Dense(1)(x), trainable=False)
    assert model.trainable_weights == []


# ---- weights ----


def test_set_weights_round_trip():
    one, other = plain(), plain()
    other.set_weights(one.get_weights())
    np.testing.assert_array_equal(
        one.predict(X, verbose=0), other.predict(X, verbose=0)
    )


def test_weights_file_round_trip(tmp_path):
    one, other = plain(), plain()
    one.save_weights(tmp_path / "a.weights.h5")
    other.load_weights(tmp_path / "a.weights.h5")
    for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    with pytest.raises(ValueError, match="by_name=True is for old HDF5 files"):
        one.load_weights(tmp_path / "a.weights.h5", by_name=True)
    with pytest.raises(TypeError, match="by_nam"):
        one.load_weights(tmp_path / "a.weights.h5", by_nam=True)


# ---- predicting ----


def test_predict_in_batches_equals_predict_at_once():
    model = plain()
    whole = model.predict_on_batch(X)
    assert isinstance(whole, np.ndarray)
    np.testing.assert_allclose(
        model.predict(X, batch_size=3, verbose=0), whole, rtol=1e-5
    )


def test_predict_takes_generators_and_steps():
    model = plain()
    out = model.predict(iter([X[:4], X[4:]]), verbose=0)
    np.testing.assert_allclose(out, model.predict(X, verbose=0), rtol=1e-5)
    pairs = ((X, Y) for _ in range(5))
    assert model.predict(pairs, steps=2, verbose=0).shape == (20, 1)
    assert model.predict(X, batch_size=2, steps=2, verbose=0).shape == (4, 1)


def test_predict_needs_no_compile_and_lets_nan_through():
    assert np.isnan(plain().predict(X * np.nan, verbose=0)).all()


def test_outputs_that_cannot_be_joined():
    model = keras.Sequential([keras.Input((None, 2)), layers.Dense(1)])
    batches = iter([np.ones((1, 3, 2)), np.ones((1, 4, 2))])
    with pytest.raises(ShapeError, match=r"predict.*\(3, 1\).*\(4, 1\)"):
        model.predict(batches, verbose=0)


# ---- losses and metrics of layers ----


def test_losses_of_layers_are_minimised():
    class Shrink(layers.Layer):
        def build(self, shape):
            self.w = self.add_weight(shape=(shape[-1],), initializer="ones")

        def call(self, x):
            self.add_loss(ops.sum(self.w**2))
            return x * self.w

    model = keras.Sequential([keras.Input((3,)), Shrink()])
    model.compile(keras.optimizers.SGD(0.25))
    losses = [model.fit(X, verbose=0).history["loss"][0] for _ in range(2)]
    # w <- w - 0.25 * 2 w halves the weights in each step.
    np.testing.assert_allclose(losses, [3.0, 0.75], rtol=1e-6)


def test_metrics_of_layers_are_logged_and_reset():
    class Seen(layers.Layer):
        def __init__(self):
            super().__init__()
            self.rows = [keras.metrics.Sum(name="rows")]

        def call(self, x):
            self.rows[0].update_state(ops.ones_like(x)[:, 0])
            return x

    model = keras.Sequential([keras.Input((3,)), Seen(), layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    history = model.fit(X, Y, batch_size=4, epochs=2, verbose=0).history
    assert list(history) == ["loss", "mae", "rows"]
    assert history["rows"] == [10.0, 10.0]
    assert model.metrics_names == ["loss", "mae", "rows"]
    assert len(model.evaluate(X, Y, verbose=0)) == 3


def test_metrics_that_come_later_are_found():
    class Holder(layers.Layer):
        def __init__(self):
            super().__init__()
            self.numbers = [0.0]
            self.table = {"b": mean("b"), "a": [mean("a")]}

        def call(self, x):
            return x

    def mean(name):
        return keras.metrics.Mean(name=name)

    def names():
        return [metric.name for metric in model.metrics]

    holder = Holder()
    model = keras.Sequential([keras.Input((3,)), holder, layers.Dense(1)])
    assert names() == ["b", "a"]
    model.compile("sgd", "mse", metrics=["mae"])
    assert names() == ["loss", "b", "a"]
    model.evaluate(X, Y, verbose=0)
    compiled = names()[:2]
    assert len(compiled) == 2
    for change, expected in (
        (lambda: setattr(holder, "one", mean("one")), ["b", "a", "one"]),
        (lambda: holder.table["a"].append(mean("c")), ["b", "a", "c", "one"]),
        (lambda: holder.numbers.append(mean("n")), ["n", "b", "a", "c", "one"]),
        (lambda: holder.table.pop("b"), ["n", "a", "c", "one"]),
        (lambda: setattr(holder, "one", None), ["n", "a", "c"]),
        (lambda: setattr(holder, "numbers", [1]), ["a", "c"]),
        (lambda: holder.numbers.__setitem__(0, mean("m")), ["m", "a", "c"]),
        (lambda: setattr(model, "own", [mean("own")]), ["own", "m", "a", "c"]),
    ):
        change()
        assert names() == [*compiled, *expected]
    model.metrics.clear()
    assert len(names()) == 6, "what was given away is a copy"
    model.compile("sgd", "mse")
    assert names() == ["loss", "own", "m", "a", "c"]


def test_a_nested_compiled_model_keeps_its_metrics():
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    inner.compile("sgd", "mse", metrics=["mae"])
    outer = keras.Sequential([keras.Input((3,)), inner])
    assert outer.metrics == []


def test_training_does_not_count_as_a_change_of_settings():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    stop = keras.callbacks.EarlyStopping("loss", patience=9, restore_best_weights=True)
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[stop])
    before = CHANGES.settings
    for name in ("stop_training", "stop_evaluating", "stop_predicting"):
        setattr(model, name, True)
    model.history = None
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[stop], validation_data=(X, Y))
    model.evaluate(X, Y, verbose=0)
    model.predict(X, verbose=0)
    assert CHANGES.settings == before
    model.layers[0].use_bias = False
    assert CHANGES.settings > before


# ---- own steps ----


class OwnStep(keras.Model):
    """The usual custom training loop body."""

    def train_step(self, data):
        x, y = data
        with keras.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        variables = self.trainable_variables
        gradients = tape.gradient(loss, variables)
        self.optimizer.apply_gradients(zip(gradients, variables))
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


def test_own_train_step_equals_the_built_in_one():
    x = keras.Input((3,))
    layer = layers.Dense(1)
    usual = keras.Model(x, layer(x))
    start = usual.get_weights()
    usual.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    wanted = usual.fit(X, Y, batch_size=5, epochs=3, shuffle=False, verbose=0).history
    usual.set_weights(start)
    own = OwnStep(x, layer(x))
    own.compile(keras.optimizers.SGD(0.1), "mse", metrics=[_mae()])
    found = own.fit(X, Y, batch_size=5, epochs=3, shuffle=False, verbose=0).history
    np.testing.assert_allclose(found["loss"], wanted["loss"], rtol=1e-5)
    np.testing.assert_allclose(found["mae"], wanted["mae"], rtol=1e-5)


def _mae():
    return keras.metrics.MeanAbsoluteError(name="mae")


def test_own_step_with_own_trackers_and_metrics_property():
    class Tracker(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = layers.Dense(1)
            self.tracker = keras.metrics.Mean(name="own_loss")

        def call(self, x):
            return self.out(x)

        @property
        def metrics(self):
            return [self.tracker]

        def train_step(self, data):
            x, y = data
            with keras.GradientTape() as tape:
                loss = ops.mean((self(x, training=True) - y) ** 2)
            grads = tape.gradient(loss, self.trainable_weights)
            self.optimizer.apply(grads, self.trainable_weights)
            self.tracker.update_state(loss)
            return {"own_loss": self.tracker.result()}

    model = Tracker()
    model.compile(keras.optimizers.SGD(0.01))
    history = model.fit(X, Y, epochs=4, verbose=0).history
    assert list(history) == ["own_loss"]
    assert history["own_loss"][-1] < history["own_loss"][0]


def test_own_test_and_predict_step():
    class Shouting(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = layers.Dense(1)

        def call(self, x):
            return self.out(x)

        def test_step(self, data):
            return {"answer": 42.0}

        def predict_step(self, data):
            return self(data[0]) * 0 + 7

    model = Shouting()
    model.compile("sgd", "mse")
    assert model.evaluate(X, Y, verbose=0, return_dict=True) == {"answer": 42.0}
    assert (model.predict(X, verbose=0) == 7).all()


def test_step_that_returns_no_dictionary():
    class Wrong(OwnStep):
        def train_step(self, data):
            return 1.0

    x = keras.Input((3,))
    model = Wrong(x, layers.Dense(1)(x))
    model.compile("sgd", "mse")
    with pytest.raises(TypeError, match="must return a dictionary"):
        model.fit(X, Y, verbose=0)


def test_own_compute_loss():
    class Doubled(keras.Model):
        def compute_loss(self, x=None, y=None, y_pred=None, **settings):
            return 2 * ops.mean((y - y_pred) ** 2)

    x = keras.Input((3,))
    model = Doubled(x, layers.Dense(1, kernel_initializer="zeros")(x))
    model.compile("sgd")
    found = model.evaluate(X, Y, verbose=0)
    np.testing.assert_allclose(found, 2 * (Y**2).mean(), rtol=1e-5)


# ---- compile ----


def test_what_compile_was_given():
    model = plain()
    assert (model.optimizer, model.loss, model.compiled) == (None, None, False)
    assert model.metrics == []
    optimizer = keras.optimizers.Adam()
    model.compile(optimizer, "mse")
    assert model.optimizer is optimizer
    assert model.loss == "mse"
    assert model.compiled
    with pytest.raises(NotBuiltError, match=r"compile\(.*fit"):
        plain().fit(X, Y)


def test_compiling_anew_starts_anew():
    model = plain()
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(X, Y, verbose=0)
    model.compile("adam", "mae")
    assert int(model.optimizer.iterations) == 0
    assert list(model.fit(X, Y, verbose=0).history) == ["loss"]


def test_summary_counts_weights():
    model = plain()
    lines = []
    model.summary(print_fn=lines.append)
    text = "\n".join(lines)
    assert "Total params: 21" in text
    assert "h (Dense)" in text
