"""Hold layers that change the colours of images to real Keras 3."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import cornu as keras
from golden.load import Case, cases, plain, read

DOCUMENT = read("image_color")
CASES = cases("image_color")
# In steps of a picture of 256, whatever the range of values.
TOLERANCE = 2e-3

by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def construct(case: Any) -> Any:
    keras.utils.clear_session(free_memory=False)
    return getattr(keras.layers, case.class_name)(**case.kwargs)


def tensors(drawn: dict[str, Any]) -> dict[str, Any]:
    return {name: keras.ops.convert_to_tensor(v) for name, v in drawn.items()}


@by_case
def test_images_are_those_of_keras(case: Case) -> None:
    layer = construct(case)
    drawn = case.extra["drawn"]
    images = keras.ops.convert_to_tensor(case.inputs[0])
    if drawn:
        found = layer.transform_images(images, tensors(drawn))
    else:
        found = layer(images, training=True)
    low, high = case.kwargs.get("value_range", (0, 255))
    wanted = case.outputs[0]
    assert found.dtype == wanted.dtype
    tolerance = TOLERANCE * (high - low) / 255
    np.testing.assert_allclose(found.numpy(), wanted, rtol=0, atol=tolerance)


@by_case
def test_config_is_that_of_keras(case: Case) -> None:
    config = plain(construct(case).get_config())
    if case.class_name == "RandomGrayscale":
        assert config.pop("seed") is None  # Keras forgets it
    assert config == case.config


@pytest.mark.parametrize(
    "entry", DOCUMENT["configs"], ids=lambda e: f"{e['class_name']}-{e['kwargs']}"
)
def test_defaults_are_those_of_keras(entry: dict[str, Any]) -> None:
    keras.utils.clear_session(free_memory=False)
    kind = getattr(keras.layers, entry["class_name"])
    config = plain(kind(**entry["kwargs"]).get_config())
    assert config == entry["config"]
    assert plain(kind.from_config(entry["config"]).get_config()) == config


@pytest.mark.parametrize(
    "entry",
    DOCUMENT["moments"],
    ids=lambda e: f"{e['class_name']}-{e['key']}-{e['kwargs']}",
)
def test_random_numbers_have_the_moments_of_keras(entry: dict[str, Any]) -> None:
    layer = getattr(keras.layers, entry["class_name"])(**entry["kwargs"], seed=5)
    images = keras.ops.zeros(DOCUMENT["drawn_from"])
    drawn = layer.get_random_transformation(images)[entry["key"]]
    values = drawn.numpy().astype(np.float64)
    spread = entry["deviation"]
    # Both are drawn, each with an error of one part in the root of their number.
    error = 6 * max(spread, entry["per_image"]) / np.sqrt(DOCUMENT["drawn_from"][0])
    assert values.mean() == pytest.approx(entry["mean"], abs=error)
    assert values.std() == pytest.approx(spread, abs=error)
    by_image = values.reshape(len(values), -1).mean(1).std()
    assert by_image == pytest.approx(entry["per_image"], abs=error)
