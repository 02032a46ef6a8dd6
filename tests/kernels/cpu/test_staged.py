"""The machinery of staged kernels, on small kernels written here."""

import numpy as np
import pytest

import cornu.kernels
from cornu import config
from cornu.core import Spec, spec_of
from cornu.kernels.cpu import blas
from cornu.kernels.cpu.staged import Staged, run_staged
from cornu.primitives.convolution import conv

assert cornu.kernels.cpu  # registers the fast bodies

ROWS = 21
FLOAT = np.dtype("float32")


class Halves(Staged):
    """Divide and keep the remainder: two outputs, and two pieces a part."""

    batched = (True, False)
    flops = 1e12
    result = (Spec((ROWS, 4), FLOAT), Spec((ROWS, 4), FLOAT))

    def prepare(self, *arrays):
        self.divisor = arrays[1].copy()

    def pieces(self, rows):
        return 2

    def piece(self, index, *arrays, out):
        function = (np.floor_divide, np.remainder)[index]
        function(arrays[0], self.divisor, out=out[index])

    def part(self, *arrays, out):
        for i in range(2):
            self.piece(i, *arrays, out=out)


class Sum(Staged):
    """Add up squares; the result is twice that."""

    batched = (True,)
    summed = True
    flops = 1e12
    result = Spec((4,), FLOAT)

    def part(self, *arrays, out):
        np.sum(arrays[0] ** 2, axis=0, out=out)

    def finish(self, total, out):
        np.multiply(total, 2, out=out)


@pytest.fixture(params=[1, 2, 4])
def team(request):
    config.set_num_threads(request.param)
    yield request.param
    config.set_num_threads(None)


def test_rows_of_several_outputs(team):
    x = np.arange(ROWS * 4, dtype=FLOAT).reshape(ROWS, 4)
    by = np.array([3, 5, 7, 9], FLOAT)
    whole, rest = run_staged(Halves(), (x, by))
    np.testing.assert_array_equal(whole, x // by)
    np.testing.assert_array_equal(rest, x % by)
    out = (np.empty_like(x), np.empty_like(x))
    assert run_staged(Halves(), (x, by), out) is out
    np.testing.assert_array_equal(out[1], x % by)


@pytest.mark.parametrize("rows", [0, 3, 8, 200])
def test_sums_over_the_batch(rows, team):
    x = np.random.default_rng(0).integers(-9, 9, (rows, 4)).astype(FLOAT)
    found = run_staged(Sum(), (x,))
    np.testing.assert_array_equal(found, 2 * (x**2).sum(axis=0))


def test_a_kernel_must_say_how_a_part_is_done():
    with pytest.raises(TypeError, match="Staged does not say"):
        Staged().part(np.ones(3), out=np.ones(3))


@pytest.mark.skipif(blas.control() is None, reason="NumPy's BLAS is not OpenBLAS")
def test_matrix_products_stay_on_one_thread(team):
    seen = []

    class Looking(Halves):
        def piece(self, index, *arrays, out):
            seen.append(blas.control().get())

    run_staged(Looking(), (np.ones((ROWS, 4), FLOAT), np.ones(4, FLOAT)))
    assert set(seen) == {1}


def test_an_eager_call_does_what_the_parts_do(team):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((ROWS, 12, 12, 24)).astype(FLOAT)
    w = rng.standard_normal((3, 3, 24, 32)).astype(FLOAT)
    params = {
        "strides": (1, 1),
        "padding": "same",
        "dilation": (1, 1),
        "groups": 1,
    }
    staged = conv.stages["cpu"]((spec_of(x), spec_of(w)), params)
    out = np.empty((ROWS, 12, 12, 32), FLOAT)
    with blas.single_threaded_blas():
        staged.prepare(x, w)
        for start in range(0, ROWS, 8):
            rows = slice(start, start + 8)
            staged.part(x[rows], w, out=out[rows])
    for _ in range(2):  # the second time, with what was kept of the first
        np.testing.assert_array_equal(conv(x, w, **params), out)
    other = -w
    np.testing.assert_array_equal(conv(x, other, **params), -out)
