"""Record the first fifty training losses of four models into a JSON file.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_training_losses.py``.
The file is ``training_losses.json``; another backend or another file name may be asked
for: ``KERAS_BACKEND=torch python tests/golden/make_training_losses.py other.json``.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from load import FOLDER
from training_models import NAMES, fingerprint, losses


def main() -> None:
    document = {
        "versions": {
            "keras": keras.__version__,
            "backend": keras.backend.backend(),
            "numpy": np.__version__,
        },
        "models": {
            name: {"fingerprint": fingerprint(name), "losses": losses(keras, name)}
            for name in NAMES
        },
    }
    target = sys.argv[1] if len(sys.argv) > 1 else FOLDER / "training_losses.json"
    with open(target, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")
    for name, entry in document["models"].items():
        print(name, [round(loss, 4) for loss in entry["losses"][::7]])


if __name__ == "__main__":
    main()
