"""Record what real Keras 3 prints when its output is not a terminal.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_progress.py``; it writes ``progress.txt``
with control characters spelled out. Times in it are those of the machine that ran it;
only the form is of interest.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import contextlib
import io
import re

import keras
import numpy as np
from layout_models import mlp
from load import FOLDER


def visible(text: str) -> str:
    """Spell out carriage returns, colours and runs of backspaces."""
    text = re.sub("\b+", lambda found: f"<{len(found[0])} backspaces>", text)
    text = re.sub("\x1b\\[([0-9;]*)m", r"<style \1>", text)
    return text.replace("\r", "<cr>")


def show() -> None:
    rng = np.random.Generator(np.random.Philox(1))
    x, y = rng.random((100, 4)), rng.random((100, 2))
    model = mlp(keras)
    model.compile(optimizer="adam", loss="mse", metrics=["mae", "accuracy"])
    for verbose in ("auto", 1, 2, 0):
        print(f"== fit, verbose={verbose!r}, with validation", flush=True)
        model.fit(x, y, epochs=2, batch_size=32, verbose=verbose, validation_split=0.25)
    print("== fit, verbose=2, unknown length", flush=True)
    steps = ((x[:32], y[:32]) for _ in range(3))
    model.fit(steps, epochs=1, verbose=2)
    print("== fit, verbose=1, unknown length", flush=True)
    steps = ((x[:32], y[:32]) for _ in range(3))
    model.fit(steps, epochs=1, verbose=1)
    for verbose in ("auto", 1, 2):
        print(f"== evaluate, verbose={verbose!r}", flush=True)
        model.evaluate(x, y, verbose=verbose)
        print(f"== predict, verbose={verbose!r}", flush=True)
        model.predict(x, verbose=verbose)


def main() -> None:
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen):
        show()
    (FOLDER / "progress.txt").write_text(visible(screen.getvalue()), encoding="utf-8")


if __name__ == "__main__":
    main()
