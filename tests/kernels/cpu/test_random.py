import numpy as np
import pytest

from cornu.core import Spec
from cornu.kernels.cpu.random import dropout_rows
from cornu.primitives.random import dropout

STATE = np.array([3, 9], np.uint32)


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_blocks_are_the_draw_in_one_piece(rate, dtype):
    x = np.random.default_rng(0).standard_normal((70, 2001)).astype(dtype)
    wanted = dropout.forward(np, x, STATE, rate=rate)
    found = dropout(x, STATE, rate=rate)
    outs = np.empty_like(x), np.empty(x.shape, bool)
    assert dropout(x, STATE, rate=rate, out=outs)[0] is outs[0]
    for w, f, o in zip(wanted, found, outs, strict=True):
        assert w.tobytes() == f.tobytes() == o.tobytes()


@pytest.mark.parametrize("row", [1, 3, 5, 16, 77])
def test_any_rows_are_those_of_the_whole(row):
    x = np.random.default_rng(0).standard_normal((29, row)).astype("float32")
    answer, keep = dropout(x, STATE, rate=0.4)
    staged = dropout_rows((Spec(x.shape, x.dtype), None), {"rate": 0.4})
    staged.prepare(x, STATE)
    for rows in (slice(0, 8), slice(8, 16), slice(24, 29), slice(7, 20)):
        out = np.empty_like(x[rows]), np.empty(x[rows].shape, bool)
        staged.part(x[rows], STATE, out=out, rows=rows)
        np.testing.assert_array_equal(out[0], answer[rows])
        np.testing.assert_array_equal(out[1], keep[rows])


def test_shared_fates_have_no_staged_form():
    spec = Spec((16, 8), np.dtype("float32"))
    assert dropout_rows((spec, None), {"rate": 0.4, "noise_shape": (16, 1)}) is None
