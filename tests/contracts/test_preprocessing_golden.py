"""Hold layers of text and categories to what real Keras 3 learns, returns, refuses."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest

import cornu as keras
from cornu.errors import CornuError
from golden.load import FOLDER, plain

CASES = json.loads((FOLDER / "preprocessing.json").read_text("utf-8"))["cases"]
by_case = pytest.mark.parametrize(
    "case", [c for c in CASES if "error" not in c], ids=lambda case: case["id"]
)
by_wrong_case = pytest.mark.parametrize(
    "case", [c for c in CASES if "error" in c], ids=lambda case: case["id"]
)


def as_input(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(np.array(v) for v in value["@features"])
    array = np.array(value)
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def construct(case: Any) -> Any:
    keras.utils.clear_session(free_memory=False)
    kwargs = dict(case["kwargs"])
    if isinstance(kwargs.get("ngrams"), list):
        kwargs["ngrams"] = tuple(kwargs["ngrams"])
    return getattr(keras.layers, case["class_name"])(**kwargs)


def ready(case: Any) -> Any:
    layer = construct(case)
    if "adapt" in case:
        layer.adapt(as_input(case["adapt"]))
    return layer


def assert_config(found: Any, wanted: Any) -> None:
    # Learned boundaries are exact here; Keras sums up ranks in float32.
    found, wanted = plain(found), dict(wanted)
    if wanted.get("bin_boundaries") is not None:
        edges = wanted.pop("bin_boundaries")
        np.testing.assert_allclose(found.pop("bin_boundaries"), edges, rtol=1e-5)
    assert found == wanted


def test_all_recorded_cases_are_here() -> None:
    assert len(CASES) == 160
    assert sum("error" in case for case in CASES) == 45


@by_case
def test_config_is_that_of_keras(case: Any) -> None:
    assert_config(construct(case).get_config(), case["config"])


@by_case
def test_layer_is_rebuilt_from_the_config_of_keras(case: Any) -> None:
    kind = getattr(keras.layers, case["class_name"])
    for config in (case["config"], case.get("config_after", case["config"])):
        layer = kind.from_config(copy.deepcopy(config))
        assert_config(layer.get_config(), config)


@by_case
def test_learns_as_keras_does(case: Any) -> None:
    layer = ready(case)
    for x in case["inputs"]:
        layer(as_input(x))
    if "config_after" in case:
        assert_config(layer.get_config(), case["config_after"])
    assert [w.path for w in layer.weights] == case["paths"]
    for one, other in zip(layer.get_weights(), case["weights"], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    if "vocabulary" in case:
        assert layer.get_vocabulary() == case["vocabulary"]
        plain_words = layer.get_vocabulary(include_special_tokens=False)
        assert plain_words == case["plain_vocabulary"]
        assert layer.vocabulary_size() == case["size"]


@by_case
def test_output(case: Any) -> None:
    layer = ready(case)
    for x, wanted in zip(case["inputs"], case["outputs"], strict=True):
        output = layer(as_input(x))
        found = output.numpy() if hasattr(output, "numpy") else output
        kind = "string" if found.dtype.kind == "O" else found.dtype.name
        assert (kind, list(found.shape)) == (wanted["dtype"], wanted["shape"])
        if found.dtype.kind == "f":
            np.testing.assert_allclose(found, wanted["values"], rtol=1e-5, atol=1e-6)
        else:
            assert found.tolist() == wanted["values"]


@by_case
def test_symbols_tell_type_and_shape(case: Any) -> None:
    layer = ready(case)
    for x in case["inputs"]:
        values = as_input(x)
        many = values if isinstance(values, tuple) else (values,)
        symbols = tuple(
            keras.KerasTensor(v.shape, "string" if v.dtype.kind == "U" else v.dtype)
            for v in many
        )
        symbol = layer(symbols if isinstance(values, tuple) else symbols[0])
        output = layer(values)
        assert len(symbol.shape) == len(output.shape)
        for size, actual in zip(symbol.shape, output.shape, strict=True):
            assert size in (None, actual)
        kind = "string" if output.dtype.kind == "O" else output.dtype
        assert symbol.dtype == kind


@by_wrong_case
def test_what_keras_refuses_is_refused_in_words(case: Any) -> None:
    with pytest.raises((CornuError, ValueError, TypeError)) as caught:
        layer = ready(case)
        for x in case["inputs"]:
            layer(as_input(x))
    text = str(caught.value)
    assert case["class_name"] in text
    assert len(text) > 40
