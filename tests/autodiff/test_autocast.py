"""Autocast: variables read in fewer bits."""

import threading

import numpy as np
import pytest

from cornu import GradientTape, Variable, ops
from cornu.autodiff.autocast import AUTOCAST, autocast
from cornu.symbolic import SymbolicTensor


def test_reading_casts_and_the_variable_stays():
    weight = Variable([1.0, 1.0 / 3.0])
    with autocast("float16"):
        assert weight.dtype == "float16"
        assert (weight * 1).dtype == weight.value.dtype == np.float16
        assert ops.convert_to_tensor(weight).dtype == np.float16
        assert weight[1:].dtype == np.float16
        assert weight.numpy().dtype == np.float32
    assert weight.dtype == "float32"
    assert (weight * 1).dtype == weight.value.dtype == np.float32


@pytest.mark.parametrize(
    "variable",
    [Variable([1.0], autocast=False), Variable([1]), Variable([True])],
)
def test_others_are_read_as_they_are(variable):
    dtype = variable.dtype
    with autocast("float16"):
        assert variable.dtype == dtype
        assert str(variable.value.dtype) == dtype


def test_what_is_assigned_is_not_rounded():
    weight = Variable([1.0])
    with autocast("float16"):
        weight.assign([1.0 + 2.0**-20])
        weight.assign_add([2.0**-20])
    assert weight.tolist() == [1.0 + 2.0**-19]


def test_gradients_have_the_variables_own_type():
    weight = Variable([2.0, 3.0])
    with GradientTape() as tape, autocast("float16"):
        loss = ops.sum(weight * weight)
    assert loss.dtype == np.float16
    gradient = tape.gradient(loss, weight)
    assert gradient.dtype == np.float32
    assert gradient.tolist() == [4.0, 6.0]


def test_symbols_hear_of_it():
    weight = Variable([2.0, 3.0])
    x = SymbolicTensor((None, 2), "float16")
    assert (x * weight).dtype == "float32"
    with autocast("float16"):
        assert (x * weight).dtype == "float16"


def test_it_ends_with_its_block_and_stays_in_its_thread():
    seen = []
    with autocast("float16"):
        thread = threading.Thread(target=lambda: seen.append(AUTOCAST.dtype))
        thread.start()
        thread.join()
        with autocast(None):
            assert AUTOCAST.dtype is None
        assert AUTOCAST.dtype == np.float16
    assert AUTOCAST.dtype is None
    assert seen == [None]


def test_bfloat16_gradients_are_rounded_as_while_a_step_is_recorded():
    pytest.importorskip("ml_dtypes")
    from cornu.core.observers import active

    x = ops.convert_to_tensor(np.linspace(-2, 2, 64), "bfloat16")
    found = []
    for observed in (False, True):
        listener = lambda *args: None
        if observed:
            active.append(listener)
        try:
            with GradientTape() as tape:
                tape.watch(x)
                y = ops.gelu(x, approximate=False) * ops.tanh(x)
            found.append(tape.gradient(y, x).numpy())
        finally:
            if observed:
                active.remove(listener)
    assert found[0].dtype.name == "bfloat16"
    np.testing.assert_array_equal(*found)
