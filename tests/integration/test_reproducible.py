"""The same seed gives the same weights to the bit, in any process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

import cornu as keras

SCRIPT = """
import numpy as np
import cornu as keras

def train(seed):
    keras.utils.set_random_seed(seed)
    k = keras.layers
    x = np.sin(np.arange(60 * 36, dtype="float32")).reshape(60, 6, 6, 1)
    y = np.arange(60) % 3
    model = keras.Sequential([
        keras.Input((6, 6, 1)),
        k.Conv2D(4, 3, activation="relu"),
        k.SpatialDropout2D(0.2),
        k.BatchNormalization(),
        k.Flatten(),
        k.GaussianNoise(0.1),
        k.Dense(8, activation="relu"),
        k.Dropout(0.5),
        k.Dense(3, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=16, epochs=3, verbose=0, validation_split=0.2)
    return model.get_weights()
"""


def trained(seed: int) -> list[np.ndarray]:
    scope: dict[str, object] = {}
    exec(SCRIPT, scope)
    return scope["train"](seed)  # type: ignore[operator,no-any-return]


def fingerprint(weights: list[np.ndarray]) -> str:
    return hashlib.sha256(b"".join(w.tobytes() for w in weights)).hexdigest()


def trained_elsewhere(seed: int, hash_seed: str) -> str:
    code = SCRIPT + (
        "import hashlib\n"
        f"w = train({seed})\n"
        "print(hashlib.sha256(b''.join(a.tobytes() for a in w)).hexdigest())\n"
    )
    paths = os.pathsep.join(p for p in sys.path if p)
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_two_processes_end_with_the_same_bits() -> None:
    first = trained_elsewhere(7, "1")
    assert first == trained_elsewhere(7, "2")
    assert first == fingerprint(trained(7))


def test_twice_in_one_process() -> None:
    assert fingerprint(trained(3)) == fingerprint(trained(3))


def test_another_seed_gives_other_weights() -> None:
    for one, other in zip(trained(3), trained(4), strict=True):
        if one.ndim > 1:
            assert (one != other).all()


def test_order_of_the_rows_depends_on_the_seed_only() -> None:
    seen: list[list[float]] = []

    class Watch(keras.Model):
        def call(self, x):  # type: ignore[no-untyped-def]
            if not isinstance(x, keras.KerasTensor):
                seen[-1].extend(x.numpy()[:, 0].tolist())
            return self.out(x)

        def __init__(self) -> None:
            super().__init__()
            self.out = keras.layers.Dense(1)

    x = np.arange(20, dtype="float32")[:, None]
    for seed in (1, 1, 2):
        seen.append([])
        keras.utils.set_random_seed(seed)
        model = Watch()
        model.compile("sgd", "mse", run_eagerly=True)
        model.fit(x / 20, x, batch_size=8, epochs=2, verbose=0)
    assert seen[0] == seen[1] != seen[2]
    assert sorted(seen[0][:20]) == sorted(seen[0][20:])
    assert seen[0][:20] != seen[0][20:], "each epoch has its own order"


@pytest.mark.parametrize("settings", [{"shuffle": False}, {"shuffle": "batch"}])
def test_shuffle_settings(settings: dict[str, object]) -> None:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.linspace(0, 1, 20, dtype="float32")[:, None]
    history = model.fit(x, x, batch_size=4, epochs=2, verbose=0, **settings).history
    assert len(history["loss"]) == 2
