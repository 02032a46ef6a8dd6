"""What all layers that change colours, or mix images, do alike."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops

RANDOM = {
    "AugMix": {},
    "CutMix": {},
    "MixUp": {},
    "RandAugment": {},
    "RandomBrightness": {"factor": 0.4},
    "RandomColorDegeneration": {"factor": 0.4},
    "RandomColorJitter": {"brightness_factor": 0.3, "hue_factor": 0.3},
    "RandomContrast": {"factor": 0.9},
    "RandomErasing": {"factor": (0.7, 1.0)},
    "RandomGaussianBlur": {"factor": (0.7, 1.0)},
    "RandomGrayscale": {},
    "RandomHue": {"factor": 0.4},
    "RandomInvert": {"factor": (0.3, 0.7)},
    "RandomPosterization": {"factor": 4},
    "RandomSaturation": {"factor": (0.1, 0.5)},
    "RandomSharpness": {"factor": 1.0},
    "Solarization": {"threshold_factor": 0.9},
}
RESTING = {**RANDOM, "Equalization": {}}
ACTIVE = ("AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization")
ALL = {**RESTING, **{name: {} for name in ACTIVE}}
READS_VALUES = ("AugMix", "RandAugment")
IMAGES = np.random.default_rng(0).integers(0, 256, (6, 8, 9, 3)).astype("uint8")


def make(name, **more):
    seed = {"seed": 3} if name in RANDOM else {}
    return getattr(layers, name)(**ALL[name], **seed, **more)


@pytest.mark.parametrize("name", RESTING)
def test_rests_outside_training(name):
    found = make(name)(IMAGES, training=False)
    assert found.dtype == "float32"
    np.testing.assert_array_equal(found.numpy(), IMAGES)


@pytest.mark.parametrize("name", ALL)
def test_integers_give_what_floats_give(name):
    found = make(name)(IMAGES, training=True).numpy()
    wanted = make(name)(IMAGES.astype("float32"), training=True).numpy()
    assert found.dtype == "float32"
    np.testing.assert_array_equal(found, wanted)
    if name not in ("RandomErasing", "CutMix", "MixUp"):
        assert not np.array_equal(found, IMAGES)


@pytest.mark.parametrize("name", RANDOM)
def test_same_seed_same_numbers_and_then_others(name):
    first, other = make(name), make(name)
    runs = [first(IMAGES, training=True).numpy() for _ in range(4)]
    again = [other(IMAGES, training=True).numpy() for _ in range(4)]
    np.testing.assert_array_equal(runs, again)
    assert any(not np.array_equal(runs[0], run) for run in runs[1:])


@pytest.mark.parametrize("name", ALL)
def test_single_images(name):
    found = make(name)(IMAGES[0], training=True)
    assert found.shape == IMAGES[0].shape


@pytest.mark.parametrize("name", ALL)
def test_in_a_model(name):
    inputs = keras.Input((8, 9, 3))
    model = keras.Model(inputs, make(name)(inputs))
    assert model.output_shape == (None, 8, 9, 3)
    assert model.predict(IMAGES, verbose=0).shape == IMAGES.shape
    if name != "ContrastLimitedAdaptiveHistogramEqualization":
        assert make(name)(keras.Input((None, None, 3))).shape == (None, None, None, 3)


@pytest.mark.filterwarnings("ignore::cornu.errors.StaysEagerWarning")
@pytest.mark.parametrize("name", ALL)
def test_recorded_training_equals_eager(name):
    labels = np.arange(len(IMAGES)) % 2
    found = []
    for eagerly in (False, True):
        keras.utils.clear_session(free_memory=False)
        keras.utils.set_random_seed(5)
        head = [layers.Flatten(), layers.Dense(2, kernel_initializer="zeros")]
        model = keras.Sequential([keras.Input((8, 9, 3)), make(name), *head])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(1e-4), loss, run_eagerly=eagerly)
        model.fit(IMAGES, labels, batch_size=2, epochs=3, verbose=0)
        found.append(model.get_weights())
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", RESTING)
def test_labels_and_masks_travel_along(name):
    data = {
        "images": IMAGES,
        "labels": np.eye(6, dtype="float32"),
        "segmentation_masks": IMAGES[..., :1],
    }
    found = make(name)(data, training=True)
    assert found["labels"].shape == (6, 6)
    assert found["segmentation_masks"].shape == (6, 8, 9, 1)
    if name not in ("CutMix", "MixUp"):
        np.testing.assert_array_equal(ops.convert_to_numpy(found["labels"]), np.eye(6))
