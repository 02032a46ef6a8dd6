"""Each law catches a primitive that breaks it, and no other law is needed for that."""

import numpy as np
import pytest

from cornu.core import ELEMENTWISE, OPAQUE, PRIMITIVES, Spec, primitive
from cornu.primitives import rules
from cornu.primitives.arithmetic import add
from cornu.primitives.elementwise import tanh
from cornu.testing import LAWS, check_primitive
from cornu.testing import check_primitive as check

X = np.array([[0.3, -1.2, 0.7], [0.8, 2.0, -0.1]])
BY_NAME = {law.__name__: law for law in LAWS}


def declare(body, **options):
    made = primitive(**{"infer": rules.same, "kind": ELEMENTWISE, **options})(body)
    del PRIMITIVES[made.name]
    return made


def doubled(xp, x, *, out=None):
    """Double."""
    return xp.multiply(x, 2, out=out)


def good():
    made = declare(doubled)
    made.defvjp(x=lambda g: g * 2.0)
    return made


def test_a_good_primitive_keeps_all_laws():
    assert check_primitive(good(), [X]) > 15
    assert check_primitive(tanh, [X]) > 15
    assert check(add, [X, X[:1]]) > 20


def wrong_shape():
    return declare(doubled, infer=lambda x: Spec(x.shape[1:], x.dtype))


def wrong_dtype():
    return declare(doubled, infer=lambda x: Spec(x.shape, np.dtype("float32")))


def unknown_fails():
    return declare(doubled, infer=lambda x: Spec((x.shape[0] * 1, x.shape[1]), x.dtype))


def ignores_out():
    def body(xp, x, *, out=None):
        """Double."""
        return x * 2

    return declare(body)


def changes_input():
    def body(xp, x):
        """Double."""
        x *= 2
        return x * 1

    return declare(body)


def hidden_view():
    def body(xp, x):
        """Pass on."""
        return x[:]

    return declare(body)


def needs_contiguous():
    def body(xp, x):
        """Read the memory as it lies."""
        return x.ravel(order="K").reshape(x.shape) * 2

    return declare(body, kind=OPAQUE)


def wrong_gradient():
    made = declare(doubled)
    made.defvjp(x=lambda g: g * 3.0)
    return made


def forgotten_gradient():
    return declare(doubled)


def widens():
    def body(xp, x):
        """Double."""
        return x * np.float64(2)

    return declare(body)


def wide_gradient():
    made = declare(doubled)
    made.defvjp(x=lambda g: g * np.full(g.shape, 2.0))
    return made


def wrong_kernel():
    made = good()
    made.on("cpu")(lambda xp, x, out=None: x * 2.1)
    return made


def wrong_reference():
    made = declare(doubled, reference=lambda x: x * 2.1)
    made.defvjp(x=lambda g: g * 2.0)
    return made


def wrong_reference_gradient():
    made = declare(doubled, reference=lambda x: x * 2.0)
    made.defvjp(x=lambda g: g * 2.5)
    return made


def no_sentence():
    def body(xp, x):
        return x * 2

    return declare(body)


@pytest.mark.parametrize(
    ("make", "law", "words"),
    [
        (wrong_shape, "infer_equals_result", "the shape rule gives"),
        (wrong_dtype, "infer_equals_result", "the shape rule gives"),
        (unknown_fails, "infer_equals_result", "the shape rule fails"),
        (ignores_out, "out_is_honoured", "not the array passed"),
        (changes_input, "inputs_stay_untouched", "input 0 was changed"),
        (hidden_view, "only_views_alias", "view of an input"),
        (needs_contiguous, "layout_does_not_matter", "transposed memory"),
        (wrong_gradient, "gradients_agree_with_differences", "by the tape"),
        (forgotten_gradient, "gradients_agree_with_differences", "0.0 by the tape"),
        (widens, "float_types_are_kept", "float64, not float32"),
        (wide_gradient, "float_types_are_kept", "derivative is"),
        (wrong_kernel, "faster_bodies_agree", "faster body"),
        (wrong_reference, "fused_equals_reference", "reference"),
        (wrong_reference_gradient, "fused_equals_reference", "gradient of reference"),
        (no_sentence, "docstring_is_complete", "docstring"),
    ],
)
def test_a_broken_law_is_noticed(make, law, words):
    with pytest.raises(AssertionError, match=words):
        BY_NAME[law](make(), (X,), {})


@pytest.mark.parametrize("params", [{"k": [1, 2]}, {"k": {1, 2}}])
def test_parameters_must_be_hashable(params):
    def body(xp, x, *, k):
        """Pass."""
        return x * 1

    with pytest.raises(AssertionError, match="cannot be kept"):
        BY_NAME["parameters_survive_json"](declare(body), (X,), params)


def test_parameters_must_survive():
    def body(xp, x, *, k):
        """Pass."""
        return x * 1

    with pytest.raises(AssertionError, match="cannot be kept"):
        BY_NAME["parameters_survive_json"](
            declare(body, infer=lambda x, k: x), (X,), {"k": ((1, 2), frozenset())}
        )
