"""Names of data types."""

import numpy as np
import pytest

from cornu import config
from cornu.core import is_float_dtype, is_int_dtype, standardize_dtype
from cornu.errors import ArgumentError


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (None, "float32"),
        (float, "float32"),
        (int, "int32"),
        ("int", "int32"),
        (bool, "bool"),
        (str, "string"),
        ("string", "string"),
        (np.float32, "float32"),
        (np.dtype("int8"), "int8"),
        ("bfloat16", "bfloat16"),
        ("complex64", "complex64"),
        ("float8_e4m3fn", "float8_e4m3fn"),
    ],
)
def test_standard_names(given, name):
    assert standardize_dtype(given) == name


@pytest.mark.parametrize("given", ["float", "str", "bla", "double", "half", "int4"])
def test_other_names_are_refused_as_by_keras(given):
    with pytest.raises(ArgumentError, match="Unknown data type"):
        standardize_dtype(given)


def test_nearest_name_is_given():
    with pytest.raises(ArgumentError, match="Did you mean 'float32'"):
        standardize_dtype("flaot32")


def test_default_float_type_decides():
    config.set_floatx("float64")
    try:
        assert standardize_dtype(None) == standardize_dtype(float) == "float64"
    finally:
        config.set_floatx("float32")


def test_kinds():
    assert is_float_dtype(None)
    assert is_float_dtype("float8_e5m2")
    assert not is_float_dtype("complex64")
    assert not is_float_dtype("string")
    assert is_int_dtype("uint8")
    assert not is_int_dtype("bool")
