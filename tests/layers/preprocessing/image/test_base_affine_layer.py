"""What layers share that move pixels along straight lines."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.layers.preprocessing.image.base_affine_layer import _inverse


def test_inverse_maps_undo_maps():
    matrix = np.random.default_rng(0).normal(size=(4, 2, 3))
    back = _inverse(ops.array(matrix)).numpy()
    whole = np.zeros((2, 4, 3, 3))
    whole[0, :, :2], whole[1, :, :2] = matrix, back
    whole[..., 2, 2] = 1
    np.testing.assert_allclose(whole[0] @ whole[1], [np.eye(3)] * 4, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "value"), [("fill_mode", "mirror"), ("interpolation", "bicubic")]
)
def test_unknown_words_are_refused(name, value):
    with pytest.raises(ValueError, match=f"RandomZoom: unknown {name}"):
        layers.RandomZoom(0.1, **{name: value})


def test_integers_are_computed_in_floats():
    found = layers.RandomTranslation((0.25, 0.25), 0.0)(np.full((2, 2, 1), 3, "uint8"))
    assert found.dtype == "float32"
