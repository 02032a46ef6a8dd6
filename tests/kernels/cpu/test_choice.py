import numpy as np
import pytest

from cornu.kernels.cpu.choice import _can_mask
from cornu.primitives.comparison import where

RNG = np.random.default_rng(0)
HOLDS = RNG.random((300, 257)) < 0.4


def strange(dtype):
    x = RNG.standard_normal(HOLDS.shape).astype(dtype)
    x.flat[::7], x.flat[1::7], x.flat[2::7] = np.nan, -0.0, np.inf
    return x


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("second", ["array", "zero", "minus zero", "number"])
@pytest.mark.parametrize("swapped", [False, True])
def test_every_bit_is_the_chosen_ones(dtype, second, swapped):
    a = strange(dtype)
    others = {"zero": 0.0, "minus zero": -0.0, "number": 2.5}
    b = others.get(second, strange(dtype))
    pair = (b, a) if swapped else (a, b)
    assert _can_mask(HOLDS, *pair)
    wanted = np.where(HOLDS, *pair).astype(dtype)
    found = where(HOLDS, *pair)
    assert found.dtype == dtype
    assert found.tobytes() == wanted.tobytes()
    out = np.empty_like(wanted)
    assert where(HOLDS, *pair, out=out) is out
    assert out.tobytes() == wanted.tobytes()


def test_what_does_not_lie_flat_is_left_to_numpy():
    a = strange("float32")
    for given in (
        (HOLDS.T, a.T, 0.0),
        (HOLDS, a, np.zeros((1, 257), "float32")),
        (HOLDS, a, np.zeros(HOLDS.shape)),
        (HOLDS, a, np.float64(1.0)),
        (HOLDS.astype("int32"), a, a),
        (HOLDS, HOLDS.astype("int32"), 0),
        (HOLDS, 1.0, 0.0),
    ):
        assert not _can_mask(*given)
        np.testing.assert_array_equal(where(*given), np.where(*given))
