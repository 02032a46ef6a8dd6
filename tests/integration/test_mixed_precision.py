"""Sixteen bits learn what thirty-two do; recorded steps do what eager ones did."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import cornu as keras
from cornu import layers


@pytest.fixture
def policy(request):
    if "bfloat16" in request.param:
        pytest.importorskip("ml_dtypes")
    keras.mixed_precision.set_global_policy(request.param)
    yield request.param
    keras.mixed_precision.set_global_policy("float32")


each_policy = pytest.mark.parametrize(
    "policy", ["float32", "mixed_float16", "mixed_bfloat16"], indirect=True
)


def network():
    return [
        layers.Conv2D(8, 3, activation="relu"),
        layers.BatchNormalization(momentum=0.9),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(32, activation="gelu"),
        layers.Dropout(0.1, seed=2),
        layers.Dense(10, activation="softmax", dtype="float32"),
    ]


@each_policy
def test_digits(policy):
    (x, y), (x_test, y_test) = keras.datasets.digits.load_data()
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(4)
    model = keras.Sequential([keras.Input((8, 8, 1)), *network()])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = 0.01
    model.fit(x[..., None] / 16.0, y, epochs=8, batch_size=64, verbose=0)
    loss, accuracy = model.evaluate(x_test[..., None] / 16.0, y_test, verbose=0)
    assert accuracy > 0.95
    assert loss < 0.25
    scales = type(model.optimizer).__name__ == "LossScaleOptimizer"
    assert scales == (policy == "mixed_float16")
    assert {w.dtype for w in model.weights} == {"float32"}
    assert {m.dtype for m in model.metrics} == {"float32"}


def stacks():
    return {
        "images": ((8, 8, 2), network),
        "sequences": (
            (8, 6),
            lambda: [
                layers.LSTM(5, return_sequences=True),
                layers.LayerNormalization(),
                layers.GRU(4),
                layers.Dense(10, activation="softmax", dtype="float32"),
            ],
        ),
    }


@each_policy
@pytest.mark.parametrize("name", stacks())
def test_traced_steps_are_eager_ones_to_the_bit(policy, name):
    shape, make = stacks()[name]
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(160, *shape)).astype("float32"), rng.integers(0, 10, 160)
    found = []
    for run_eagerly in (True, False):
        keras.utils.clear_session(free_memory=False)
        keras.utils.set_random_seed(1)
        model = keras.Sequential([keras.Input(shape), *make()])
        model.compile(
            "adam", "sparse_categorical_crossentropy", run_eagerly=run_eagerly
        )
        history = model.fit(x, y, epochs=2, batch_size=32, verbose=0)
        state = [v.numpy() for v in [*model.variables, *model.optimizer.variables]]
        found.append([history.history["loss"], *state, model.predict(x, verbose=0)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


@each_policy
def test_attention_in_a_model_of_text(policy):
    ids = keras.Input((None,), dtype="int32")
    x = layers.Embedding(20, 8, mask_zero=True)(ids)
    x = layers.MultiHeadAttention(2, 4)(x, x, use_causal_mask=True)
    assert x.dtype == layers.Dense(1).compute_dtype
    y = layers.Dense(1, dtype="float32")(layers.GlobalAveragePooling1D()(x))
    model = keras.Model(ids, y)
    model.compile("adam", "mse")
    rng = np.random.default_rng(0)
    data = rng.integers(0, 20, (64, 7))
    data[:, 0] = 1 + data[:, 0] % 19
    history = model.fit(data, data.mean(1), epochs=2, batch_size=16, verbose=0)
    assert np.isfinite(history.history["loss"]).all()


@pytest.mark.parametrize("name", ["mixed_float16", "mixed_bfloat16"])
def test_an_example_under_a_policy(name):
    if "bfloat16" in name:
        pytest.importorskip("ml_dtypes")
    program = Path(__file__).parents[2] / "examples" / "binary_classifier.py"
    done = subprocess.run(
        [sys.executable, program, "--quick", "--verbose", "0", "--policy", name],
        capture_output=True,
        text=True,
        check=True,
    )
    (right,) = re.findall(r"tables: ([\d.]+)% right", done.stdout)
    assert float(right) > 99.5
