import numpy as np
import pytest

from cornu.primitives.outputs import is_half, settle, settle_all, settle_as, zeros


def test_without_out_the_result_is_passed_on():
    x = np.ones(3)
    assert settle(x, None) is x
    assert settle_all((x,), None)[0] is x


def test_out_is_filled_and_returned():
    out = np.empty((2, 3), "float32")
    assert settle(np.arange(3), out) is out
    assert out.tolist() == [[0, 1, 2], [0, 1, 2]]
    both = np.empty(2), np.empty(2)
    found = settle_all((np.ones(2), both[1]), both)
    assert found[0] is both[0]
    assert found[1] is both[1]
    assert both[0].tolist() == [1, 1]
    with pytest.raises(ValueError):
        settle_all((np.ones(2),), both)


def test_zeros_fill_what_is_there():
    out = np.ones((2, 2))
    assert zeros(np, (2, 2), "float64", out) is out
    assert not out.any()
    assert zeros(np, (2,), "int32", None).dtype == np.int32


def test_results_come_in_the_type_asked_for():
    found = np.ones(2, "float32")
    assert settle_as(np, found, np.dtype("float16"), None).dtype == "float16"
    out = np.empty(2, "float16")
    assert settle_as(np, found, out.dtype, out) is out
    assert [is_half(np.dtype(t)) for t in ("float16", "int16", "float32")] == [
        True,
        False,
        False,
    ]
