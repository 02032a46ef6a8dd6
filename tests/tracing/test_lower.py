from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cornu.core.primitive import ELEMENTWISE, PRIMITIVES, Primitive
from cornu.tracing.lower import lower, same_bits, small_calls
from tracing.recorded import floats


def made(body: Any) -> Primitive:
    return Primitive(body, lambda *s, **p: s[0], ELEMENTWISE, None, None, None, False)


def doubled(xp, x, *, out=None):
    """Write through NumPy."""
    return xp.multiply(x, 2.0, out=out)


def filled(xp, x, *, out=None):
    """Write behind NumPy's back."""
    if out is None:
        return x * 2
    out[...] = x * 2
    return out


def half_filled(xp, x, *, out=None):
    """Keep a table of its own, filled behind NumPy's back."""
    table = xp.zeros(x.shape, x.dtype)
    table[0] = x[0]
    if out is None:
        return xp.add(x, table)
    return xp.add(x, table, out=out)


def added_up(xp, x, *, out=None):
    """Change what was written."""
    out = xp.multiply(x, 1.0, out=out)
    out += x
    return out


def in_steps(xp, x, *, out=None):
    """Use memory in between, a view of it, and a sum."""
    scratch = xp.empty(x.shape, x.dtype)
    xp.exp(x, out=scratch)
    total = xp.sum(scratch, axis=0, keepdims=True)
    xp.divide(scratch.reshape(x.shape), total, out=scratch)
    return xp.add(scratch, x, out=out)


X = floats(6, 4)


@pytest.mark.parametrize("body", [doubled, in_steps])
def test_calls_stand_in_for_a_body(body) -> None:
    primitive, x, out = made(body), X.copy(), np.empty_like(X)
    calls = small_calls(primitive, [x], [out], {})
    assert calls
    x += 1.0
    for call in calls:
        call()
    np.testing.assert_array_equal(out, body(np, x))


@pytest.mark.parametrize("body", [filled, half_filled, added_up])
def test_bodies_that_write_by_themselves_are_called(body) -> None:
    primitive, x, out = made(body), X.copy(), np.empty_like(X)
    assert small_calls(primitive, [x], [out], {}) is None
    calls = lower(primitive, [x], [out], {}, [body(np, x)])
    assert calls is not None
    x += 1.0
    for call in calls:
        call()
    np.testing.assert_array_equal(out, body(np, x))


@pytest.mark.parametrize("value", [True, False])
def test_a_cast_to_truth_values_is_done_each_time(value) -> None:
    """Two values are soon right by chance."""
    x, out = np.full((1, 1), float(value)), np.empty((1, 1), bool)
    calls = lower(
        PRIMITIVES["cast"], [x], [out], {"dtype": "bool"}, [np.array([[value]])]
    )
    assert calls is not None
    x[...] = not value
    for call in calls:
        call()
    assert out[0, 0] == (not value)


def test_what_does_not_give_what_was_recorded_is_refused() -> None:
    out = np.empty_like(X)
    assert lower(made(doubled), [X.copy()], [out], {}, [X * 2.0 + 1e-6]) is None


def test_bodies_without_out_are_copied_from() -> None:
    def body(xp, x):
        return x[::-1] + 1

    x, out = X.copy(), np.empty_like(X)
    calls = lower(made(body), [x], [out], {}, [body(np, X)])
    assert calls is not None
    x *= 2.0
    calls[0]()
    np.testing.assert_array_equal(out, body(np, x))


def test_a_result_over_its_operand() -> None:
    x = X.copy()
    calls = lower(made(doubled), [x], [x], {}, [X * 2.0])
    assert calls is not None
    x[...] = X
    for call in calls:
        call()
    np.testing.assert_array_equal(x, X * 2.0)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ([0.0], [-0.0], False),
        ([np.nan], [np.nan], True),
        ([np.nan], [1.0], False),
        ([np.inf], [np.inf], True),
        ([1.0], [np.nextafter(np.float32(1), np.float32(2))], False),
        ([1.0, 2.0], [1.0], False),
    ],
)
def test_same_bits(a, b, same) -> None:
    assert same_bits(np.array(a, "float32"), np.array(b, "float32")) is same
