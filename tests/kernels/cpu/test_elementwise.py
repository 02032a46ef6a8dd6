import numpy as np
import pytest

from cornu.core import Spec
from cornu.core.spec import spec_of
from cornu.kernels.cpu import elementwise
from cornu.kernels.cpu.elementwise import BiasAdd, relu_cpu
from cornu.primitives.arithmetic import add
from cornu.primitives.elementwise import relu

SPECIAL = np.array([-0.0, 0.0, np.nan, np.inf, -np.inf, 1e-45, -1e-45, 2.0])


def awkward(size, dtype):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(size).astype(dtype)
    x[: len(SPECIAL)] = SPECIAL.astype(dtype)
    x[-len(SPECIAL) :] = SPECIAL.astype(dtype)
    return x


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("size", [8192, 8193, 12345])
def test_the_positive_part_is_that_of_the_plain_body(size, dtype):
    x = awkward(size, dtype)
    assert relu.body_for("cpu", (x,), {}) is relu_cpu
    wanted = np.where(np.isnan(x) | (x > 0), x, np.zeros((), dtype))
    found, generic = relu(x), relu.forward(np, x)
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(np.signbit(found), np.signbit(generic))
    assert found.dtype == x.dtype


def test_the_positive_part_takes_its_inputs_place():
    x = awkward(9000, "float32").reshape(9, 1000)
    wanted = relu.forward(np, x)
    assert relu(x, out=x) is x
    np.testing.assert_array_equal(x, wanted)


def test_the_positive_part_goes_where_it_should():
    x = awkward(9000, "float32").reshape(9, 1000)
    wide = np.full((9, 2000), 7, "float32")
    relu(x, out=wide[:, ::2])
    np.testing.assert_array_equal(wide[:, ::2], relu.forward(np, x))
    assert (wide[:, 1::2] == 7).all()


def test_what_is_small_or_scattered_goes_the_plain_way():
    large = np.ones((100, 200), "float32")
    for x in (large[:4, :4], large[:, ::2], large.T, large.astype("int32")):
        assert relu.body_for("cpu", (x,), {}) is relu.forward


def staged_add(x, bias):
    return add.stages["cpu"]((spec_of(x), spec_of(bias)), {})


@pytest.mark.parametrize("shape", [(9, 24, 24, 64), (4, 7, 5, 3), (2, 30, 16)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_bias_is_added_to_each_pixel(shape, dtype):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(dtype)
    bias = rng.standard_normal(shape[-1]).astype(dtype)
    staged = staged_add(x, bias)
    assert isinstance(staged, BiasAdd)
    for _ in range(2):  # the second time with other values
        bias += 1
        staged.prepare(x, bias)
        out = np.empty_like(x)
        staged.part(x, bias, out=out)
        np.testing.assert_array_equal(out, x + bias)
        elsewhere = np.moveaxis(np.empty_like(np.moveaxis(x, 1, 0), order="C"), 0, 1)
        staged.part(x, bias, out=elsewhere)
        np.testing.assert_array_equal(elsewhere, x + bias)
    wanted = x + bias
    staged.part(x, bias, out=x)
    np.testing.assert_array_equal(x, wanted)


def test_a_row_holds_whole_pixels_and_divides_an_image():
    for shape in [(8, 24, 24, 64), (8, 7, 11, 3), (1, 13, 5000), (3, 97, 1)]:
        row = elementwise._row_length(shape)
        assert row % shape[-1] == 0
        assert np.prod(shape[1:]) % row == 0
        assert row <= max(elementwise._ROW, shape[-1])


def test_other_sums_have_no_staged_form():
    f4, f8 = np.dtype("float32"), np.dtype("float64")
    x, bias = Spec((8, 24, 24, 64), f4), Spec((64,), f4)
    factory = add.stages["cpu"]
    assert factory((x, bias), {}) is not None
    for pair in [
        (bias, x),
        (x, x),
        (x, Spec((64,), f8)),
        (x, Spec((1,), f4)),
        (x, Spec((), f4)),
        (Spec((8, 64), f4), bias),
        (Spec((None, 24, 24, 64), f4), bias),
        (Spec((0, 24, 24, 64), f4), bias),
        (Spec((8, 2, 64), f4), bias),
        (Spec((8, 24, 24, 64), np.dtype("int32")), Spec((64,), np.dtype("int32"))),
    ]:
        assert factory(pair, {}) is None, pair
