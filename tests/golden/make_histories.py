"""Record what real Keras 3 logs in many small trainings, into a JSON file.

Run: ``python -m pip install keras torch`` and then
``PYTHONPATH=tests KERAS_BACKEND=torch python tests/golden/make_histories.py``.
The file is ``histories.json``. Keras's other backends differ where logs depend on how
steps are compiled: on JAX the metrics of a `fit` do not see masks, on TensorFlow the
losses of single outputs are not weighted by the size of the batch.
"""

from __future__ import annotations

import json
import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np

from golden.history_cases import CASES
from golden.load import FOLDER


def main() -> None:
    found = {}
    for name, run in CASES.items():
        keras.utils.clear_session()
        found[name] = run(keras)
    document = {
        "versions": {
            "keras": keras.__version__,
            "backend": keras.backend.backend(),
            "numpy": np.__version__,
        },
        "cases": found,
    }
    path = FOLDER / "histories.json"
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(found)} cases, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
