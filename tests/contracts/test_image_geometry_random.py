"""What holds of every layer that moves pixels at random."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops

MOVES = {
    "RandomFlip": {},
    "RandomRotation": {"factor": 0.2, "fill_mode": "constant"},
    "RandomTranslation": {
        "height_factor": 0.2,
        "width_factor": 0.1,
        "fill_mode": "constant",
    },
    "RandomZoom": {
        "height_factor": 0.3,
        "width_factor": 0.2,
        "fill_mode": "constant",
    },
    "RandomShear": {"x_factor": 0.3, "y_factor": 0.2, "fill_mode": "constant"},
    "RandomPerspective": {"factor": (1.0, 1.0), "scale": 0.5},
    "RandomCrop": {"height": 30, "width": 36},
}
ALL = {
    **MOVES,
    "RandomElasticTransform": {"factor": (1.0, 1.0), "scale": 0.5},
}
by_move = pytest.mark.parametrize("name", MOVES)
by_name = pytest.mark.parametrize("name", ALL)


def make(name, seed=4, **more):
    return getattr(layers, name)(**{**ALL[name], "seed": seed, **more})


def painted(count=6, high=40, wide=48):
    """Return images with one bright rectangle each, and its box."""
    rng = np.random.default_rng(3)
    images = np.zeros((count, high, wide, 1), "float32")
    boxes = np.zeros((count, 1, 4), "float32")
    for i in range(count):
        top, left = rng.integers(10, 16, 2)
        bottom, right = top + rng.integers(6, 14), left + rng.integers(6, 16)
        images[i, top:bottom, left:right] = 200.0
        boxes[i, 0] = (left, top, right, bottom)
    return images, boxes


def bounds(image):
    down, across = np.nonzero(image[..., 0] > 100)
    return np.array([across.min(), down.min(), across.max() + 1, down.max() + 1])


@by_move
@pytest.mark.parametrize("form", ["xyxy", "rel_center_xywh"])
def test_boxes_go_where_the_pixels_go(name, form):
    images, boxes = painted()
    sizes = images.shape[1:3]
    written = keras.utils.bounding_boxes.convert_format(boxes, "xyxy", form, *sizes)
    data = {
        "images": images,
        "bounding_boxes": {"boxes": written, "labels": np.ones((6, 1), "int32")},
    }
    found = make(name, bounding_box_format=form)(data)
    moved = found["images"].numpy()
    got = keras.utils.bounding_boxes.convert_format(
        found["bounding_boxes"]["boxes"], form, "xyxy", *moved.shape[1:3]
    ).numpy()
    for image, box in zip(moved, got[:, 0], strict=True):
        # Boxes count from pixels' edges, matrices from their middles: half a pixel
        # of difference, and what is round at the corners.
        np.testing.assert_allclose(box, bounds(image), atol=2.1)


@by_name
def test_masks_go_where_the_pixels_go(name):
    images, _ = painted()
    more = {"interpolation": "nearest"} if "interpolation" in vars(make(name)) else {}
    masks = (images > 0).astype("int32")
    found = make(name, **more)({"images": images, "segmentation_masks": masks})
    moved = found["images"].numpy() > 0
    assert np.array_equal(found["segmentation_masks"].numpy() > 0, moved)
    assert not np.array_equal(masks > 0, moved)


@by_name
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_masks_may_lack_channels(name, data_format):
    images, _ = painted()
    if data_format == "channels_first":
        images = images.transpose(0, 3, 1, 2)
    axis = 3 if data_format == "channels_last" else 1
    masks = (images > 0).astype("int32")
    data = {"images": images, "segmentation_masks": masks}
    whole = make(name, data_format=data_format)(data)["segmentation_masks"].numpy()
    data["segmentation_masks"] = masks.squeeze(axis)
    bare = make(name, data_format=data_format)(data)["segmentation_masks"].numpy()
    assert np.array_equal(bare, whole.squeeze(axis))
    one = {key: value[0] for key, value in data.items()}
    found = make(name, data_format=data_format)(one)["segmentation_masks"]
    assert found.shape == bare.shape[1:]


@by_name
def test_it_rests_outside_training(name):
    images, boxes = painted()
    data = {
        "images": images,
        "labels": np.arange(6),
        "segmentation_masks": images.astype("int32"),
        "other": np.ones(2),
    }
    if name != "RandomElasticTransform":
        held = {"boxes": boxes, "labels": np.ones((6, 1), "int32")}
        data["bounding_boxes"] = held
    found = make(name, bounding_box_format="xyxy")(data, training=False)
    assert sorted(found) == sorted(data)
    for key in ("images", "labels", "segmentation_masks", "other"):
        assert np.array_equal(np.asarray(found[key]), data[key]), key
    if "bounding_boxes" in data:
        assert np.array_equal(found["bounding_boxes"]["boxes"].numpy(), boxes)


@by_name
def test_channels_may_come_first(name):
    images = np.random.default_rng(1).uniform(0, 255, (3, 40, 48, 2))
    first = make(name, data_format="channels_first")(images.transpose(0, 3, 1, 2))
    wanted = make(name)(images).numpy().transpose(0, 3, 1, 2)
    assert np.array_equal(first.numpy(), wanted)


@by_name
def test_one_image_is_a_batch_of_one(name):
    image = np.random.default_rng(1).uniform(0, 255, (40, 48, 2))
    assert np.array_equal(make(name)(image).numpy(), make(name)(image[None]).numpy()[0])


@by_name
def test_images_of_a_batch_have_numbers_of_their_own(name):
    images = np.repeat(np.random.default_rng(1).uniform(0, 255, (1, 40, 48, 1)), 12, 0)
    found = make(name)(images).numpy()
    # Mirrored or not; cut out of all at one place, as Keras does.
    kinds = {"RandomFlip": 2, "RandomCrop": 1}.get(name, 12)
    assert len({one.tobytes() for one in found}) == kinds


@by_name
@pytest.mark.parametrize("dtype", ["uint8", "int32", "float64", "float16"])
def test_results_have_the_type_of_the_layer(name, dtype):
    images = np.full((2, 40, 48, 1), 9).astype(dtype)
    assert make(name)(images).dtype == "float32"
    assert make(name, dtype="mixed_float16")(images).dtype == "float16"
    assert make(name, dtype="uint8")(images).dtype == "uint8"


@by_name
def test_symbols_of_unknown_size(name):
    symbols = {
        "images": keras.Input((None, None, 3)),
        "bounding_boxes": {
            "boxes": keras.Input((None, 4)),
            "labels": keras.Input((5,)),
        },
        "segmentation_masks": keras.Input((None, None, 1), dtype="int32"),
    }
    if name == "RandomElasticTransform":
        symbols.pop("bounding_boxes")
    layer = make(name, bounding_box_format="rel_xyxy")
    found = layer(symbols)
    sizes = (30, 36) if name == "RandomCrop" else (None, None)
    assert found["images"].shape == (None, *sizes, 3)
    assert found["segmentation_masks"].shape == (None, *sizes, 1)


def test_gradients_flow_back_to_images():
    images = keras.Variable(np.random.default_rng(1).normal(size=(2, 40, 48, 1)))
    for name in ALL:
        layer = make(name, **({"value_range": (-9, 9)} if "Elastic" in name else {}))
        with keras.GradientTape() as tape:
            total = ops.sum(ops.square(layer(images)))
        slope = tape.gradient(total, images)
        assert slope.shape == images.shape, name
        assert np.abs(slope.numpy()).max() > 0, name


def network(eager):
    keras.utils.set_random_seed(7)
    model = keras.Sequential(
        [
            keras.Input((12, 14, 3)),
            layers.Pipeline(
                [layers.RandomFlip(seed=1), layers.RandomShear(0.2, seed=9)]
            ),
            layers.RandomRotation(0.1, seed=2),
            layers.RandomTranslation(0.1, 0.2, seed=3),
            layers.RandomZoom(0.2, seed=4),
            layers.RandomPerspective(scale=0.4, seed=6),
            layers.RandomElasticTransform(seed=7, value_range=(-9, 9)),
            layers.RandomCrop(10, 10, seed=8),
            layers.CenterCrop(9, 8),
            layers.Resizing(4, 4),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )
    model.compile(optimizer="sgd", loss="mse", run_eagerly=eager)
    return model


def test_a_traced_fit_is_an_eager_one_bit_for_bit(capsys):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(20, 12, 14, 3)), rng.normal(size=(20, 2))
    ends = []
    for eager in (True, False):
        model = network(eager)
        model.fit(x, y, batch_size=5, epochs=3, verbose=0)
        ends.append([v.numpy() for v in model.variables])
    model.explain()
    assert "replayed" in capsys.readouterr().out
    for one, other in zip(*ends, strict=True):
        assert np.array_equal(one, other)


DIGEST = """
import sys, zlib
sys.path.insert(0, {tests!r})
from contracts.test_image_geometry_random import digest
print(digest())
"""


def digest():
    """Return a number for what all layers make of one batch."""
    import zlib

    images, _ = painted(3)
    return [zlib.crc32(make(name)(images).numpy().tobytes()) for name in ALL]


def test_the_same_seed_is_the_same_in_another_process():
    from pathlib import Path

    code = DIGEST.format(tests=str(Path(__file__).resolve().parents[1]))
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == str(digest())


# ---- how the numbers are distributed ----

MANY = np.zeros((4000, 11, 21, 1), "float32")


def assert_uniform(numbers, low, high):
    """Hold numbers to mean, deviation and bounds of those that are uniform."""
    numbers = np.asarray(numbers, "float64")
    width = high - low
    assert low <= numbers.min() < low + 0.01 * width
    assert high - 0.01 * width < numbers.max() <= high
    np.testing.assert_allclose(numbers.mean(), (low + high) / 2, atol=0.03 * width)
    np.testing.assert_allclose(numbers.std(), width / 12**0.5, rtol=0.05)


def matrices(layer):
    return layer.get_random_transformation(MANY)["matrix"].numpy()


def test_angles_are_uniform():
    matrix = matrices(layers.RandomRotation((-0.1, 0.3), seed=1))
    angle = np.arctan2(matrix[:, 1, 0], matrix[:, 0, 0]) / (2 * np.pi)
    assert_uniform(angle, -0.1, 0.3)


def test_shifts_are_uniform_and_independent():
    matrix = matrices(layers.RandomTranslation(0.2, (-0.1, 0.3), seed=1))
    right, down = -matrix[:, 0, 2] / 21, -matrix[:, 1, 2] / 11
    assert_uniform(down, -0.2, 0.2)
    assert_uniform(right, -0.1, 0.3)
    assert abs(np.corrcoef(right, down)[0, 1]) < 0.05


def test_zooms_are_uniform_and_alike_unless_told():
    matrix = matrices(layers.RandomZoom(0.3, seed=1))
    assert_uniform(matrix[:, 1, 1], 0.7, 1.3)
    assert np.array_equal(matrix[:, 0, 0], matrix[:, 1, 1])
    matrix = matrices(layers.RandomZoom(0.3, 0.2, seed=1))
    assert_uniform(matrix[:, 0, 0], 0.8, 1.2)
    assert abs(np.corrcoef(matrix[:, 0, 0], matrix[:, 1, 1])[0, 1]) < 0.05


def test_shears_share_their_sign():
    matrix = matrices(layers.RandomShear((0.1, 0.2), (0.1, 0.3), seed=1))
    across, down = matrix[:, 0, 1], matrix[:, 1, 0]
    assert np.array_equal(across > 0, down > 0)
    assert abs((across > 0).mean() - 0.5) < 0.03
    assert_uniform(np.abs(across), 0.1, 0.2)
    assert_uniform(np.abs(down), 0.1, 0.3)


def test_half_of_the_images_are_mirrored():
    flips = layers.RandomFlip(seed=1).get_random_transformation(MANY)["flips"].numpy()
    assert abs(flips.mean() - 0.5) < 0.03


@pytest.mark.parametrize(
    ("factor", "share"), [(0.3, 0.15), ((0.2, 0.6), 0.4), ((1.0, 1.0), 1.0), (0.0, 0.0)]
)
def test_corners_are_uniform_and_a_share_of_images_is_seen_at_an_angle(factor, share):
    layer = layers.RandomPerspective(factor, 0.5, seed=1)
    drawn = layer.get_random_transformation(MANY)
    assert abs(drawn["is_hit"].numpy().mean() - share) < 0.03
    ends = drawn["end_points"].numpy() / (20, 10)
    assert not ends[:, 0].any()
    for i, k in ((1, 0), (2, 1), (3, 0), (3, 1)):
        assert_uniform(ends[:, i, k], 0.75, 1.25)


def test_windows_are_anywhere():
    layer = layers.RandomCrop(4, 5, seed=1)
    data = np.zeros((1, 6, 9, 1))
    places = [layer.get_random_transformation(data)["place"] for _ in range(600)]
    tops, lefts = (np.array([p[i].item() for p in places]) for i in range(2))
    assert np.bincount(tops).min() > 150
    assert np.bincount(lefts).min() > 80
    assert (tops.max(), lefts.max()) == (2, 4)


@pytest.mark.parametrize("strength", [0.2, 0.5])
def test_elastic_shifts_are_as_strong_and_as_smooth_as_documented(strength):
    layer = layers.RandomElasticTransform(
        (1.0, 1.0), (strength, strength), seed=1, fill_mode="nearest"
    )
    data = np.zeros((40, 80, 120, 1), "float32")
    shifts = layer.get_random_transformation(data)["shifts"].numpy()
    middle = shifts[:, :, 25:-25, 25:-25]
    # Of white noise, a bell of width w leaves a deviation of 1 / (2 sqrt(pi) w).
    deviation = 0.1 * strength * 120 / (2 * np.pi**0.5)
    np.testing.assert_allclose(middle.std(), deviation, rtol=0.1)
    width = 0.05 * strength * 80
    for apart in (1, 2):
        kept = (middle[..., apart:] * middle[..., :-apart]).mean() / middle.var()
        np.testing.assert_allclose(kept, np.exp(-((apart / width) ** 2) / 4), atol=0.1)
    assert abs(np.corrcoef(middle[:, 0].ravel(), middle[:, 1].ravel())[0, 1]) < 0.1
