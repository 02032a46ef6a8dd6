"""Record layers that move pixels, and functions on boxes, of real Keras 3.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_image_geometry.py``.
Random numbers differ between libraries, so most cases have factors of one point; where
that does not settle everything, what Keras drew is recorded as ``drawn``.
"""

from __future__ import annotations

import copy
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from load import generator, plain
from store import Store, versions

Case = dict[str, Any]
LINEAR = ("RandomRotation", "RandomTranslation", "RandomZoom")
RELATIVE = ("rel_xyxy", "rel_yxyx", "rel_xywh", "rel_center_xywh")
FORMATS = ("xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", *RELATIVE)


def images(shape: tuple[int, ...], dtype: str = "float32") -> np.ndarray:
    rng = generator(f"images {shape} {dtype}")
    if dtype.startswith("float"):
        return rng.uniform(0, 255, shape).astype(dtype)
    return rng.integers(0, 256, shape).astype(dtype)


def everything(height: int, width: int) -> dict[str, Any]:
    """Return a batch of two images with labels, boxes and masks."""
    rng = generator(f"everything {height} {width}")
    low = rng.uniform(0, 0.6, (2, 3, 2)) * (width, height)
    size = rng.uniform(0.1, 0.5, (2, 3, 2)) * (width, height)
    return {
        "images": images((2, height, width, 3)),
        "labels": np.array([1, 4], "int32"),
        "bounding_boxes": {
            "boxes": np.concatenate([low, low + size], -1).astype("float32"),
            "labels": np.arange(6, dtype="int32").reshape(2, 3),
        },
        "segmentation_masks": rng.integers(0, 5, (2, height, width, 1)).astype("int32"),
    }


def case(name: str, data: Any, tag: str = "", training: bool = True, **kwargs: Any):
    return {
        "class_name": name,
        "tag": tag,
        "data": data,
        "training": training,
        "kwargs": kwargs,
    }


# ---- what is recorded ----


def specs() -> Iterator[Case]:
    yield from resizing()
    yield from crops()
    yield from linear()
    yield from drawn()
    for name in (*LINEAR, "RandomShear", "RandomFlip", "RandomCrop"):
        for dtype in ("float32", "uint8"):
            data = images((2, 5, 6, 3), dtype)
            yield case(name, data, f"rest {dtype}", training=False, **least(name))
    data = everything(6, 7)
    for number in (2, 3, 5):
        kwargs = {"max_number": number, "bounding_box_format": "xyxy"}
        yield case("MaxNumBoundingBoxes", data, **kwargs)
    boxed = {"max_number": 4, "fill_value": -7, "bounding_box_format": "xywh"}
    yield case("MaxNumBoundingBoxes", data, "fill", **boxed)


def least(name: str) -> dict[str, Any]:
    return {
        "RandomRotation": {"factor": 0.1},
        "RandomTranslation": {"height_factor": 0.1, "width_factor": (-0.1, 0.2)},
        "RandomZoom": {"height_factor": (-0.2, 0.3)},
        "RandomShear": {"x_factor": 0.1, "y_factor": (0.1, 0.2)},
        "RandomFlip": {"mode": "vertical", "seed": 3},
        "RandomCrop": {"height": 3, "width": 4, "seed": 3},
    }[name]


def resizing() -> Iterator[Case]:
    size = {"height": 4, "width": 9}
    for word in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        for dtype in ("float32", "uint8"):
            data = images((2, 5, 6, 3), dtype)
            yield case("Resizing", data, dtype, interpolation=word, **size)
        yield case("Resizing", data, "antialias", antialias=True, height=3, width=2)
    first = {"data_format": "channels_first"}
    yield case("Resizing", images((2, 3, 5, 6)), "first", **size, **first)
    yield case("Resizing", images((5, 6, 3)), "single", **size)
    for ratio in ("crop_to_aspect_ratio", "pad_to_aspect_ratio"):
        for high, wide in ((4, 9), (9, 4), (12, 5), (6, 5), (3, 3)):
            kwargs = {"height": high, "width": wide, ratio: True, "fill_value": 3.0}
            for form in ("xyxy", "rel_xywh"):
                data = written(everything(8, 11), form)
                kwargs["bounding_box_format"] = form
                yield case("Resizing", data, f"{high} {wide}", **kwargs)
    for form in FORMATS:
        data = written(everything(8, 11), form)
        yield case("Resizing", data, form, bounding_box_format=form, **size)


def crops() -> Iterator[Case]:
    for high, wide in ((4, 6), (5, 5), (8, 11), (9, 6), (9, 14), (4, 13)):
        kwargs = {"height": high, "width": wide}
        for form in ("xyxy", "center_xywh", "rel_xyxy"):
            data = written(everything(8, 11), form)
            yield case("CenterCrop", data, bounding_box_format=form, **kwargs)
        yield case("CenterCrop", images((2, 8, 11, 3), "uint8"), "uint8", **kwargs)
    first = {"data_format": "channels_first"}
    yield case("CenterCrop", images((2, 3, 5, 6)), "first", height=3, width=4, **first)
    yield case("CenterCrop", images((5, 6, 3)), "single", height=3, width=4)


def linear() -> Iterator[Case]:
    settings = {
        "RandomRotation": [{"factor": (f, f)} for f in (0.25, -0.07, 0.4)],
        "RandomTranslation": [
            {"height_factor": (a, a), "width_factor": (b, b)}
            for a, b in ((0.2, 0.0), (-0.13, 0.29), (0.0, -0.5))
        ],
        "RandomZoom": [
            {"height_factor": (0.3, 0.3)},
            {"height_factor": (-0.4, -0.4)},
            {"height_factor": (0.2, 0.2), "width_factor": (-0.3, -0.3)},
        ],
    }
    for name, several in settings.items():
        for kwargs in several:
            for mode in ("reflect", "constant", "wrap", "nearest"):
                for word in ("bilinear", "nearest"):
                    data = images((2, 7, 8, 2))
                    more = {"fill_mode": mode, "interpolation": word}
                    yield case(name, data, fill_value=2.5, **kwargs, **more)
            first = {"data_format": "channels_first"}
            yield case(name, images((2, 3, 5, 6)), "first", **kwargs, **first)
            yield case(name, images((5, 6, 3), "uint8"), "single", **kwargs)
            boxed = {"bounding_box_format": "xyxy"}
            yield case(name, everything(8, 11), "boxes", **kwargs, **boxed)
    for name in LINEAR[1:]:  # boxes written otherwise are wrong in RandomRotation
        for form in FORMATS:
            kwargs = {**settings[name][1], "bounding_box_format": form}
            yield case(name, written(everything(8, 11), form), form, **kwargs)


def drawn() -> Iterator[Case]:
    for mode in ("horizontal", "vertical", "horizontal_and_vertical"):
        boxed = {"mode": mode, "seed": 5, "bounding_box_format": "xyxy"}
        yield case("RandomFlip", everything(6, 7), "drawn", **boxed)
        first = {"mode": mode, "seed": 5, "data_format": "channels_first"}
        yield case("RandomFlip", images((4, 2, 3, 5)), "drawn first", **first)
    for mode in ("reflect", "constant"):
        kwargs = {"x_factor": 0.3, "y_factor": (0.1, 0.2), "fill_mode": mode, "seed": 2}
        yield case("RandomShear", images((4, 7, 8, 2)), "drawn", **kwargs)
    for word in ("bilinear", "nearest"):
        kwargs = {"scale": 0.6, "interpolation": word, "fill_value": 2.5, "seed": 2}
        for factor in ((1.0, 1.0), 0.9):
            data = images((4, 7, 8, 2))
            yield case("RandomPerspective", data, "drawn", factor=factor, **kwargs)
    for high, wide in ((3, 4), (7, 8), (7, 3)):
        kwargs = {"height": high, "width": wide, "seed": 2}
        yield case("RandomCrop", images((2, 7, 8, 2)), "drawn", **kwargs)


def written(data: dict[str, Any], form: str) -> dict[str, Any]:
    height, width = data["images"].shape[1:3]
    boxes = data["bounding_boxes"]
    found = keras.utils.bounding_boxes.convert_format(
        boxes["boxes"], "xyxy", form, height=height, width=width
    )
    return {**data, "bounding_boxes": {**boxes, "boxes": np.asarray(found)}}


# ---- recording ----


def arrays(item: Any) -> Any:
    if isinstance(item, dict):
        return {key: arrays(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [arrays(value) for value in item]
    return np.asarray(item)


def record(spec: Case) -> Case:
    keras.utils.clear_session(free_memory=False)
    layer = getattr(keras.layers, spec["class_name"])(**spec["kwargs"])
    config = plain(layer.get_config())
    data, training = spec["data"], spec["training"]
    found = {}
    if spec["tag"].startswith("drawn"):
        batch = data["images"] if isinstance(data, dict) else data
        numbers = layer.get_random_transformation(data, training=True)
        found["drawn"] = arrays(
            {k: v for k, v in numbers.items() if k != "input_shape"}
            if isinstance(numbers, dict)
            else numbers
        )
        outputs: Any = layer.transform_images(batch, numbers, training=True)
        if isinstance(data, dict):
            boxes = {k: np.array(v) for k, v in data["bounding_boxes"].items()}
            outputs = {
                "images": outputs,
                "bounding_boxes": layer.transform_bounding_boxes(
                    boxes, numbers, training=True
                ),
            }
    else:
        outputs = layer(copy.deepcopy(data), training=training)
    return {**spec, **found, "config": config, "outputs": arrays(outputs)}


def label(spec: Case, count: int) -> str:
    words = [spec["class_name"], *spec["tag"].split(), str(count)]
    return "-".join(words)


def main() -> None:
    store = Store()
    recorded = []
    for count, spec in enumerate(specs()):
        recorded.append({"id": label(spec, count), **record(spec)})
    store.save(
        "image_geometry", {"versions": versions(), "cases": recorded, "boxes": boxes()}
    )
    print(len(recorded), "cases")


# ---- functions on boxes ----


def boxes() -> list[Case]:
    module = keras.utils.bounding_boxes
    return [
        {
            "name": name,
            "kwargs": kwargs,
            # Of a copy: Keras changes dictionaries in place.
            "result": arrays(getattr(module, name)(**copy.deepcopy(kwargs))),
        }
        for name, kwargs in calls()
    ]


def calls() -> Iterator[tuple[str, dict[str, Any]]]:
    rng = generator("boxes")
    low, size = rng.uniform(-5, 50, (2, 3, 2)), rng.uniform(2, 40, (2, 3, 2))
    a = np.concatenate([low, low + size], -1).astype("float32")
    b = (a + rng.uniform(-4, 4, a.shape)).astype("float32")
    labels = np.arange(6, dtype="int32").reshape(2, 3)
    sizes = {"height": 40, "width": 50}
    for source in FORMATS:
        for target in FORMATS:
            given = a / 50 if source.startswith("rel") else a
            words = {"source": source, "target": target}
            yield "convert_format", {"boxes": given[0], **words, **sizes}
    words = {"source": "xyxy", "target": "xywh"}
    yield "convert_format", {"boxes": {"boxes": a, "labels": labels}, **words}
    for form in ("xyxy", "rel_xyxy"):
        given = a / 50 if form.startswith("rel") else a
        held = {"boxes": given, "labels": labels}
        words = {"bounding_box_format": form}
        yield "clip_to_image_size", {"bounding_boxes": held, **sizes, **words}
    yield "crop", {"boxes": a, "top": 3, "left": 7, "height": 20, "width": 30}
    yield "pad", {"boxes": a, "top": 3, "left": 7}
    for shear in (0.0, 20.0):
        numbers = {
            "angle": (30, -50),
            "translate_x": (0.1, 0),
            "translate_y": (0.0, -0.2),
            "scale": (1.0, 1.5),
            "shear_x": (shear, -shear),
            "shear_y": (shear / 2, shear),
        }
        given = {k: np.array(v, "float32") for k, v in numbers.items()}
        yield "affine_transform", {"boxes": a, **given, **sizes}
        middle = {"center_x": 0.2, "center_y": 0.9}
        yield "affine_transform", {"boxes": a, **given, **sizes, **middle}
    for code in ("center_yxhw", "center_xywh"):
        for variance in (None, [0.1, 0.2, 0.3, 0.4]):
            both = {"anchors": a[0], "anchor_format": "xyxy", "variance": variance}
            words = {"box_format": "xyxy", "encoding_format": code}
            yield "encode_box_to_deltas", {**both, "boxes": b, **words}
            words = {"box_format": "rel_xywh", "encoded_format": code}
            words["image_shape"] = (40, 50, 3)
            yield "decode_deltas_to_boxes", {**both, "boxes_delta": b / 90, **words}
    for form in ("xyxy", "xywh", "rel_yxyx"):
        words = {"bounding_box_format": form, "image_shape": (40, 50, 3)}
        for one, other in ((a, b), (a[0], b), (a, b[0]), (a[0], b[1])):
            yield "compute_iou", {"boxes1": one, "boxes2": other, **words}
    none = a.copy()
    none[0, 1] = -1
    words = {"bounding_box_format": "xyxy", "use_masking": True, "mask_val": -9}
    yield "compute_iou", {"boxes1": none, "boxes2": b, **words}
    yield "compute_iou", {"boxes1": b[0], "boxes2": none[0], **words}
    for form in ("xyxy", "center_xywh"):
        words = {"bounding_box_format": form}
        yield "compute_ciou", {"boxes1": a, "boxes2": b, **words}


if __name__ == "__main__":
    main()
