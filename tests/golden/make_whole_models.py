"""Record whole models of real Keras 3: outputs and the losses of 20 steps.

Run: ``KERAS_BACKEND=jax python tests/golden/make_whole_models.py`` with Keras and JAX.
The models stand in ``whole_models.py``, which the tests run on this library.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
from store import Store, versions
from whole_models import MODELS, follow


def main() -> None:
    recorded = {}
    for name in MODELS:
        before, losses, after = follow(keras, name)
        recorded[name] = {"before": before, "losses": losses, "after": after}
        print(f"{name}: {losses[0]:.5f} -> {losses[-1]:.5f}")
    Store().save("whole_models", {"versions": versions(), "models": recorded})


if __name__ == "__main__":
    main()
