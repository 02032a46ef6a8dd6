"""AugMix: shares of chains; misuse."""

import numpy as np
import pytest

from cornu import layers, ops


def test_shares_add_up_to_one():
    layer = layers.AugMix(alpha=0.1, seed=1)
    for _ in range(20):
        drawn = layer.get_random_transformation(np.zeros((2, 4, 4, 3)))
        assert float(ops.sum(drawn["chain_mixing_weights"])) == pytest.approx(1.0)
        assert 0 <= float(drawn["weight_sample"]) <= 1


def test_weighted_sum_of_the_original_and_the_chains():
    layer = layers.AugMix(num_chains=2, chain_depth=1, seed=1)
    images = np.random.default_rng(0).integers(0, 256, (2, 4, 4, 3)).astype("float32")
    drawn = layer.get_random_transformation(images)
    nothing, contrast = len(layer._steps), 5
    assert isinstance(layer._steps[contrast], layers.AutoContrast)
    drawn["layer_idxes"] = ops.array([[nothing], [contrast]])
    drawn["chain_mixing_weights"] = ops.array([0.3, 0.7])
    drawn["weight_sample"] = ops.array(0.4)
    found = layer.transform_images(ops.array(images), drawn).numpy()
    stretched = layers.AutoContrast()(images).numpy()
    wanted = 0.4 * images + 0.6 * (0.3 * images + 0.7 * stretched)
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_layers_of_bytes():
    images = np.full((2, 4, 4, 3), 99, "uint8")
    layer = layers.AugMix(chain_depth=1, seed=1, dtype="uint8")
    drawn = layer.get_random_transformation(images)
    drawn["layer_idxes"] = ops.full((3, 1), len(layer._steps), "int32")
    found = layer.transform_images(ops.array(images), drawn)
    assert found.dtype == "uint8"
    assert abs(int(found[0, 0, 0, 0]) - 99) <= 1


@pytest.mark.parametrize(
    "wrong",
    [{"num_chains": 0}, {"chain_depth": 0}, {"alpha": 0.0}, {"factor": -0.5}],
)
def test_misuse(wrong):
    with pytest.raises(ValueError, match="AugMix"):
        layers.AugMix(**wrong)
