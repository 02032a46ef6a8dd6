"""Specs of what exists and of what does not yet."""

import numpy as np
import pytest

from cornu.autodiff import Tensor, Variable
from cornu.core import (
    Spec,
    as_dtype,
    dtype_name,
    is_text_dtype,
    make_spec,
    same_shape,
    spec_of,
)
from cornu.symbolic import SymbolicTensor

F32 = np.dtype("float32")


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((2, 3), "float32"),
        Tensor(np.zeros((2, 3), "float32")),
        Variable(np.zeros((2, 3), "float32")),
        SymbolicTensor((2, 3)),
    ],
)
def test_every_kind_of_array_has_one(value):
    assert spec_of(value) == Spec((2, 3), F32)
    assert isinstance(spec_of(value).dtype, np.dtype)


@pytest.mark.parametrize(
    ("value", "name"), [(True, "bool"), (1, "int32"), (1.0, "float32")]
)
def test_scalars(value, name):
    assert spec_of(value) == Spec((), np.dtype(name))


def test_size_and_rank():
    assert make_spec([2, 3], "int8") == Spec((2, 3), np.dtype("int8"))
    assert (Spec((2, 3), F32).size, Spec((2, 3), F32).ndim) == (6, 2)
    assert Spec((), F32).size == 1
    assert Spec((None, 3), F32).size is None


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ((2, 3), (2, 3), True),
        ((None, 3), (2, 3), True),
        ((None, 3), (2, None), True),
        ((2, 3), (2, 4), False),
        ((2,), (2, 1), False),
        ((), (), True),
    ],
)
def test_same_shape(a, b, same):
    assert same_shape(a, b) is same
    assert same_shape(b, a) is same


@pytest.mark.parametrize("dtype", ["U5", "S2", object, np.dtypes.StringDType()])
def test_all_types_of_strings_have_one_name(dtype):
    assert is_text_dtype(np.dtype(dtype))
    assert dtype_name(np.dtype(dtype)) == "string"


def test_strings_by_name():
    assert dtype_name(as_dtype("string")) == "string"
    assert make_spec((None,), "string").dtype == as_dtype("string")
    assert spec_of(SymbolicTensor((2,), "string")).dtype == as_dtype("string")
    assert not is_text_dtype(as_dtype("float32"))
