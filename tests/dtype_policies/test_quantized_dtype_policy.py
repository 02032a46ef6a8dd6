"""Policies of quantized weights."""

import pytest

from cornu.dtype_policies import Int4DTypePolicy, QuantizedDTypePolicy
from cornu.dtype_policies.default import choose
from cornu.dtype_policies.quantized_dtype_policy import parts_of
from cornu.errors import ArgumentError
from cornu.layers import Dense
from cornu.layers.policy import set_default_policy


def test_types_come_from_the_source():
    policy = QuantizedDTypePolicy("int8", "mixed_bfloat16")
    assert (policy.compute_dtype, policy.variable_dtype) == ("bfloat16", "float32")
    assert policy.quantization_mode == "int8"
    assert repr(policy) == '<QuantizedDTypePolicy "int8_from_mixed_bfloat16">'


def test_source_is_the_default_policy():
    set_default_policy("mixed_bfloat16")
    try:
        assert QuantizedDTypePolicy("int8").source_name == "mixed_bfloat16"
    finally:
        choose(None)


def test_what_is_refused():
    with pytest.raises(ArgumentError, match="mode must be one of int8"):
        QuantizedDTypePolicy("int7", "float32")
    with pytest.raises(ArgumentError, match="wider than float16"):
        QuantizedDTypePolicy("int8", "float16")


def test_parts():
    policy = Int4DTypePolicy("int4/8", "float32")
    assert parts_of(policy, "int4/<n>") == [8]
    with pytest.raises(ArgumentError, match="of the form 'int4/<n>/<m>'"):
        parts_of(policy, "int4/<n>/<m>")


def test_layers_refuse_it_in_words():
    with pytest.raises(ArgumentError, match=r"'d' \(Dense\).*Use dtype='float32'"):
        Dense(2, dtype="int8_from_float32", name="d")
