import numpy as np
import pytest

from cornu.core import Spec
from cornu.kernels.cpu import winograd
from cornu.kernels.cpu.winograd import InputGrad, KernelGrad
from cornu.primitives.convolution import geometry

ROWS = 8


@pytest.fixture
def geo():
    return geometry(
        "conv", (ROWS, 14, 14, 32), (3, 3, 32, 48), (1, 1), "valid", (1, 1), 1
    )


@pytest.fixture(params=[2, 4])
def kernels(request, geo):
    f4 = np.dtype("float32")
    into_x = InputGrad(geo, ROWS, request.param, Spec((ROWS, 14, 14, 32), f4))
    into_w = KernelGrad(geo, ROWS, request.param, Spec((3, 3, 32, 48), f4))
    return into_x, into_w


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    shapes = ((ROWS, 14, 14, 32), (3, 3, 32, 48), (ROWS, 12, 12, 48))
    return [rng.standard_normal(s).astype("float32") for s in shapes]


@pytest.fixture
def transformed(monkeypatch):
    """Count how often gradients are transformed."""
    calls = []
    plain = InputGrad.transformed_gradients

    def counted(self, dy, block, buffer):
        calls.append(type(self))
        return plain(self, dy, block, buffer)

    for kind in (InputGrad, KernelGrad):
        monkeypatch.setattr(kind, "transformed_gradients", counted)
    return calls


def begin(kernels, x, w, dy):
    kernels[0].prepare(dy, w)
    kernels[1].prepare(x, dy)


def input_grad(kernel, x, w, dy):
    out = np.empty_like(x)
    kernel.part(dy, w, out=out)
    return out


def kernel_grad(kernel, x, w, dy):
    total = np.empty(kernel.partial.shape, "float32")
    kernel.part(x, dy, out=total)
    out = np.empty_like(w)
    kernel.finish(total, out)
    return out


DO = (input_grad, kernel_grad)


def alone(kernels, which, x, w, dy):
    """Do one of the two with nothing to take over."""
    begin(kernels, x, w, dy)
    return DO[which](kernels[which], x, w, dy.copy())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_one_has_transformed_the_other_takes_over(
    order, kernels, arrays, transformed
):
    wanted = [alone(kernels, i, *arrays) for i in (0, 1)]
    for _ in range(3):
        begin(kernels, *arrays)
        transformed.clear()
        for which in order:
            found = DO[which](kernels[which], *arrays)
            np.testing.assert_array_equal(found, wanted[which])
        assert set(transformed) == {type(kernels[order[0]])}


@pytest.mark.parametrize("orders", [((0,), (1,)), ((1,), (0,)), ((0, 0, 1, 1), (0,))])
def test_nothing_is_taken_over_from_an_earlier_pass(orders, kernels, arrays):
    dy = arrays[-1]
    for order in orders:
        dy *= -3  # other numbers in the same array
        begin(kernels, *arrays)
        for which in order:
            found = DO[which](kernels[which], *arrays)
    which = orders[-1][-1]
    np.testing.assert_array_equal(found, alone(kernels, which, *arrays))


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_taken_over_from_the_same_kind_or_another_array(
    which, kernels, arrays, transformed
):
    x, w, dy = arrays
    begin(kernels, *arrays)
    DO[which](kernels[which], *arrays)
    transformed.clear()
    DO[which](kernels[which], *arrays)
    assert transformed
    transformed.clear()
    DO[1 - which](kernels[1 - which], x, w, dy[:])
    assert transformed


def test_what_would_take_much_memory_is_not_kept(
    kernels, arrays, transformed, monkeypatch
):
    wanted = [alone(kernels, i, *arrays) for i in (0, 1)]
    monkeypatch.setattr(winograd, "_KEPT_BYTES", 0)
    begin(kernels, *arrays)
    transformed.clear()
    for which in (0, 1):
        found = DO[which](kernels[which], *arrays)
        np.testing.assert_array_equal(found, wanted[which])
    assert set(transformed) == {InputGrad, KernelGrad}


def test_near_equals_go_to_the_smaller_tile():
    f4 = np.dtype("float32")
    sizes = {}
    for n in (10, 26):
        geo = geometry(
            "conv", (32, n, n, 64), (3, 3, 64, 64), (1, 1), "same", (1, 1), 1
        )
        costs = {m: winograd._cost(geo, m) for m in (2, 3, 4)}
        sizes[n] = winograd.tile_size(geo, 32, f4)
        assert costs[sizes[n]] <= 1.04 * min(costs.values())
    assert sizes == {10: 2, 26: 4}
