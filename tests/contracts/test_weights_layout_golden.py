"""Hold weight files, layer names, paths and summaries to those of real Keras 3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import cornu as keras
from golden.layout_models import MODELS, SUMMARIES, fill
from golden.load import FOLDER, plain

DOCUMENT = json.loads((FOLDER / "weights_layout.json").read_text(encoding="utf-8"))
RECORDED = DOCUMENT["models"]
KEPT = [name for name, entry in RECORDED.items() if "saved_outputs" in entry]

# Ours alone: by it a damaged file is noticed; Keras does not look.
CHECKSUM = "cornu_crc32"

by_model = pytest.mark.parametrize("name", list(MODELS))


def construct(name: str) -> Any:
    keras.utils.clear_session(free_memory=False)
    return MODELS[name](keras)


def tree(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def visit(name: str, item: Any) -> None:
        attributes = {k: v for k, v in item.attrs.items() if k != CHECKSUM}
        entry: dict[str, Any] = {"attrs": plain(attributes)}
        if isinstance(item, h5py.Dataset):
            entry["shape"] = list(item.shape)
            entry["dtype"] = item.dtype.str
        found[name] = entry

    with h5py.File(path) as file:
        found[""] = {"attrs": plain(dict(file.attrs))}
        file.visititems(visit)
    return found


@by_model
def test_layers_have_the_names_and_paths_of_keras(name: str) -> None:
    model = construct(name)
    found = [
        {"name": layer.name, "path": layer.path, "class_name": type(layer).__name__}
        for layer in model.layers
    ]
    # Keras leaves a layer without weights unbuilt, and so without a path, at times.
    for one, other in zip(found, RECORDED[name]["layers"], strict=True):
        if other["path"] is None:
            one["path"] = None
        assert one == other


@by_model
def test_weights_have_the_order_and_paths_of_keras(name: str) -> None:
    model = construct(name)
    found = [
        {"name": w.name, "path": w.path, "shape": list(w.shape), "dtype": w.dtype}
        for w in model.weights
    ]
    assert found == RECORDED[name]["weights"]
    assert [w.path for w in model.trainable_weights] == RECORDED[name]["trainable"]


@by_model
def test_saved_file_is_laid_out_as_by_keras(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.weights.h5"
    construct(name).save_weights(path)
    assert tree(path) == RECORDED[name]["file"]


@pytest.mark.parametrize("name", KEPT)
def test_weight_file_of_keras_is_loaded(name: str) -> None:
    model = construct(name)
    model.load_weights(FOLDER / f"{name}.weights.h5")
    found = model.get_weights()
    fill(model)
    for one, other in zip(found, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    saved = RECORDED[name]["saved_outputs"]
    x = np.array(saved["inputs"])
    x = x.astype(np.int32 if x.dtype.kind == "i" else np.float32)
    y = keras.ops.convert_to_numpy(model(x))
    np.testing.assert_allclose(y, saved["outputs"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", SUMMARIES)
def test_summary_is_that_of_keras(name: str) -> None:
    lines: list[str] = []
    construct(name).summary(
        line_length=DOCUMENT["summary_width"],
        print_fn=lambda text, line_break=False: lines.append(text),
    )
    found = [line.rstrip() for line in "\n".join(lines).splitlines()]
    wanted = [line.rstrip() for line in RECORDED[name]["summary"].splitlines()]
    assert found == wanted
