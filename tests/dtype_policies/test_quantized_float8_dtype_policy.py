"""Policies of 8-bit floats."""

import pytest

from cornu.dtype_policies import QuantizedFloat8DTypePolicy
from cornu.errors import ArgumentError


def test_history_is_part_of_it():
    policy = QuantizedFloat8DTypePolicy("float8", "float32", amax_history_length=16)
    again = QuantizedFloat8DTypePolicy.from_config(policy.get_config())
    assert again == policy
    assert again != QuantizedFloat8DTypePolicy("float8", "float32")


def test_what_is_refused():
    with pytest.raises(ArgumentError, match="mode must be 'float8'"):
        QuantizedFloat8DTypePolicy("int8", "float32")
    with pytest.raises(ArgumentError, match="positive integer, got 0"):
        QuantizedFloat8DTypePolicy("float8", "float32", amax_history_length=0)
