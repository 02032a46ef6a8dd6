"""Normalization: what it learns, from whatever form data has."""

import numpy as np
import pytest

from cornu import Sequential, layers, ops, utils
from cornu.errors import ArgumentError, DataError, DTypeError, ShapeError

DATA = np.random.default_rng(0).normal(5.0, 3.0, (40, 3)).astype("float32")


class Batches(utils.PyDataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return DATA[10 * index : 10 * index + 10]


@pytest.mark.parametrize(
    "data",
    [DATA, DATA.tolist(), ops.array(DATA), np.split(DATA, [3, 17]), Batches(),
     (part for part in np.split(DATA, 4)), map(ops.array, np.split(DATA, 2))],
    ids=["array", "lists", "tensor", "list of arrays", "dataset", "generator", "map"],
)  # fmt: skip
def test_forms_of_data(data):
    layer = layers.Normalization()
    layer.adapt(data)
    mean, variance, count = layer.get_weights()
    np.testing.assert_allclose(mean, DATA.mean(0), rtol=1e-6)
    np.testing.assert_allclose(variance, DATA.astype("float64").var(0), rtol=1e-6)
    assert count == 0
    out = layer(DATA).numpy()
    np.testing.assert_allclose(out.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(out.std(0), 1, rtol=1e-5)


def test_learning_again_forgets():
    layer = layers.Normalization()
    layer.adapt(DATA + 100)
    layer.adapt(DATA)
    np.testing.assert_allclose(layer.get_weights()[0], DATA.mean(0), rtol=1e-6)


def test_far_from_zero_the_variance_stands():
    data = np.array([[1e8], [1e8 + 1], [1e8 + 2]])
    layer = layers.Normalization()
    layer.adapt(data)
    assert layer.get_weights()[1] == pytest.approx(2 / 3, rel=1e-6)


def test_statistics_beyond_float16():
    layer = layers.Normalization(dtype="mixed_float16")
    layer.adapt(np.array([[0.0], [2000.0]]))
    assert layer([[2000.0]]).tolist() == [[1.0]]


def test_one_value_gives_zero():
    layer = layers.Normalization()
    layer.adapt(np.ones((3, 2)))
    assert layer([[1.0, 1.0]]).tolist() == [[0.0, 0.0]]


def test_inverse_undoes():
    layer, inverse = layers.Normalization(), layers.Normalization(invert=True)
    layer.adapt(DATA)
    inverse.adapt(DATA)
    np.testing.assert_allclose(inverse(layer(DATA)).numpy(), DATA, rtol=1e-5)


def test_attributes_broadcast():
    layer = layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[1.0, 4.0, 9.0])
    assert layer.mean is None
    layer.build((None, 5, 3))
    assert layer.mean.tolist() == [[[1.0, 2.0, 3.0]]]
    assert layer.variance.shape == (1, 1, 3)


def test_weights_survive_a_file(tmp_path):
    def make():
        return Sequential([layers.Input((3,)), layers.Normalization(name="n")])

    model, other = make(), make()
    model.layers[0].adapt(DATA)
    model.save_weights(tmp_path / "a.weights.h5")
    other.load_weights(tmp_path / "a.weights.h5")
    np.testing.assert_array_equal(other(DATA).numpy(), model(DATA).numpy())


def test_learning_after_steps_were_recorded():
    model = Sequential([layers.Input((3,)), layers.Normalization()])
    for shift in (0, 50):
        model.layers[0].adapt(DATA + shift)
        for _ in range(4):
            out = model.predict(DATA + shift, batch_size=20, verbose=0)
        np.testing.assert_allclose(out.mean(0), 0, atol=1e-4)


@pytest.mark.parametrize(
    ("error", "words", "act"),
    [
        (ShapeError, "must be known", lambda x: x.build((None, None))),
        (ShapeError, "does not fit", lambda x: (x.adapt(DATA), x.adapt(DATA[:, :2]))),
        (DTypeError, "got strings", lambda x: x.adapt(np.array([["a"]]))),
        (DTypeError, "got strings", lambda x: (x.build((None, 1)), x(["a"]))),
        (DataError, "inputs alone", lambda x: x.adapt((b, b) for b in [DATA])),
        (DataError, "no batch", lambda x: x.adapt(iter([]))),
    ],
)
def test_wrong_use(error, words, act):
    with pytest.raises(error, match=words):
        act(layers.Normalization())


def test_wrong_settings():
    given = {"mean": [1.0, 2.0], "variance": [1.0, 2.0]}
    with pytest.raises(ShapeError, match="does not broadcast"):
        layers.Normalization(**given).build((None, 3))
    with pytest.raises(ArgumentError, match="nothing to learn"):
        layers.Normalization(**given).adapt(DATA)
    with pytest.raises(ShapeError, match="different axes"):
        layers.Normalization(axis=(1, -1)).build((None, 3))
    with pytest.raises(ArgumentError, match="axis must be an integer"):
        layers.Normalization(axis="last")
