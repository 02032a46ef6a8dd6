"""The way of devices whose library has no ``reduceat``, held to NumPy's own."""

from types import SimpleNamespace

import numpy as np
import pytest

from cornu.primitives.indexing import stable_order
from cornu.primitives.scattering import meet_rows, put_rows

# All that a device's library is asked for; as it is not NumPy, the other way is taken.
_NAMES = """
add array argsort concatenate flatnonzero maximum minimum multiply ones where
"""
ELSEWHERE = SimpleNamespace(**{name: getattr(np, name) for name in _NAMES.split()})
MEET = {"max": np.maximum, "min": np.minimum, "mul": np.multiply}


@pytest.mark.parametrize("size", [1, 7, 40])
@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize("width", [1, 20])
def test_both_ways_agree(rng, size, rows, width):
    x, new = rng.standard_normal((size, width)), rng.standard_normal((rows, width))
    places = rng.integers(-size, size, rows)
    for reduction in ("set", "add"):
        here = put_rows.forward(np, x, places, new, reduction=reduction)
        there = put_rows.forward(ELSEWHERE, x, places, new, reduction=reduction)
        np.testing.assert_allclose(here, there, rtol=1e-12, atol=1e-12)
    for reduction, meet in MEET.items():
        here = meet_rows.forward(np, x, places, new, reduction=reduction)
        there = meet_rows.forward(ELSEWHERE, x, places, new, reduction=reduction)
        wanted = x.copy()
        meet.at(wanted, places, new)
        np.testing.assert_allclose(here, wanted, rtol=1e-12)
        np.testing.assert_allclose(there, wanted, rtol=1e-12)


@pytest.mark.parametrize("size", [1 << 16, (1 << 16) + 1])
def test_order_of_positions_near_the_limit_of_16_bits(rng, size):
    positions = np.concatenate([rng.integers(0, size, 500), [size - 1, 0, size - 1]])
    np.testing.assert_array_equal(
        stable_order(np, positions, size), np.argsort(positions, kind="stable")
    )
