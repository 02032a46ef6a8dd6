"""Record how real Keras 3 lays out ``.weights.h5`` files, paths and summaries.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_weights_layout.py``.
It writes ``weights_layout.json`` and the real files ``conv_bn.weights.h5``,
``recurrent.weights.h5``, ``nested.weights.h5`` and ``conv_bn.keras``, whose weights
follow the recipe of ``layout_models.fill``, with ``saved_outputs`` to compare.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

import h5py
import keras
import numpy as np
from layout_models import MODELS, SUMMARIES, fill, sample
from load import FOLDER, plain

KEPT = ("conv_bn", "recurrent", "nested")
WIDTH = 80


def tree(path: Path) -> dict[str, Any]:
    """Return every group and dataset of an HDF5 file with its attributes."""
    found: dict[str, Any] = {}

    def visit(name: str, item: Any) -> None:
        entry: dict[str, Any] = {"attrs": plain(dict(item.attrs))}
        if isinstance(item, h5py.Dataset):
            entry["shape"] = list(item.shape)
            entry["dtype"] = item.dtype.str
        found[name] = entry

    with h5py.File(path) as file:
        found[""] = {"attrs": plain(dict(file.attrs))}
        file.visititems(visit)
    return found


def layers_of(model: Any) -> list[dict[str, Any]]:
    return [
        {"name": layer.name, "path": layer.path, "class_name": type(layer).__name__}
        for layer in model.layers
    ]


def summary(model: Any) -> str:
    lines: list[str] = []
    model.summary(
        line_length=WIDTH, print_fn=lambda text, line_break=False: lines.append(text)
    )
    return "\n".join(lines)


def record(name: str, folder: Path) -> dict[str, Any]:
    keras.backend.clear_session()
    model = MODELS[name](keras)
    path = folder / f"{name}.weights.h5"
    entry: dict[str, Any] = {
        "layers": layers_of(model),
        "weights": [
            {"name": w.name, "path": w.path, "shape": list(w.shape), "dtype": w.dtype}
            for w in model.weights
        ],
        "trainable": [w.path for w in model.trainable_weights],
    }
    if model.compiled:
        entry["optimizer_variables"] = [v.path for v in model.optimizer.variables]
    else:
        fill(model)
    model.save_weights(path)
    entry["file"] = tree(path)
    if name in KEPT:
        target = FOLDER / path.name
        target.write_bytes(path.read_bytes())
        x = sample(model)
        entry["saved_outputs"] = {
            "inputs": x.tolist(),
            "outputs": np.asarray(model(x)).tolist(),
        }
    if name == "conv_bn":
        model.save(FOLDER / "conv_bn.keras")
    if name in SUMMARIES:
        entry["summary"] = summary(model)
    if name not in ("subclassed", "custom_weights"):
        entry["config"] = plain(json.loads(model.to_json()))
    return entry


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        models = {name: record(name, Path(folder)) for name in MODELS}
    document = {
        "versions": {"keras": keras.__version__, "h5py": h5py.__version__},
        "summary_width": WIDTH,
        "models": models,
    }
    with open(FOLDER / "weights_layout.json", "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1, ensure_ascii=False)
        file.write("\n")
    for name, entry in models.items():
        print(name, len(entry["file"]), "entries")


if __name__ == "__main__":
    main()
