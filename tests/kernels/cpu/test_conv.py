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
    "winograd": ((24, 10, 12, 32), (3, 3, 32, 16), "valid", (1, 1)),
    "winograd, odd": ((24, 11, 13, 16), (3, 3, 16, 32), "same", (1, 1)),
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
        fits = winograd.fits(geo, x[0], np.dtype("float32"))
        assert fits == name.startswith("winograd"), name
        assert not winograd.fits(geo, x[0], np.dtype("float64"))


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
