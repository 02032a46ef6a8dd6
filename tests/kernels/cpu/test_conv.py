"""Blocks, rows of large images and Winograd's tiles against the generic bodies."""

import numpy as np
import pytest

import cornu.kernels
from cornu.kernels.cpu import blocks, winograd
from cornu.primitives.convolution import (
    conv,
    conv_input_grad,
    conv_kernel_grad,
    geometry,
)

# shape of x, shape of w, padding, strides
CASES = {
    "several images a block": ((20, 12, 12, 8), (3, 3, 8, 8), "valid", (1, 1)),
    "one channel": ((20, 12, 12, 1), (3, 3, 1, 8), "same", (1, 1)),
    "three channels, strided": ((20, 13, 12, 3), (5, 5, 3, 8), "same", (2, 2)),
    "strided": ((20, 13, 12, 6), (3, 3, 6, 8), "same", (2, 2)),
    "one dimension": ((40, 50, 8), (5, 8, 16), "same", (1,)),
    "three dimensions": ((6, 8, 9, 7, 5), (2, 3, 2, 5, 6), "same", (1, 1, 1)),
    "winograd": ((24, 10, 12, 32), (3, 3, 32, 40), "valid", (1, 1)),
    "winograd, odd": ((24, 11, 13, 32), (3, 3, 32, 48), "same", (1, 1)),
    "winograd, lopsided": (
        (24, 9, 12, 32),
        (3, 3, 32, 32),
        ((2, 0), (0, 1)),
        (1, 1),
    ),
}


def check(case, rng, tolerance=2e-6):
    x_shape, w_shape, padding, strides = case
    params = {
        "strides": strides,
        "padding": padding,
        "dilation": (1,) * len(strides),
        "groups": 1,
    }
    x = rng.standard_normal(x_shape).astype("float32")
    w = rng.standard_normal(w_shape).astype("float32")
    wide_x, wide_w = x.astype(float), w.astype(float)
    y = conv(x, w, **params)
    dy = rng.standard_normal(y.shape).astype("float32")
    wide_dy = dy.astype(float)
    pairs = [
        (y, conv.forward(np, wide_x, wide_w, **params)),
        (
            conv_input_grad(dy, w, input_shape=x_shape, **params),
            conv_input_grad.forward(np, wide_dy, wide_w, input_shape=x_shape, **params),
        ),
        (
            conv_kernel_grad(x, dy, kernel_shape=w_shape, **params),
            conv_kernel_grad.forward(
                np, wide_x, wide_dy, kernel_shape=w_shape, **params
            ),
        ),
    ]
    for found, wanted in pairs:
        assert found.dtype == np.float32
        assert np.abs(found - wanted).max() <= tolerance * np.abs(wanted).max()
    return [found for found, _ in pairs]


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.mark.parametrize("name", CASES)
def test_blocks_agree_with_the_generic_body(name, rng):
    check(CASES[name], rng)


@pytest.mark.parametrize("name", CASES)
def test_rows_of_large_images_agree(name, rng, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 20_000)
    check(CASES[name], rng)


def test_winograd_takes_the_cases_named_after_it():
    for name, (x, w, padding, strides) in CASES.items():
        ones = (1,) * len(strides)
        geo = geometry("conv", x, w, strides, padding, ones, 1)
        m = winograd.tile_size(geo, x[0], np.dtype("float32"))
        assert (m is not None) == name.startswith("winograd"), name
        assert winograd.tile_size(geo, x[0], np.dtype("float64")) is None


@pytest.mark.parametrize("m", [2, 3, 4])
@pytest.mark.parametrize("name", [n for n in CASES if n.startswith("winograd")])
def test_every_size_of_tile_agrees(name, m, rng, monkeypatch):
    monkeypatch.setattr(winograd, "tile_size", lambda geo, batch, dtype: m)
    check(CASES[name], rng)


def to_points(halves, tile):
    """Transform one tile as halves of even and odd rows are meant to."""
    if halves.odd is None:
        return halves.even @ tile.ravel()
    even, odd = halves.even @ tile[::2].ravel(), halves.odd @ tile[1::2].ravel()
    first = len(even) // 3
    zero, infinity = even[:first], odd[:first]
    even, odd = even[first:], odd[first:]
    return np.concatenate([zero, even + odd, even - odd, infinity])


@pytest.mark.parametrize("m", [2, 3, 4])
def test_transforms_give_the_exact_sum_for_one_tile(m):
    rng = np.random.default_rng(0)
    d, g = rng.standard_normal((m + 2, m + 2)), rng.standard_normal((3, 3))
    wanted = np.array(
        [[(d[i : i + 3, j : j + 3] * g).sum() for j in range(m)] for i in range(m)]
    )
    t = winograd.transforms(m)
    pixels = np.eye(m * m).reshape(-1, m, m)
    to_output = np.array([to_points(t.to_output, pixel) for pixel in pixels])
    found = to_output @ ((t.kernel @ g.ravel()) * to_points(t.to_input, d))
    np.testing.assert_allclose(found.reshape(m, m), wanted, atol=3e-6)
    for one, other in ((t.to_input, t.from_input), (t.to_output, t.from_output)):
        for a, b in zip(one, other):
            assert (a is None and b is None) or np.array_equal(a, b.T)


@pytest.mark.parametrize("dtype", ["float16", "float64"])
def test_other_floats(dtype, rng):
    x = rng.standard_normal((20, 12, 13, 32)).astype(dtype)
    w = rng.standard_normal((3, 3, 32, 32)).astype(dtype)
    params = {
        "strides": (1, 1),
        "padding": "same",
        "dilation": (2, 1),
        "groups": 1,
    }
    y = conv(x, w, **params)
    dy = rng.standard_normal(y.shape).astype(dtype)
    tolerance = {"float16": 2e-3, "float64": 1e-13}[dtype]
    wide = [a.astype(float) for a in (x, w, dy)]
    pairs = [
        (y, conv.forward(np, wide[0], wide[1], **params)),
        (
            conv_input_grad(dy, w, input_shape=x.shape, **params),
            conv_input_grad.forward(
                np, wide[2], wide[1], input_shape=x.shape, **params
            ),
        ),
        (
            conv_kernel_grad(x, dy, kernel_shape=w.shape, **params),
            conv_kernel_grad.forward(
                np, wide[0], wide[2], kernel_shape=w.shape, **params
            ),
        ),
    ]
    for found, wanted in pairs:
        assert found.dtype == dtype
        assert np.abs(found - wanted).max() <= tolerance * np.abs(wanted).max()


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3)])
def test_memory_laid_out_otherwise_gives_the_same_bits(kernel, rng):
    x = rng.standard_normal((20, 12, 12, 32)).astype("float32")
    w = rng.standard_normal((*kernel, 32, 32)).astype("float32")
    params = {
        "strides": (1, 1),
        "padding": "same",
        "dilation": (1, 1),
        "groups": 1,
    }
    odd_x = np.asfortranarray(x)
    odd_w = np.repeat(w, 2, axis=-1)[..., ::2]
    wanted = conv(x, w, **params)
    np.testing.assert_array_equal(conv(odd_x, odd_w, **params), wanted)
    out = np.empty((20, 12, 12, 64), "float32")[..., ::2]
    assert conv(x, w, out=out, **params) is out
    np.testing.assert_array_equal(out, wanted)
    dy = np.asfortranarray(wanted)
    for found, others in (
        (
            conv_input_grad(wanted, w, input_shape=x.shape, **params),
            conv_input_grad(dy, odd_w, input_shape=x.shape, **params),
        ),
        (
            conv_kernel_grad(x, wanted, kernel_shape=w.shape, **params),
            conv_kernel_grad(odd_x, dy, kernel_shape=w.shape, **params),
        ),
    ):
        np.testing.assert_array_equal(found, others)


@pytest.mark.parametrize("name", CASES)
def test_results_do_not_depend_on_threads(name, monkeypatch):
    found = []
    monkeypatch.setattr("cornu.kernels.cpu.threads.WORTH_FLOPS", 0)
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 50_000)
    for threads in ("1", "2", "3", "2"):
        monkeypatch.setenv("CORNU_NUM_THREADS", threads)
        found.append(check(CASES[name], np.random.default_rng(3)))
    for others in found[1:]:
        for a, b in zip(found[0], others):
            np.testing.assert_array_equal(a, b)


def test_inputs_may_be_large_enough_for_nothing_to_be_kept(rng, monkeypatch):
    monkeypatch.setattr("cornu.kernels.cpu.workspace.LIMIT_BYTES", 100)
    check(CASES["winograd, odd"], rng)
    check(CASES["strided"], rng)


def test_importing_the_kernels_files_them():
    assert cornu.kernels.cpu
    assert all(p.overrides["cpu"] for p in (conv, conv_input_grad, conv_kernel_grad))
