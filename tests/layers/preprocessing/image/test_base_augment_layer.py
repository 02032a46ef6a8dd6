"""The choice of changes."""

import numpy as np

from cornu import layers, ops


def test_steps_to_choose_from():
    assert len(layers.RandAugment()._steps) == 11
    assert len(layers.AugMix(all_ops=False)._steps) == 7


def test_every_choice_applies_its_layer_and_the_last_none():
    layer = layers.RandAugment(factor=(0.3, 0.3), seed=1)
    images = np.random.default_rng(0).integers(0, 256, (2, 6, 6, 3)).astype("float32")
    images = ops.array(images)
    drawn = layer._drawn(images, None)
    for i, step in enumerate(layer._steps):
        found = layer._applied("transform_images", images, i, drawn)
        wanted = step.transform_images(images, drawn[i])
        np.testing.assert_array_equal(found.numpy(), wanted.numpy())
    found = layer._applied("transform_images", images, len(drawn), drawn)
    np.testing.assert_array_equal(found.numpy(), images)
