"""The check of gradients finds wrong ones."""

import numpy as np
import pytest

from cornu.autodiff import custom_gradient
from cornu.primitives.elementwise import sin, tanh
from cornu.primitives.sorting import top_k
from cornu.testing import check_gradients

X = np.array([[0.3, -1.2], [0.8, 2.0]])


def test_right_gradients_pass():
    assert check_gradients(lambda x, y: sin(x) @ tanh(y), [X, X + 1]) == 4
    assert check_gradients(sin, [X], order=1) == 1


@pytest.mark.parametrize("factor", [0.0, -1.0, 1.01])
def test_wrong_gradients_are_named_with_both_numbers(factor):
    @custom_gradient
    def wrong(x):
        return x * x, lambda g: g * 2.0 * x * factor

    with pytest.raises(
        AssertionError, match=r"wrong: the gradient .* input 0"
    ) as caught:
        check_gradients(wrong, [X])
    assert "by the tape and" in str(caught.value)


def test_complex_inputs_go_two_ways():
    assert check_gradients(lambda z, x: sin(z) * x, [X + 1j, X]) == 6


@pytest.mark.parametrize("factor", [1.01, 1.0 + 0.01j])
def test_wrong_gradients_of_complex_inputs_are_found(factor):
    @custom_gradient
    def wrong(z):
        return z * z, lambda g: g * 2.0 * z * factor

    with pytest.raises(AssertionError, match="the gradient with respect to input 0"):
        check_gradients(wrong, [X + 1j])


def test_conjugated_gradients_are_found():
    from cornu.primitives.complex import conj

    @custom_gradient
    def wrong(z):
        return z * z, lambda g: g * 2.0 * conj(z)

    with pytest.raises(AssertionError, match="the gradient"):
        check_gradients(wrong, [X + 1j])


def test_wrong_second_derivatives_are_found():
    from cornu.autodiff import stop_gradient

    @custom_gradient
    def wrong(x):
        return x * x, lambda g: g * 2.0 * stop_gradient(x)

    assert check_gradients(wrong, [X], order=1) == 1
    with pytest.raises(AssertionError, match="second derivative"):
        check_gradients(wrong, [X])


def test_the_input_at_fault_is_named():
    @custom_gradient
    def wrong(x, y):
        return x * y, lambda g: (g * y, g * y)

    with pytest.raises(AssertionError, match="input 1"):
        check_gradients(wrong, [X, X + 1])


def test_gradients_of_the_wrong_shape_are_found():
    @custom_gradient
    def wrong(x):
        return x * 2.0, lambda g: g[0] * 2.0

    with pytest.raises(AssertionError, match=r"shape \(2,\)"):
        check_gradients(wrong, [X])


def test_results_and_inputs_that_are_no_floats_are_left_out():
    assert check_gradients(lambda x, i: (top_k(x, k=1), x * i), [X, [[1, 2]]]) == 2


def test_unused_inputs_have_slope_zero():
    assert check_gradients(lambda x, y: x * 2.0, [X, X]) == 4


def test_order_is_one_or_two():
    with pytest.raises(ValueError, match="order is 3"):
        check_gradients(sin, [X], order=3)
