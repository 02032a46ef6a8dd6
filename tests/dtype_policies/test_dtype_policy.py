"""Plain and mixed policies."""

import pytest

from cornu import config
from cornu.dtype_policies import DTypePolicy, FloatDTypePolicy
from cornu.errors import ArgumentError


def test_types():
    for name, compute, variable in (
        ("float16", "float16", "float16"),
        ("mixed_float16", "float16", "float32"),
        ("mixed_bfloat16", "bfloat16", "float32"),
        ("uint8", "uint8", "uint8"),
        ("complex64", "complex64", "complex64"),
    ):
        policy = DTypePolicy(name)
        assert (policy.compute_dtype, policy.variable_dtype) == (compute, variable)
        assert policy.quantization_mode is None
        assert DTypePolicy.from_config(policy.get_config()) == policy


def test_without_a_name_the_default_float_type():
    config.set_floatx("float64")
    try:
        assert DTypePolicy().name == "float64"
    finally:
        config.set_floatx("float32")
    assert FloatDTypePolicy is DTypePolicy


def test_equality_and_repr():
    assert DTypePolicy("float32") != DTypePolicy("float16")
    assert len({DTypePolicy("float32"), DTypePolicy("float32")}) == 1
    assert repr(DTypePolicy("float32")) == '<DTypePolicy "float32">'


@pytest.mark.parametrize("name", ["mixed_x", "int8_from_float32", "float8_e4m3fn"])
def test_unknown(name):
    with pytest.raises(ArgumentError, match="Unknown dtype policy"):
        DTypePolicy(name)
