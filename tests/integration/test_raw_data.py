"""Models that begin with raw data: text, categories, unscaled numbers."""

import warnings

import numpy as np
import pytest

import cornu as keras
from cornu.errors import DTypeError, TraceBreak

GOOD = ["a fine film", "what a lovely day", "great fun, I loved it", "lovely and fine"]
BAD = ["a dull film", "what an awful day", "great bore, I hated it", "awful and dull"]
TEXTS = np.array(GOOD + BAD)
LABELS = np.array([1.0] * 4 + [0.0] * 4, "float32")
COLORS = np.array(["red", "green", "blue", "red", "green", "blue"] * 20)[:, None]
SIZES = np.linspace(0, 1000, 120, dtype="float32")[:, None]
PRICES = (np.array([[3.0], [1.0], [2.0]] * 40) + SIZES / 500).astype("float32")


def sentiment():
    keras.utils.set_random_seed(1)
    vectorize = keras.layers.TextVectorization(output_sequence_length=6)
    vectorize.adapt(TEXTS)
    return keras.Sequential(
        [
            keras.Input((1,), dtype="string"),
            vectorize,
            keras.layers.Embedding(vectorize.vocabulary_size(), 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


def test_sentiment_is_learned_from_strings():
    model = sentiment()
    model.compile(
        keras.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = model.fit(TEXTS, LABELS, batch_size=4, epochs=40, verbose=0)
    assert history.history["loss"][-1] < 0.1
    assert model.evaluate(TEXTS, LABELS, verbose=0)[1] == 1.0
    found = model.predict(["I loved it, lovely!", "dull dull awful"], verbose=0)
    assert found[0, 0] > 0.8
    assert found[1, 0] < 0.2


def test_the_same_by_numbers_made_beforehand():
    keras.utils.set_random_seed(1)
    model = sentiment()
    vectorize, *rest = model.layers
    inner = keras.Sequential([keras.Input((6,), dtype="int64"), *rest])
    want = model.predict(TEXTS, verbose=0)
    batches = (vectorize(part) for part in np.split(TEXTS, 4))
    found = inner.predict(batches, verbose=0)
    np.testing.assert_allclose(found, want, rtol=1e-6)


@pytest.mark.parametrize("kind", ["list", "objects", "bytes", "column", "generator"])
def test_forms_of_strings(kind):
    model = sentiment()
    model.compile("sgd", "binary_crossentropy")
    forms = {
        "list": TEXTS.tolist(),
        "objects": TEXTS.astype(object),
        "bytes": np.strings.encode(TEXTS),
        "column": TEXTS[:, None],
        "generator": (part for part in np.split(TEXTS, 2)),
    }
    found = model.predict(forms[kind], verbose=0)
    np.testing.assert_array_equal(found, model.predict(TEXTS, verbose=0))
    if kind == "generator":
        model.fit(((TEXTS[:4], LABELS[:4]) for _ in range(2)), verbose=0)
    else:
        model.fit(forms[kind], LABELS, verbose=0, validation_split=0.25)
        model.train_on_batch(forms[kind], LABELS)


def wide_and_deep():
    keras.utils.set_random_seed(2)
    color = keras.Input((1,), dtype="string", name="color")
    size = keras.Input((1,), name="size")
    lookup = keras.layers.StringLookup(output_mode="one_hot")
    lookup.adapt(COLORS)
    normalize = keras.layers.Normalization()
    normalize.adapt(SIZES)
    wide = lookup(color)
    scaled = normalize(size)
    joined = keras.layers.Concatenate()([wide, scaled])
    deep = keras.layers.Dense(8, activation="relu")(joined)
    outputs = keras.layers.Dense(1)(keras.layers.Concatenate()([joined, deep]))
    return keras.Model({"color": color, "size": size}, outputs)


def test_wide_and_deep():
    model = wide_and_deep()
    model.compile(keras.optimizers.Adam(0.05), "mse")
    data = {"color": COLORS, "size": SIZES}
    history = model.fit(data, PRICES, epochs=60, batch_size=40, verbose=0)
    assert history.history["loss"][-1] < 0.02
    one = {"color": np.array([["red"]]), "size": np.array([[500.0]])}
    assert model.predict(one, verbose=0)[0, 0] == pytest.approx(4.0, abs=0.5)


def test_columns_of_a_data_frame():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"color": COLORS[:, 0], "size": SIZES[:, 0]})
    model = wide_and_deep()
    columns = {name: frame[name] for name in frame}
    want = model.predict({"color": COLORS, "size": SIZES}, verbose=0)
    np.testing.assert_array_equal(model.predict(columns, verbose=0), want)
    frame.loc[3, "color"] = None
    with pytest.raises(DTypeError, match=r"x\['color'\]: a string is missing"):
        model.predict({name: frame[name] for name in frame}, verbose=0)


def test_config_survives(tmp_path):
    model = wide_and_deep()
    twin = type(model).from_config(model.get_config())
    assert twin.get_config() == model.get_config()
    lookups = [
        next(x for x in m.layers if isinstance(x, keras.layers.StringLookup))
        for m in (model, twin)
    ]
    lookups[0].save_assets(tmp_path)
    lookups[1].load_assets(tmp_path)
    model.save_weights(tmp_path / "a.weights.h5")
    twin.load_weights(tmp_path / "a.weights.h5")
    data = {"color": COLORS, "size": SIZES}
    want = model.predict(data, verbose=0)
    np.testing.assert_array_equal(twin.predict(data, verbose=0), want)


def test_strings_and_numbers_are_told_apart():
    model = sentiment()
    model.compile("sgd", "binary_crossentropy")
    with pytest.raises(DTypeError, match="takes strings, got numbers"):
        model.predict(np.ones((2, 1)), verbose=0)
    plain = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    with pytest.raises(DTypeError, match="holds text"):
        plain.predict(TEXTS, verbose=0)
    with pytest.raises(DTypeError, match="takes numbers, got strings"):
        plain(TEXTS)
    with pytest.raises(DTypeError, match="y holds text"):
        model.fit(TEXTS, TEXTS, verbose=0)


def test_layers_of_numbers_refuse_strings():
    text = keras.Input((1,), dtype="string")
    with pytest.raises(DTypeError, match=r"symbol of strings.*StringLookup"):
        keras.layers.Dense(2)(text)
    with pytest.raises(DTypeError, match="symbol of strings"):
        text + 1


def test_steps_are_not_recorded():
    model = sentiment()
    assert "no step" not in explained(model)
    assert "works on values in main memory" in explained(model)
    model.compile("sgd", "binary_crossentropy", jit_compile=True)
    with pytest.raises(TraceBreak, match="jit_compile=True"):
        model.fit(TEXTS, LABELS, verbose=0)


def explained(model):
    lines = []
    model.explain(print_fn=lines.append)
    return "\n".join(lines)


def test_summary_names_the_strings():
    lines = []
    sentiment().summary(print_fn=lines.append)
    assert "text_vectorization" in "\n".join(lines)


def test_own_model_of_strings():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.lookup = keras.layers.StringLookup(vocabulary=["red", "green"])
            self.table = keras.layers.Embedding(3, 1)

        def call(self, inputs):
            return self.table(self.lookup(inputs))[:, 0]

    model = Own()
    model.compile("sgd", "mse")
    model.fit(COLORS, PRICES, verbose=0)
    assert model.predict(COLORS, verbose=0).shape == (120, 1)
