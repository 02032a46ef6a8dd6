"""Moments: parts against the whole, also far from zero."""

import numpy as np
import pytest

from cornu.utils.moments import Moments


@pytest.mark.parametrize("axes", [(0,), (0, 1), (0, 2), (0, 1, 2)])
def test_parts_make_up_the_whole(axes):
    data = np.random.default_rng(0).normal(1e8, 1.0, (20, 3, 2))
    moments = Moments(axes)
    for part in np.split(data, [1, 1, 4, 15]):
        moments.add(part)
    np.testing.assert_allclose(moments.mean, data.mean(axes), rtol=1e-14)
    np.testing.assert_allclose(moments.variance, data.var(axes), rtol=1e-9)


def test_integers_do_not_overflow():
    moments = Moments((0,))
    moments.add(np.full(4, 2**31 - 1, np.int32))
    assert moments.mean == 2**31 - 1
    assert moments.variance == 0
