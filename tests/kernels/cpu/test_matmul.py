import numpy as np
import pytest

from cornu.kernels.cpu import matmul as kernel
from cornu.kernels.cpu.blas import control
from cornu.primitives.contraction import einsum, matmul

RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.standard_normal(shape).astype("float32")


PAIRS = {
    "wide": (normal(128, 300), normal(300, 700)),
    "transposed a": (normal(64, 800).T, normal(64, 500)),
    "transposed b": (normal(300, 200), normal(500, 200).T),
    "long sum": (normal(128, 3000), normal(3000, 128)),
    "tall": (normal(5000, 64), normal(64, 64)),
    "rows of a flat one": (normal(7, 100, 256), normal(256, 256)),
    "batched": (normal(6, 5, 200, 64), normal(6, 5, 64, 150)),
    "broadcast": (normal(1, 9, 200, 64), normal(4, 1, 64, 150)),
    "one of a batch": (normal(1, 1, 400, 300), normal(1, 1, 300, 500)),
    "row": (normal(1, 2000), normal(2000, 3000)),
    "column": (normal(9000, 2000), normal(2000, 1)),
    "no axis together": (normal(800, 600)[::2, ::2], normal(600, 900)[::2, ::-3]),
    "by itself": ((x := normal(400, 500)), x.T),
    "small": (normal(20, 30), normal(30, 40)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_product_is_that_of_wider_floats(name):
    a, b = PAIRS[name]
    wanted = a.astype("float64") @ b.astype("float64")
    found = matmul(a, b)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, wanted, rtol=0, atol=2e-5 * abs(wanted).max())


@pytest.mark.parametrize("name", PAIRS)
def test_bits_depend_on_shapes_alone(name, monkeypatch):
    a, b = PAIRS[name]
    monkeypatch.setattr("cornu.kernels.cpu.threads.WORTH_FLOPS", 0)
    found = []
    blas = control()
    before = blas.get() if blas else 0
    try:
        for threads in ("1", "2", "3"):
            monkeypatch.setenv("CORNU_NUM_THREADS", threads)
            if blas:
                blas.set(min(int(threads), 2))
            found.append(matmul(a, b))
    finally:
        if blas:
            blas.set(before)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])


@pytest.mark.parametrize("name", PAIRS)
def test_out_is_written_whatever_its_layout(name):
    a, b = PAIRS[name]
    wanted = matmul(a, b)
    out = np.empty_like(wanted)
    assert matmul(a, b, out=out) is out
    np.testing.assert_array_equal(out, wanted)
    turned = np.empty(wanted.shape[::-1], wanted.dtype).T
    assert matmul(a, b, out=turned) is turned
    np.testing.assert_allclose(turned, wanted, rtol=0, atol=1e-5 * abs(wanted).max())
    if name != "small":
        np.testing.assert_array_equal(turned, wanted)


@pytest.mark.parametrize(
    "shape", [(128, 512), (1024, 1024), (9216, 128), (65, 70), (1, 5000), (3, 4, 70)]
)
@pytest.mark.parametrize("most", [2, 6, 16])
def test_tiles_cover_a_result_once(shape, most):
    seen = np.zeros(shape, int)
    tiles = kernel._tiles(shape, most)
    for part, rows, columns in tiles:
        seen[(*part, rows, columns)] += 1
    assert (seen == 1).all()
    assert len(tiles) <= most


def test_einsum_takes_the_same_way(monkeypatch):
    a, b = normal(4, 90, 3, 64), normal(4, 80, 3, 64)
    taken = []
    product = kernel.product
    monkeypatch.setattr(kernel, "product", lambda *x: taken.append(1) or product(*x))
    found = einsum(a, b, subscripts="bqhd,bkhd->bhqk")
    wanted = np.einsum("bqhd,bkhd->bhqk", a.astype("float64"), b.astype("float64"))
    np.testing.assert_allclose(found, wanted, atol=1e-4)
    assert taken
    for order in ("bhqk", "khbq"):
        whole = einsum(a, b, subscripts=f"bqhd,bkhd->{order}")
        out = np.empty_like(whole)
        assert einsum(a, b, subscripts=f"bqhd,bkhd->{order}", out=out) is out
        np.testing.assert_array_equal(out, whole)


def test_integers_and_mixed_types_are_left_alone():
    a = RNG.integers(0, 9, (100, 200))
    np.testing.assert_array_equal(matmul(a, a.T), a @ a.T)
    assert not kernel._may_be_shared_out(a, a.T)
    assert matmul(a, normal(200, 300)).dtype.kind == "f"
