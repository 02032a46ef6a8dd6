"""Gradients as people ask for them."""

import numpy as np
import pytest

from cornu.autodiff import (
    GradientTape,
    Tensor,
    Variable,
    custom_gradient,
    grad,
    no_grad,
    stop_gradient,
    value_and_grad,
)
from cornu.errors import DTypeError, ShapeError
from cornu.primitives.elementwise import exp, log, sin
from cornu.primitives.reduction import reduce_sum
from cornu.testing import check_gradients


def total(x):
    return reduce_sum(x, axes=tuple(range(x.ndim)))


# ---- the tape ----


def test_gradient_of_one_and_of_several_sources():
    x, y = Tensor(2.0), Tensor(3.0)
    with GradientTape() as tape:
        tape.watch({"x": x, "y": [y]})
        z = x * x * y
    assert float(tape.gradient(z, x)) == 12.0
    found = tape.gradient(z, {"x": x, "y": [y]})
    assert float(found["x"]) == 12.0
    assert float(found["y"][0]) == 4.0


def test_a_tape_answers_as_often_as_asked():
    x = Tensor(2.0)
    with GradientTape() as tape:
        tape.watch(x)
        y = x * x
        z = y * y
    for _ in range(2):
        assert float(tape.gradient(z, x)) == 32.0
        assert float(tape.gradient(y, x)) == 4.0
    assert GradientTape(persistent=True).persistent


def test_several_targets_add_up_and_take_gradients_of_their_own():
    x = Tensor([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y, z = x * x, 3.0 * x
    assert tape.gradient([y, z], x).tolist() == [5.0, 7.0]
    assert tape.gradient(y, x, [10.0, 100.0]).tolist() == [20.0, 400.0]
    found = tape.gradient([y, z], x, [np.ones(2, "float32"), Tensor([1.0, 0.0])])
    assert found.tolist() == [5.0, 4.0]


def test_output_gradients_must_fit():
    x = Tensor([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = x * x
    with pytest.raises(ShapeError, match=r"\(3,\), its target \(2,\)"):
        tape.gradient(y, x, np.ones(3))
    with pytest.raises(ValueError, match="2 output gradients for 1 targets"):
        tape.gradient([y], x, [np.ones(2), np.ones(2)])


def test_unconnected():
    x, other = Tensor([1.0, 2.0]), Tensor([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch([x, other])
        y = total(x)
    assert tape.gradient(y, other) is None
    zeros = tape.gradient(y, other, unconnected_gradients="zero")
    assert zeros.tolist() == [0.0, 0.0]
    never = Tensor([1.0])
    assert tape.gradient(y, never) is None
    assert tape.gradient(Tensor(1.0), x) is None


def test_variables_are_watched_frozen_ones_are_not():
    v, frozen = Variable(2.0), Variable(3.0, trainable=False)
    with GradientTape() as tape:
        y = v * frozen
    assert [g if g is None else float(g) for g in tape.gradient(y, [v, frozen])] == [
        3.0,
        None,
    ]


def test_variables_only_when_asked():
    v, w = Variable(2.0), Variable(3.0)
    with GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(w)
        y = v * w
    dv, dw = tape.gradient(y, [v, w])
    assert dv is None
    assert float(dw) == 2.0


def test_second_derivatives_by_nested_tapes():
    x = Tensor(2.0)
    with GradientTape() as outer:
        outer.watch(x)
        with GradientTape() as inner:
            inner.watch(x)
            y = x * x * x
        slope = inner.gradient(y, x)
    assert float(slope) == 12.0
    assert float(outer.gradient(slope, x)) == 12.0


def test_third_derivative():
    x = Tensor(np.float64(0.7))
    with GradientTape() as a:
        a.watch(x)
        with GradientTape() as b:
            with GradientTape() as c:
                y = sin(x)
            first = c.gradient(y, x)
        second = b.gradient(first, x)
    third = a.gradient(second, x)
    np.testing.assert_allclose(float(third), -np.cos(0.7), rtol=1e-12)


def test_a_first_derivative_leaves_no_nodes():
    x = Tensor(2.0)
    with GradientTape() as tape:
        tape.watch(x)
        y = x * x
    assert tape.gradient(y, x)._node is None


def test_misuse_of_a_tape():
    tape = GradientTape()
    with pytest.raises(TypeError, match="expected a Tensor, got float"):
        tape.watch(2.0)
    with pytest.raises(DTypeError, match="int32 tensor has no gradient"):
        tape.watch(Tensor([1, 2]))
    with pytest.raises(TypeError, match="target must be a Tensor"):
        tape.gradient(2.0, Tensor(1.0))
    with pytest.raises(TypeError, match="sources must be Tensors"):
        tape.gradient(Tensor(1.0), [2.0])
    with tape, pytest.raises(ValueError, match="recording already"), tape:
        pass


# ---- functions of functions ----


def test_value_and_grad_of_structures():
    def loss(weights, x):
        return total(weights["w"] * x) + weights["b"][0] * 2.0

    weights = {"w": np.array([1.0, 2.0], "float32"), "b": (np.float32(1.0),)}
    x = np.array([3.0, 4.0], "float32")
    value, slopes = value_and_grad(loss)(weights, x)
    assert float(value) == 13.0
    assert slopes["w"].tolist() == [3.0, 4.0]
    assert float(slopes["b"][0]) == 2.0


def test_argnums():
    def f(x, y):
        return x * y * y

    assert float(grad(f, argnums=1)(2.0, 3.0)) == 12.0
    assert [float(g) for g in grad(f, argnums=(0, 1))(2.0, 3.0)] == [9.0, 12.0]
    assert [float(g) for g in grad(f, argnums=(1, 0))(2.0, 3.0)] == [12.0, 9.0]


def test_has_aux():
    def f(x):
        return x * x, {"twice": 2 * x}

    (value, aux), slope = value_and_grad(f, has_aux=True)(3.0)
    assert (float(value), float(aux["twice"]), float(slope)) == (9.0, 6.0, 6.0)
    slope, aux = grad(f, has_aux=True)(3.0)
    assert (float(slope), float(aux["twice"])) == (6.0, 6.0)


def test_keyword_arguments_and_name_pass():
    def cube(x, *, scale=1.0):
        """Words."""
        return scale * x**3

    slope = grad(cube)
    assert (slope.__name__, slope.__doc__) == ("cube", "Words.")
    assert float(slope(2.0, scale=2.0)) == 24.0


def test_unused_arguments_get_zeros():
    found = grad(lambda x, y: x * 2.0, argnums=(0, 1))(1.0, np.ones(3, "float32"))
    assert found[1].tolist() == [0.0, 0.0, 0.0]
    assert float(grad(lambda x: 5.0)(1.0)) == 0.0


def test_grad_of_grad():
    f = grad(grad(grad(lambda x: x**4)))
    assert float(f(2.0)) == 48.0


def test_the_same_value_for_two_arguments_is_two_arguments():
    def inner(x):
        return grad(lambda a, b: a * a * b)(x, x)  # 2 a b at a = b = x

    assert float(inner(Tensor(3.0))) == 18.0
    assert float(grad(inner)(3.0)) == 12.0  # d/dx 2 x^2


def test_the_argument_is_not_what_the_closure_holds():
    def outer(x):
        return grad(lambda y: x * y)(x)  # x, whatever y is

    assert float(grad(outer)(3.0)) == 1.0


def test_mixed_partial_derivatives():
    def f(x, y):
        return sin(x) * exp(y)

    mixed = grad(grad(f, argnums=0), argnums=1)
    np.testing.assert_allclose(
        float(mixed(np.float64(0.3), np.float64(0.5))), np.cos(0.3) * np.exp(0.5)
    )


def test_grad_inside_a_pause_works():
    with no_grad():
        assert float(grad(lambda x: x * x)(3.0)) == 6.0


def test_grad_does_not_touch_its_argument():
    x, frozen = Tensor(2.0), Variable(2.0, trainable=False)
    assert float(grad(lambda v: v * v)(x)) == 4.0
    assert float(grad(lambda v: v * v)(frozen)) == 4.0
    assert x._node is None
    assert frozen._node is None


def test_grad_with_respect_to_a_variable():
    v = Variable([1.0, 2.0])
    assert grad(lambda w: total(w * w))(v).tolist() == [2.0, 4.0]


def test_misuse_of_grad():
    with pytest.raises(ShapeError, match=r"one number, got shape \(2,\)"):
        grad(lambda x: x)(np.ones(2, "float32"))
    with pytest.raises(DTypeError, match="int32 argument"):
        grad(lambda x: x * 1.0)(3)
    with pytest.raises(KeyError):
        grad(lambda x: {}[x])(1.0)
    assert float(grad(lambda x: x)(1.0)) == 1.0  # the failed call left no tape open


# ---- own gradients ----


@custom_gradient
def softplus(x):
    e = exp(x)

    def gradient(upstream):
        return upstream * (1.0 - 1.0 / (1.0 + e))

    return log(1.0 + e), gradient


def test_custom_gradient():
    assert float(grad(softplus)(0.0)) == 0.5
    np.testing.assert_allclose(float(grad(softplus)(80.0)), 1.0)
    assert float(softplus(Tensor(0.0))) == pytest.approx(np.log(2.0))


def test_custom_gradient_to_second_order():
    check_gradients(softplus, [np.array([0.3, -1.0, 2.0])])


def test_custom_gradient_overrules_the_true_one():
    @custom_gradient
    def reversed_identity(x):
        return x * 1.0, lambda upstream: -upstream

    assert float(grad(reversed_identity)(3.0)) == -1.0
    assert float(grad(lambda x: reversed_identity(x) * x)(3.0)) == 0.0


def test_custom_gradient_of_several_arguments():
    @custom_gradient
    def product(a, factor, b):
        return a * b * factor, lambda u: (u * 10.0, None, u * 20.0)

    found = grad(lambda a, b: product(a, 2.0, b), argnums=(0, 1))(3.0, 4.0)
    assert [float(g) for g in found] == [10.0, 20.0]


def test_custom_gradient_of_several_results():
    @custom_gradient
    def both(x):
        return (x * 2.0, x * 3.0), lambda u, v: 100.0 * u + 1000.0 * v

    def f(x):
        a, b = both(x)
        return a + 2.0 * b

    assert float(grad(f)(1.0)) == 2100.0
    assert float(grad(lambda x: both(x)[0])(1.0)) == 100.0


def test_custom_gradient_counts_gradients():
    @custom_gradient
    def wrong(a, b):
        return a * b, lambda u: (u, u, u)

    with pytest.raises(ValueError, match="3 gradients for 2 arguments"):
        grad(wrong)(1.0, 2.0)


def test_custom_gradient_on_plain_arrays():
    found = softplus(np.zeros(2))
    assert type(found) is np.ndarray


def test_stop_gradient_of_structures():
    def f(x):
        held = stop_gradient({"a": x, "b": [x * x]})
        return x * held["a"] + held["b"][0] * x

    assert float(grad(f)(3.0)) == 3.0 + 9.0


def test_bfloat16_has_gradients():
    bfloat16 = np.dtype(pytest.importorskip("ml_dtypes").bfloat16)
    x = Tensor(np.array([0.5, 2.0]).astype(bfloat16))
    first = grad(lambda y: total(y * y * 1.5))(x)
    assert first.dtype == bfloat16
    assert first.numpy().astype(float).tolist() == [1.5, 6.0]
    assert Variable(x).trainable
