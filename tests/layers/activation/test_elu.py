"""ELU."""

import numpy as np

from cornu import layers


def test_curve():
    x = np.array([-2.0, 0.0, 3.0])
    expected = np.where(x > 0, x, 0.5 * np.expm1(x))
    np.testing.assert_allclose(layers.ELU(alpha=0.5)(x).numpy(), expected, rtol=1e-6)
