"""Images mirrored at random; see also tests/contracts/test_image_geometry_random."""

import numpy as np
import pytest

from cornu import layers


@pytest.mark.parametrize(
    ("mode", "swapped"),
    [("horizontal", (2,)), ("vertical", (1,)), ("horizontal_and_vertical", (1, 2))],
)
def test_what_is_mirrored(mode, swapped):
    x = np.repeat(np.arange(12.0).reshape(1, 3, 4, 1), 50, 0)
    found = layers.RandomFlip(mode, seed=1)(x).numpy()
    seen = {one.tobytes() for one in found}
    other = np.flip(x, swapped)
    assert seen == {a[0].astype("float32").tobytes() for a in (x, other)}


def test_unknown_modes_are_refused():
    with pytest.raises(ValueError, match="Did you mean 'horizontal'"):
        layers.RandomFlip("horizontl")
