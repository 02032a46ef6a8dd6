"""Record what real Keras 3 initializers draw: configs, values or moments.

Run: ``KERAS_BACKEND=jax python tests/golden/make_initializers.py`` with Keras and JAX.
For each case: ``get_config()``, and of a large draw the mean, the standard deviation,
the smallest and the largest number; of those that draw nothing the values themselves.
"""

from __future__ import annotations

import json
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from load import FOLDER, plain

SHAPES = [(300, 200), (3, 3, 40, 50), (2000,), (5, 40, 60)]
SCALED = ["Glorot", "He", "Lecun"]
CASES = [
    *((f"{name}{kind}", {}) for name in SCALED for kind in ("Normal", "Uniform")),
    *(
        ("VarianceScaling", {"scale": 2.0, "mode": mode, "distribution": distribution})
        for mode in ("fan_in", "fan_out", "fan_avg")
        for distribution in ("truncated_normal", "untruncated_normal", "uniform")
    ),
    ("RandomNormal", {}),
    ("RandomNormal", {"mean": 1.0, "stddev": 0.5}),
    ("RandomUniform", {}),
    ("RandomUniform", {"minval": -3.0, "maxval": 1.0}),
    ("TruncatedNormal", {}),
    ("TruncatedNormal", {"mean": 1.0, "stddev": 0.5}),
    ("Orthogonal", {}),
    ("Orthogonal", {"gain": 2.0}),
]
EXACT = [
    ("Zeros", {}, (2, 3)),
    ("Ones", {}, (2, 3)),
    ("Constant", {"value": 1.5}, (2, 3)),
    ("Identity", {}, (3, 3)),
    ("Identity", {"gain": 2.0}, (2, 4)),
    ("STFT", {}, (8, 1, 10)),
    ("STFT", {"side": "real", "window": "hamming"}, (8, 1, 5)),
    ("STFT", {"side": "imag", "scaling": "spectrum"}, (8, 1, 5)),
    ("STFT", {"side": "real", "scaling": "density", "periodic": True}, (8, 1, 5)),
]


def main() -> None:
    drawn, exact = [], []
    for name, kwargs in CASES:
        for shape in SHAPES:
            if name == "Orthogonal" and len(shape) < 2:
                continue
            made = getattr(keras.initializers, name)(seed=1, **kwargs)
            x = np.asarray(made(shape), np.float64)
            moments = [float(m) for m in (x.mean(), x.std(), x.min(), x.max())]
            drawn.append([name, kwargs, shape, plain(made.get_config()), moments])
    for name, kwargs, shape in EXACT:
        made = getattr(keras.initializers, name)(**kwargs)
        values = np.asarray(made(shape), np.float64).tolist()
        exact.append([name, kwargs, shape, plain(made.get_config()), values])
    path = FOLDER / "initializers.json"
    document = {"keras": keras.__version__, "drawn": drawn, "exact": exact}
    path.write_text(json.dumps(document) + "\n", "utf-8")
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
