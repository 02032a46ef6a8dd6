"""Record layers of real Keras 3 that change colours into ``image_color.npz``.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_image_color.py``.
Random numbers of another generator cannot be compared, so a case either leaves nothing
to chance, or holds what is to be done with the images ("drawn"). What Keras draws is
recorded by its moments.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from load import generator, plain
from store import Store, versions

RANGES = {"bytes": (0, 255), "unit": (0, 1), "signed": (-1, 1)}
LAST, FIRST = (2, 6, 7, 3), (2, 3, 6, 7)
Case = tuple[str, str, dict[str, Any], dict[str, Any]]


def per_image(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32).reshape(-1, 1, 1, 1)


def points(*numbers: float) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(f"{n:g}", {"factor": [n, n]}, {}) for n in numbers]


def ranged() -> Iterator[tuple[str, list[tuple[str, dict[str, Any], dict[str, Any]]]]]:
    """Yield layers that take a range of values: tag, arguments, what is drawn."""
    yield "RandomBrightness", points(0.2, -0.3)
    yield "RandomColorDegeneration", points(0.3, 1.0, -0.5)
    contrast = {"contrast_factor": per_image(0.5, 1.6)}
    yield "RandomContrast", [("drawn", {"factor": 0.6}, contrast)]
    yield "RandomHue", [("drawn", {"factor": 0.5}, {"factor": vector(0.1, -0.25)})]
    yield "RandomSharpness", points(0.0, 0.3, 0.5, 1.0)
    yield "RandomPosterization", points(1, 3, 8)
    yield "RandomInvert", points(0.0)
    drawn = {"additions": per_image(10, 50.25), "thresholds": per_image(100.5, 20.5)}
    factors = {"addition_factor": 0.3, "threshold_factor": 0.5}
    yield "Solarization", [("default", {}, {}), ("drawn", factors, drawn)]
    yield "AutoContrast", [("default", {}, {})]
    grid = {"tile_grid_size": [2, 3]}
    yield (
        "ContrastLimitedAdaptiveHistogramEqualization",
        [(f"{n:g}", {"clip_limit": n, **grid}, {}) for n in (0.0, 2.0, 4.0)],
    )
    drawn = {
        "should_apply_blur": np.array([True, False]),
        "blur_factor": vector(0.4, 1.3),
    }
    oblong = {"factor": [1.0, 1.0], "kernel_size": [3, 5], "sigma": [0.8, 0.8]}
    yield (
        "RandomGaussianBlur",
        [
            ("oblong", oblong, {}),
            ("drawn", {"factor": 0.5, "sigma": 0.9}, drawn),
        ],
    )


def vector(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def specs() -> Iterator[Case]:
    for name, cases in ranged():
        for label, value_range in RANGES.items():
            for tag, kwargs, drawn in cases:
                yield (
                    name,
                    f"{label}-{tag}",
                    {**kwargs, "value_range": value_range},
                    drawn,
                )
        if name not in (
            "RandomBrightness",
            "RandomContrast",
            "Solarization",
            "AutoContrast",
        ):
            for tag, kwargs, drawn in cases:
                yield (
                    name,
                    f"nchw-{tag}",
                    {**kwargs, "data_format": "channels_first"},
                    drawn,
                )
    yield "RandomInvert", "bytes-1", {"factor": [1.0, 1.0]}, {}
    yield "RandomInvert", "unit-1", {"factor": [1.0, 1.0], "value_range": (0, 1)}, {}
    # Where saturation would rise, Keras leaves the range of values.
    for tag, kwargs, drawn in points(0.0, 0.2, 0.5):
        yield "RandomSaturation", f"bytes-{tag}", kwargs, drawn
        yield (
            "RandomSaturation",
            f"unit-{tag}",
            {**kwargs, "value_range": (0, 1)},
            drawn,
        )
        yield (
            "RandomSaturation",
            f"nchw-{tag}",
            {**kwargs, "data_format": "channels_first"},
            drawn,
        )
    # Keras counts the values of a whole batch, so there is one image in it.
    for bins in (256, 20):
        for label, value_range in RANGES.items():
            kwargs = {"bins": bins, "value_range": value_range}
            yield "Equalization", f"{label}-{bins}", kwargs, {"@count": 1}
    kwargs = {"data_format": "channels_first"}
    yield "Equalization", "nchw", kwargs, {"@count": 1}
    jitter = {
        "brightness_factor": [0.1, 0.1],
        "contrast_factor": [0.0, 0.0],
        "saturation_factor": [0.3, 0.3],
        "hue_factor": [0.0, 0.0],
    }
    yield "RandomColorJitter", "all", jitter, {}
    yield "RandomColorJitter", "none", {}, {}
    yield "RandomColorJitter", "one", {"saturation_factor": [0.3, 0.3]}, {}
    yield "RandomGrayscale", "all", {"factor": 1.0}, {}
    yield (
        "RandomGrayscale",
        "nchw",
        {"factor": 1.0, "data_format": "channels_first"},
        {},
    )
    masks = generator("masks").random(LAST) < 0.4
    drawn = {"apply_erasing": np.array([True, False]), "batch_masks": masks}
    fill = generator("fill").uniform(0, 255, LAST).astype(np.float32)
    yield "RandomErasing", "noise", {}, {**drawn, "fill_value": fill}
    order = np.array([1, 0], np.int32)
    drawn = {
        "permutation_order": order,
        "batch_masks": masks,
        "mix_weight": per_image(0.1, 0.7),
    }
    yield "CutMix", "drawn", {}, drawn
    yield (
        "MixUp",
        "drawn",
        {},
        {"permutation_order": order, "mix_weight": vector(0.1, 0.7)},
    )


CONFIGS = [
    ("RandomBrightness", {"factor": 0.3, "seed": 4}),
    ("RandomColorDegeneration", {"factor": 0.3}),
    ("RandomContrast", {"factor": 0.3}),
    ("RandomContrast", {"factor": [0.6, 0.2]}),
    ("RandomHue", {"factor": 0.3, "data_format": "channels_first"}),
    ("RandomSaturation", {"factor": 0.3}),
    ("RandomSharpness", {"factor": 0.3}),
    ("RandomPosterization", {"factor": 3}),
    ("RandomInvert", {"factor": 0.3}),
    ("Solarization", {"addition_factor": 0.1, "threshold_factor": [0.2, 0.4]}),
    ("AutoContrast", {}),
    ("Equalization", {"bins": 8}),
    ("ContrastLimitedAdaptiveHistogramEqualization", {}),
    ("RandomGaussianBlur", {"kernel_size": 5, "sigma": 0.5}),
    ("RandomColorJitter", {"brightness_factor": 0.1, "hue_factor": [0.1, 0.2]}),
    ("RandomErasing", {"fill_value": 3.0, "scale": [0.1, 0.2]}),
    ("CutMix", {"factor": 0.4, "seed": 1}),
    ("MixUp", {"alpha": 0.5}),
    ("RandAugment", {"num_ops": 3, "factor": 0.2}),
    ("AugMix", {"all_ops": False, "alpha": 0.3}),
]

# Layer, arguments, and what of the drawn is looked at.
DRAWS = [
    ("RandomBrightness", {"factor": [-0.2, 0.5]}, "rgb_delta"),
    ("RandomContrast", {"factor": [0.2, 0.6]}, "contrast_factor"),
    ("RandomContrast", {"factor": 0.4}, "contrast_factor"),
    ("RandomColorDegeneration", {"factor": 0.4}, "factor"),
    ("RandomSaturation", {"factor": [0.2, 0.6]}, "factor"),
    ("RandomHue", {"factor": [0.2, 0.6]}, "factor"),
    ("RandomSharpness", {"factor": [0.2, 0.6]}, "factor"),
    ("RandomPosterization", {"factor": [2, 5]}, "shift_factor"),
    ("RandomPosterization", {"factor": 4}, "shift_factor"),
    ("RandomInvert", {"factor": [0.2, 0.6]}, "apply_inversion"),
    ("RandomErasing", {"factor": 0.5}, "apply_erasing"),
    ("RandomErasing", {"scale": [0.1, 0.5]}, "batch_masks"),
    ("RandomErasing", {}, "fill_value"),
    ("RandomGaussianBlur", {"factor": 0.5}, "should_apply_blur"),
    ("Solarization", {"addition_factor": 0.5}, "additions"),
    ("Solarization", {"threshold_factor": 0.5}, "thresholds"),
    ("MixUp", {"alpha": 0.2}, "mix_weight"),
    ("MixUp", {"alpha": 1.0}, "mix_weight"),
    ("CutMix", {"factor": [0.5, 0.5]}, "mix_weight"),
    ("CutMix", {"factor": 1.0}, "batch_masks"),
]
DRAWN_FROM = (4000, 16, 12, 1)


def pixels(name: str, kwargs: dict[str, Any], count: int) -> np.ndarray:
    """Return whole numbers and a half, spread over the range of values."""
    is_first = kwargs.get("data_format") == "channels_first"
    shape = (count, *(FIRST if is_first else LAST)[1:])
    low, high = kwargs.get("value_range", (0, 255))
    steps = generator(name).integers(0, 255, shape) + 0.5
    return (steps / 255 * (high - low) + low).astype(np.float32)


def record(case: Case) -> dict[str, Any]:
    class_name, tag, kwargs, drawn = case
    keras.backend.clear_session()
    name = f"{class_name}-{tag}"
    count = drawn.get("@count", 2)
    drawn = {k: v for k, v in drawn.items() if k != "@count"}
    layer = getattr(keras.layers, class_name)(**kwargs)
    images = pixels(name, kwargs, count)
    if drawn:
        found = layer.transform_images(images, drawn)
    else:
        found = layer(images, training=True)
    return {
        "id": name,
        "class_name": class_name,
        "kwargs": kwargs,
        "config": plain(layer.get_config()),
        "inputs": [images],
        "outputs": [np.asarray(found)],
        "extra": {"drawn": drawn},
    }


def config(class_name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    keras.backend.clear_session()
    layer = getattr(keras.layers, class_name)(**kwargs)
    return {
        "class_name": class_name,
        "kwargs": kwargs,
        "config": plain(layer.get_config()),
    }


def moments(class_name: str, kwargs: dict[str, Any], key: str) -> dict[str, Any]:
    keras.backend.clear_session()
    layer = getattr(keras.layers, class_name)(**kwargs, seed=5)
    images = np.zeros(DRAWN_FROM, np.float32)
    seed = layer._get_seed_generator("jax")
    drawn = layer.get_random_transformation(images, training=True, seed=seed)
    values = np.asarray(drawn[key]).astype(np.float64)
    return {
        "class_name": class_name,
        "kwargs": kwargs,
        "key": key,
        "mean": values.mean(),
        "deviation": values.std(),
        "per_image": values.reshape(len(values), -1).mean(1).std(),
    }


def main() -> None:
    recorded = [record(case) for case in specs()]
    document = {
        "versions": versions(),
        "cases": recorded,
        "configs": [config(*entry) for entry in CONFIGS],
        "moments": [moments(*entry) for entry in DRAWS],
        "drawn_from": DRAWN_FROM,
    }
    Store().save("image_color", document)
    print(f"{len(recorded)} cases")


if __name__ == "__main__":
    main()
