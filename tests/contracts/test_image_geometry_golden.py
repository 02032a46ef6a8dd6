"""Hold layers that move pixels, and functions on boxes, to real Keras 3."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import cornu as keras
from cornu import ops
from golden.load import plain, read

RECORDED = read("image_geometry")
CASES = RECORDED["cases"]
BOXES = RECORDED["boxes"]
# What Keras says of the layer without being asked, or forgets to say.
SILENT = {"MaxNumBoundingBoxes": ("fill_value",)}

by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])


def construct(case: dict[str, Any]) -> Any:
    keras.utils.clear_session(free_memory=False)
    return getattr(keras.layers, case["class_name"])(**case["kwargs"])


def flat(item: Any) -> list[np.ndarray]:
    if isinstance(item, dict):
        return [x for key in sorted(item) for x in flat(item[key])]
    return [item if isinstance(item, np.ndarray) else ops.convert_to_numpy(item)]


def ours(case: dict[str, Any]) -> Any:
    """Return what Keras drew, as our layer of that name has it."""
    drawn, data = case["drawn"], case["data"]
    images = data["images"] if isinstance(data, dict) else data
    sizes = images.shape[1:3]
    match case["class_name"]:
        case "RandomFlip":
            return {"flips": ops.array(drawn["flips"].ravel()), "sizes": sizes}
        case "RandomShear":
            x, y = drawn["shear_factor"].T
            zero, one = np.zeros_like(x), np.ones_like(x)
            matrix = np.stack([one, x, zero, y, one, zero], 1).reshape(-1, 2, 3)
            return {"matrix": ops.array(matrix), "sizes": sizes}
        case "RandomPerspective":
            found = {k: ops.array(drawn[k]) for k in ("start_points", "end_points")}
            is_hit = ops.array(drawn["apply_perspective"].ravel())
            return {**found, "is_hit": is_hit, "sizes": sizes}
        case "RandomCrop":
            return {"place": [*map(int, drawn)], "sizes": sizes}
    raise AssertionError(case["class_name"])


def run(case: dict[str, Any]) -> Any:
    layer = construct(case)
    data = case["data"]
    if "drawn" not in case:
        return layer(data, training=case["training"])
    drawn = ours(case)
    if not isinstance(data, dict):
        return layer.transform_images(ops.array(data), drawn)
    return {
        "images": layer.transform_images(ops.array(data["images"]), drawn),
        "bounding_boxes": layer.transform_bounding_boxes(data["bounding_boxes"], drawn),
    }


def test_all_recorded_cases_are_here() -> None:
    assert len(CASES) == 220
    assert len(BOXES) == 114


@by_case
def test_config_is_that_of_keras(case: dict[str, Any]) -> None:
    found = plain(construct(case).get_config())
    for name in SILENT.get(case["class_name"], ()):
        found.pop(name)
    assert found == case["config"]


@by_case
def test_results_are_those_of_keras(case: dict[str, Any]) -> None:
    found, wanted = run(case), case["outputs"]
    if case["class_name"] == "CenterCrop" and is_small(case):
        for result in (found, wanted):
            result.pop("segmentation_masks")
    found, wanted = flat(found), flat(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert one.dtype == other.dtype
        assert one.shape == other.shape
        if one.dtype == np.uint8:
            apart = np.abs(one.astype(int) - other)
            assert apart.max() <= 1  # halves, less or more the last digit
            assert np.mean(apart) < 0.02
        else:
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=2e-3)


def is_small(case: dict[str, Any]) -> bool:
    """Tell whether images are enlarged first; Keras mixes classes of masks there."""
    if not isinstance(case["data"], dict):
        return False
    high, wide = case["data"]["images"].shape[1:3]
    return case["kwargs"]["height"] > high or case["kwargs"]["width"] > wide


@pytest.mark.parametrize("case", BOXES, ids=lambda case: case["name"])
def test_boxes_are_those_of_keras(case: dict[str, Any]) -> None:
    kwargs = {k: v for k, v in case["kwargs"].items() if v is not None}
    found = flat(getattr(keras.utils.bounding_boxes, case["name"])(**kwargs))
    for one, other in zip(found, flat(case["result"]), strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-4)
