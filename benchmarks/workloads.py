"""Define the benchmark's models and measurements for any Keras-like library.

As a script it makes one measurement in this process and prints it as one line of JSON:
``python benchmarks/workloads.py pima --library cornu``.
For real Keras the backend is chosen, as always, by ``KERAS_BACKEND``.
All data are synthetic and seeded; no files are read.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Data = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Training:
    """A model with its data: `steps` batches an epoch, `epochs` timed together."""

    build: Callable[[Any], Any]
    data: Callable[[int], Data]
    batch_size: int
    steps: int
    epochs: int


# ---- data ----


def _rng() -> np.random.Generator:
    return np.random.Generator(np.random.Philox(7))


def pima_data(rows: int) -> Data:
    rng = _rng()
    x = rng.random((rows, 8), np.float32)
    return x, (x.sum(axis=1, keepdims=True) > 4).astype(np.float32)


def image_data(*shape: int) -> Callable[[int], Data]:
    def make(rows: int) -> Data:
        rng = _rng()
        return rng.random((rows, *shape), np.float32), rng.integers(0, 10, rows)

    return make


def addition_data(rows: int) -> Data:
    rng = _rng()
    letters = np.eye(12, dtype=np.float32)
    x = letters[rng.integers(0, 12, (rows, 7))]
    return x, letters[rng.integers(0, 12, (rows, 4))]


def imdb_data(rows: int) -> Data:
    rng = _rng()
    x = rng.integers(1, 20000, (rows, 80)).astype(np.int32)
    return x, rng.integers(0, 2, (rows, 1)).astype(np.float32)


# ---- models ----


def pima(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(12, activation="relu"),
            layers.Dense(8, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def mlp(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def mnist_cnn(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def addition(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((7, 12)),
            layers.LSTM(128),
            layers.RepeatVector(4),
            layers.LSTM(128, return_sequences=True),
            layers.Dense(12, activation="softmax"),
        ]
    )
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model


def imdb_lstm(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((80,), dtype="int32"),
            layers.Embedding(20000, 128),
            layers.LSTM(128),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def cifar_cnn(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


TRAININGS: dict[str, Training] = {
    "pima": Training(pima, pima_data, 10, 77, 10),
    "mlp": Training(mlp, image_data(784), 128, 60, 3),
    "mnist_cnn": Training(mnist_cnn, image_data(28, 28, 1), 128, 12, 2),
    "addition": Training(addition, addition_data, 128, 40, 3),
    "imdb_lstm": Training(imdb_lstm, imdb_data, 32, 40, 2),
    "cifar_cnn": Training(cifar_cnn, image_data(32, 32, 3), 32, 25, 2),
}
# A short last batch, as in the real Pima table, is part of the workload.
PIMA_ROWS = 768
# Programs may be recorded on first sight of a batch shape and checked on the second.
WARM_UP_EPOCHS = 3


# ---- measurements: each returns one number ----


def _rows(name: str, training: Training) -> int:
    return PIMA_ROWS if name == "pima" else training.batch_size * training.steps


def step_ms(keras: Any, name: str, quick: bool) -> float:
    """Return milliseconds a training step, by timing `fit` after a warm-up."""
    training = TRAININGS[name]
    rows = training.batch_size * 4 if quick else _rows(name, training)
    epochs = 1 if quick else training.epochs
    model = training.build(keras)
    return fit_ms(model, training.data(rows), training.batch_size, epochs)


def fit_ms(model: Any, data: Data, batch_size: int, epochs: int) -> float:
    """Return milliseconds a step of a compiled model's `fit`, after a warm-up."""
    x, y = data
    settings = {"batch_size": batch_size, "verbose": 0}
    model.fit(x, y, epochs=WARM_UP_EPOCHS, **settings)
    start = time.perf_counter()
    # The history holds floats, so every step has really been computed on return.
    history = model.fit(x, y, epochs=epochs, **settings)
    elapsed = time.perf_counter() - start
    assert np.isfinite(history.history["loss"]).all(), "the training diverged"
    return 1000 * elapsed / (epochs * -(-len(x) // batch_size))


def _median_ms(call: Callable[[], Any], count: int) -> float:
    for _ in range(5):
        call()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        np.asarray(call())
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def predict_on_batch_ms(keras: Any, quick: bool) -> float:
    """Return milliseconds for one row through `pima` by `predict_on_batch`."""
    model, row = pima(keras), pima_data(1)[0]
    return _median_ms(lambda: model.predict_on_batch(row), 20 if quick else 500)


def predict_ms(keras: Any, quick: bool) -> float:
    """Return milliseconds for one row through `pima` by `predict`."""
    model, row = pima(keras), pima_data(1)[0]
    return _median_ms(lambda: model.predict(row, verbose=0), 5 if quick else 50)


def images_per_second(keras: Any, quick: bool) -> float:
    """Return how many images a second `predict` puts through `mnist_cnn`."""
    model = mnist_cnn(keras)
    x, _ = TRAININGS["mnist_cnn"].data(256 if quick else 2560)
    milliseconds = _median_ms(
        lambda: model.predict(x, batch_size=128, verbose=0), 2 if quick else 5
    )
    return 1000 * len(x) / milliseconds


def peak_memory_mb(keras: Any, quick: bool) -> float:
    """Return the peak resident memory after all trainings and predictions."""
    for name in TRAININGS:
        step_ms(keras, name, quick)
    predict_on_batch_ms(keras, quick)
    predict_ms(keras, quick)
    images_per_second(keras, quick)
    return resident_peak_mb()


def resident_peak_mb() -> float:
    """Return the peak resident memory of this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1024)


# ---- size of what is installed ----


def _needed(roots: list[str]) -> set[str]:
    """Return the distributions that `roots` bring with them, themselves included."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            plain = [
                text for text in distribution.requires or [] if "extra" not in text
            ]
            waiting += [re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in plain]
    return found


def _folder_bytes(folder: Path) -> int:
    files = (path for path in folder.rglob("*") if path.suffix != ".pyc")
    return sum(path.stat().st_size for path in files if path.is_file())


def installed_mb(library: str) -> float:
    """Return the size of a library with all its dependencies, compiled files aside."""
    backend = os.environ.get("KERAS_BACKEND", "")
    engines = {"tensorflow": ["tensorflow", "tensorflow-cpu"]}
    own = {"cornu": ["numpy", "h5py", "tqdm"]}
    roots = own.get(library, ["keras", *engines.get(backend, [backend])])
    total = 0
    for name in _needed(roots):
        for file in importlib.metadata.files(name) or []:
            path = Path(str(file.locate()))
            if path.suffix != ".pyc" and path.is_file():
                total += path.stat().st_size
    if library == "cornu":
        # Counted from its folder: an editable install lists no files.
        total += _folder_bytes(Path(importlib.import_module("cornu").__file__).parent)
    return total / 1e6


def versions(library: str) -> dict[str, str]:
    """Return the versions that make a contestant what it is."""
    module = importlib.import_module(library)
    names = ["numpy", os.environ.get("KERAS_BACKEND", "") if library == "keras" else ""]
    found = {library: module.__version__, "python": sys.version.split()[0]}
    for name in filter(None, names):
        found[name] = importlib.import_module(name).__version__
    return found


# ---- one measurement in this process ----

ROWS = {
    **dict.fromkeys(TRAININGS, "ms/step"),
    "predict_on_batch": "ms",
    "predict": "ms",
    "images_per_second": "images/s",
    "import": "s",
    "installed_size": "MB",
    "peak_memory": "MB",
}


def measure(row: str, library: str, quick: bool) -> Any:
    """Return the number of one row of the table for `library`."""
    if row == "versions":
        return versions(library)
    if row == "installed_size":
        return installed_mb(library)
    start = time.perf_counter()
    keras = importlib.import_module(library)
    if row == "import":
        return time.perf_counter() - start
    if row in TRAININGS:
        return step_ms(keras, row, quick)
    return {
        "predict_on_batch": predict_on_batch_ms,
        "predict": predict_ms,
        "images_per_second": images_per_second,
        "peak_memory": peak_memory_mb,
    }[row](keras, quick)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("row", choices=[*ROWS, "versions"])
    parser.add_argument("--library", default="cornu", choices=["cornu", "keras"])
    parser.add_argument("--quick", action="store_true", help="few steps; a smoke test")
    settings = parser.parse_args()
    value = measure(settings.row, settings.library, settings.quick)
    print(json.dumps({"row": settings.row, "value": value}))


if __name__ == "__main__":
    main()
