import numpy as np
import pytest

from cornu.autodiff import Tensor, grad
from cornu.core import Spec, spec_of
from cornu.errors import ShapeError
from cornu.primitives.convolution import conv, conv_input_grad, conv_kernel_grad
from cornu.primitives.reduction import reduce_sum
from primitives.windows_cases import CONVOLUTIONS, naive_conv

PLAIN = {"strides": (1, 1), "padding": "valid", "dilation": (1, 1), "groups": 1}


def params_of(case):
    return dict(zip(("strides", "padding", "dilation", "groups"), case[2:]))


@pytest.mark.parametrize("body", ["generic", "fast"])
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-5), ("float16", 5e-3)]
)
@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_conv_agrees_with_loops(name, dtype, tolerance, body, rng):
    case = CONVOLUTIONS[name]
    x, w = (rng.standard_normal(s).astype(dtype) for s in case[:2])
    params = params_of(case)
    wanted = naive_conv(x.astype(float), w.astype(float), *case[2:])
    if body == "fast":
        found = conv(x, w, **params)
    else:
        found = conv.forward(np, x, w, **params)
    assert found.dtype == dtype
    assert np.abs(found - wanted).max() <= tolerance * np.abs(wanted).max()
    assert conv.infer(spec_of(x), spec_of(w), **params) == spec_of(found)


@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_gradients_are_the_transposes_of_the_loops(name, rng):
    # <dy, conv(x, w)> is linear in x and in w: its slopes are the two gradients.
    case = CONVOLUTIONS[name]
    x, w = (rng.standard_normal(s) for s in case[:2])
    params = params_of(case)
    dy = rng.standard_normal(naive_conv(x, w, *case[2:]).shape)
    dx = conv_input_grad(dy, w, input_shape=x.shape, **params)
    dw = conv_kernel_grad(x, dy, kernel_shape=w.shape, **params)
    for _ in range(3):
        other_x, other_w = rng.standard_normal(x.shape), rng.standard_normal(w.shape)
        along_x = (dy * naive_conv(other_x, w, *case[2:])).sum()
        along_w = (dy * naive_conv(x, other_w, *case[2:])).sum()
        np.testing.assert_allclose((dx * other_x).sum(), along_x, rtol=1e-9)
        np.testing.assert_allclose((dw * other_w).sum(), along_w, rtol=1e-9)


@pytest.mark.parametrize("name", ["1d causal dilated", "2d same strided", "2d groups"])
def test_second_derivatives_agree_with_differences(name, rng):
    case = CONVOLUTIONS[name]
    x, w = (rng.standard_normal(s) for s in case[:2])
    params = params_of(case)
    dx, dw = rng.standard_normal(x.shape), rng.standard_normal(w.shape)

    def cubed(x, w):
        y = conv(x, w, **params)
        return _total(y * y * y)

    def slope(x, w):
        gx, gw = grad(cubed, argnums=(0, 1))(x, w)
        return _total(gx * dx) + _total(gw * dw)

    gx, gw = grad(slope, argnums=(0, 1))(Tensor(x), Tensor(w))
    found = (np.asarray(gx) * dx).sum() + (np.asarray(gw) * dw).sum()

    def along(t):
        return (naive_conv(x + t * dx, w + t * dw, *case[2:]) ** 3).sum()

    h = 1e-3
    wanted = (along(h) - 2 * along(0) + along(-h)) / h**2
    np.testing.assert_allclose(found, wanted, rtol=1e-4)


def _total(x):
    return reduce_sum(x, axes=tuple(range(x.ndim)))


# ---- shapes ----


@pytest.mark.parametrize(
    ("shape", "padding", "strides", "wanted"),
    [
        ((None, 8, 8, 3), "valid", (1, 1), (None, 6, 6, 4)),
        ((None, None, 8, 3), "same", (2, 2), (None, None, 4, 4)),
        ((None, None, None, 3), "valid", (1, 1), (None, None, None, 4)),
        ((2, 7, 8, None), ((1, 1), (0, 0)), (2, 1), (2, 4, 6, 4)),
    ],
)
def test_shape_rule_takes_unknown_sizes(shape, padding, strides, wanted):
    params = {**PLAIN, "padding": padding, "strides": strides}
    w = Spec((3, 3, 3, 4), np.dtype("float32"))
    assert conv.infer(Spec(shape, np.dtype("float32")), w, **params).shape == wanted


def test_empty_batch_gives_empty_results():
    x, w = np.zeros((0, 5, 5, 2), "float32"), np.ones((3, 3, 2, 4), "float32")
    y = conv(x, w, **PLAIN)
    assert y.shape == (0, 3, 3, 4)
    assert conv_input_grad(y, w, input_shape=x.shape, **PLAIN).shape == x.shape
    dw = conv_kernel_grad(x, y, kernel_shape=w.shape, **PLAIN)
    assert dw.shape == w.shape
    assert not dw.any()


def test_layout_in_memory_does_not_matter(rng):
    x = rng.standard_normal((3, 6, 5, 4)).astype("float32")
    w = rng.standard_normal((4, 3, 3, 3)).astype("float32").transpose(2, 3, 1, 0)
    turned = x.transpose(3, 1, 2, 0)  # not contiguous
    wanted = conv(np.ascontiguousarray(turned), np.ascontiguousarray(w), **PLAIN)
    np.testing.assert_allclose(conv(turned, w, **PLAIN), wanted, rtol=1e-5)
    out = np.empty(wanted.shape[::-1], "float32").T
    assert conv(turned, w, out=out, **PLAIN) is out
    np.testing.assert_allclose(out, wanted, rtol=1e-5)


# ---- refusals ----


@pytest.mark.parametrize(
    ("x", "w", "changes", "words"),
    [
        ((2, 2, 5, 3), (3, 3, 3, 4), {}, r"covers 3 elements.*only 2"),
        ((2, 5, 4, 3), (3, 3, 3, 4), {"dilation": (1, 2)}, r"covers 5.*axis 1.*only 4"),
        ((2, 5, 5, 2), (3, 3, 3, 4), {}, r"2 channels.*works on 3"),
        ((2, 5, 5, 4), (3, 3, 2, 3), {"groups": 2}, r"3 filters.*groups=2"),
        ((2, 5, 5, 3), (3, 3, 4), {}, r"kernel \(3, 3, 4\).*2 spatial"),
        ((2, 5, 5, 3), (3, 3, 3, 4), {"strides": (1,)}, r"strides=\(1,\).*2 spatial"),
        ((2, 5, 5, 3), (3, 3, 3, 4), {"strides": (1, 0)}, r"strides.*positive"),
        ((2, 5), (3, 3), {}, r"2 axes"),
    ],
)
def test_misfits_are_refused_in_words(x, w, changes, words):
    params = {**PLAIN, **changes}
    arrays = np.zeros(x, "float32"), np.zeros(w, "float32")
    with pytest.raises(ShapeError, match=words):
        conv(*arrays, **params)
    with pytest.raises(ShapeError, match=words):
        conv.forward(np, *arrays, **params)
    with pytest.raises(ShapeError, match=words):
        conv.infer(*(spec_of(a) for a in arrays), **params)


def test_gradients_refuse_a_wrong_output_shape():
    x, w = np.zeros((2, 5, 5, 3)), np.zeros((3, 3, 3, 4))
    dy = np.zeros((2, 4, 3, 4))
    with pytest.raises(ShapeError, match=r"\(2, 4, 3, 4\).*\(2, 3, 3, 4\)"):
        conv_input_grad(dy, w, input_shape=x.shape, **PLAIN)
    with pytest.raises(ShapeError, match=r"\(2, 4, 3, 4\).*\(2, 3, 3, 4\)"):
        conv_kernel_grad(x, dy, kernel_shape=w.shape, **PLAIN)
