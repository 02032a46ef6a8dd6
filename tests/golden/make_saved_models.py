"""Record whole models saved by Keras 3: whole_NAME.keras and saved_models.npz.

    python tests/golden/make_saved_models.py          # needs Keras; writes the files
    python tests/golden/make_saved_models.py --check  # does Keras read what we write?

The archive holds, for each model, its outputs when it was saved, and the losses of the
two steps after it: they depend on the optimizer's state.
"""

import sys
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from golden.own_parts import own_parts
from golden.saved_models import NAMES, make, predict, train

HERE = Path(__file__).parent


def record():
    found = {}
    for name in NAMES:
        keras.utils.set_random_seed(7)
        model = make(keras, name)
        train(model, name, 3)
        model.save(HERE / f"whole_{name}.keras")
        for key, value in predict(model, name).items():
            found[f"{name}/{key}"] = value
        found[f"{name}/losses"] = np.array(train(model, name, 2))
        found[f"{name}/config"] = np.array(model.to_json())
    np.savez_compressed(HERE / "saved_models.npz", **found)


def check():
    import cornu

    for name in NAMES:
        ours = make(cornu, name)
        train(ours, name, 3)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{name}.keras")
            ours.save(path)
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # nothing may be left out
                theirs = keras.models.load_model(path, custom_objects=own_parts(keras))
        wanted = predict(ours, name)
        for key, value in predict(theirs, name).items():
            np.testing.assert_allclose(value, wanted[key], rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(
            train(theirs, name, 2), train(ours, name, 2), rtol=1e-4
        )
        print(f"{name}: Keras {keras.__version__} reads it, and trains on as we do")


if __name__ == "__main__":
    check() if "--check" in sys.argv else record()
