"""Names and configs of policies, as Keras 3.15 reads and writes them."""

import json

import numpy as np
import pytest

from cornu import dtype_policies
from cornu.errors import ArgumentError

NAMES = {
    "float32": "DTypePolicy",
    "mixed_float16": "DTypePolicy",
    "int8_from_float32": "QuantizedDTypePolicy",
    "int4_from_mixed_float16": "QuantizedDTypePolicy",
    "int4/32_from_float32": "Int4DTypePolicy",
    "float8_from_mixed_bfloat16": "QuantizedFloat8DTypePolicy",
    "gptq/4/128_from_float32": "GPTQDTypePolicy",
    "awq/4/128_from_float32": "AWQDTypePolicy",
}


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name):
    policy = dtype_policies.get(name)
    assert type(policy).__name__ == NAMES[name]
    assert policy.name == name
    written = json.loads(json.dumps(dtype_policies.serialize(policy)))
    assert written["class_name"] == NAMES[name]
    assert written["registered_name"] is None
    plain = NAMES[name] == "DTypePolicy"
    assert written["module"] == ("keras" if plain else "keras.dtype_policies")
    assert dtype_policies.deserialize(written) == policy
    assert dtype_policies.get(written) == policy
    assert hash(dtype_policies.get(written)) == hash(policy)


def test_configs_are_those_of_keras():
    get = dtype_policies.get
    assert get("int8_from_float32").get_config() == {
        "mode": "int8",
        "source_name": "float32",
    }
    assert get("float8_from_float32").get_config() == {
        "mode": "float8",
        "source_name": "float32",
        "amax_history_length": 1024,
    }


def test_other_identifiers():
    assert dtype_policies.get(None).name == "float32"
    assert dtype_policies.get(np.float16).name == "float16"
    policy = dtype_policies.get("float16")
    assert dtype_policies.get(policy) is policy
    assert dtype_policies.get({"name": "float16"}) == policy


@pytest.mark.parametrize(
    "bad", ["int8", "bla", "int9_from_float32", "int8_from_bla", {"a": 1}, 3]
)
def test_unknown(bad):
    if bad == "int8":  # a type of arrays here, of which a layer may be
        assert dtype_policies.get(bad).compute_dtype == "int8"
        return
    with pytest.raises(ArgumentError):
        dtype_policies.get(bad)
