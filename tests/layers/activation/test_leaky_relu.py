"""LeakyReLU."""

import numpy as np
import pytest

from cornu import layers


def test_curve():
    x = np.array([-2.0, 3.0])
    np.testing.assert_allclose(layers.LeakyReLU()(x).numpy(), [-0.6, 3.0])
    np.testing.assert_allclose(layers.LeakyReLU(0.1)(x).numpy(), [-0.2, 3.0])


def test_older_name_of_the_slope():
    assert layers.LeakyReLU(alpha=0.2).get_config()["negative_slope"] == 0.2


@pytest.mark.parametrize("slope", [-1, None])
def test_slope_is_checked(slope):
    with pytest.raises(ValueError, match="negative_slope must be"):
        layers.LeakyReLU(slope)
