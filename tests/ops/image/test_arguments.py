import numpy as np
import pytest

from cornu.errors import ArgumentError
from cornu.ops.image.arguments import (
    channels_last,
    one_of,
    positive_floats,
    positive_integers,
    restored,
)


@pytest.mark.parametrize("shape", [(2, 3, 4), (5, 2, 3, 4)])
@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
def test_images_leave_as_they_came(shape, layout):
    x = np.arange(np.prod(shape)).reshape(shape)
    inside, how = channels_last("op", x, layout)
    assert len(inside.shape) == 4
    assert inside.shape[-1] == (4 if layout == "channels_last" else shape[-3])
    np.testing.assert_array_equal(restored(how, inside), x)


def test_one_number_may_stand_for_all():
    assert positive_integers("op", "size", np.int64(3), 2) == (3, 3)
    assert positive_floats("op", "sigma", 1, 2) == (1.0, 1.0)
    with pytest.raises(ArgumentError, match="op: size must be 2 integers above 0"):
        positive_integers("op", "size", 3, 2, spread=False)
    with pytest.raises(ArgumentError, match="op: sigma must be 2 numbers above 0"):
        positive_floats("op", "sigma", (1.0,), 2)


def test_words_are_suggested():
    with pytest.raises(ArgumentError, match="Did you mean 'nearest'"):
        one_of("op", "mode", "neerest", ("nearest", "wrap"))
