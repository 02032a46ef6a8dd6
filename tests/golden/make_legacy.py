"""Write models of real Keras 2 and Keras 3 into old HDF5 files, with predictions.

Run: ``python tests/golden/make_legacy.py tf_keras`` where ``tf_keras`` is installed,
and ``KERAS_BACKEND=jax python tests/golden/make_legacy.py keras``. The files are
``legacy_<library>_<model>.h5``, of Keras 2 also ``.keras``; ``legacy_<library>.npz``
holds what the models predict, and the losses of two further training steps of one.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
from legacy_models import MODELS, inputs, targets

FOLDER = Path(__file__).parent


def main() -> None:
    library = sys.argv[1]
    keras = importlib.import_module(library)
    found = {"version": np.array(keras.__version__)}
    for name, build in MODELS.items():
        keras.backend.clear_session()
        keras.utils.set_random_seed(7)
        model = build(keras)
        x = inputs(name)
        compiled = name in ("stack", "images")
        if compiled:
            model.fit(x, targets(name), epochs=2, batch_size=3, verbose=0)
        path = FOLDER / f"legacy_{library}_{name}.h5"
        model.save(path)
        if library == "tf_keras":  # which Keras 3 does not read
            model.save(FOLDER / f"legacy_{library}_{name}.keras")
        outputs = model.predict(x, verbose=0)
        for i, y in enumerate(outputs if isinstance(outputs, list) else [outputs]):
            found[f"{name}/{i}"] = y
        if name == "images":  # no dropout: the next losses are certain
            losses = [model.train_on_batch(x, targets(name)) for _ in range(2)]
            found[f"{name}/losses"] = np.array(losses)
        weights = FOLDER / f"legacy_{library}_{name}_weights.h5"
        if library == "tf_keras" and name == "branches":
            model.save_weights(weights)
    np.savez_compressed(FOLDER / f"legacy_{library}.npz", **found)


if __name__ == "__main__":
    main()
