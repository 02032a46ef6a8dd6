"""Policies by the paths of layers."""

import json

import numpy as np
import pytest

from cornu import dtype_policies, layers
from cornu.dtype_policies import DTypePolicyMap
from cornu.errors import ArgumentError


def example():
    policies = DTypePolicyMap(default_policy="float16")
    policies["a/b"] = "float64"
    policies["q"] = dtype_policies.get("int8_from_float32")
    policies["r.*"] = "bfloat16"
    return policies


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b", "float64"),
        ("a/b/c", "float16"),
        ("xa/b", "float16"),
        ("q", "int8_from_float32"),
        ("r", "bfloat16"),
        ("rx", "bfloat16"),
        ("xr", "float16"),
    ],
)
def test_whole_paths_match(path, name):
    assert example()[path].name == name


def test_it_is_a_mapping():
    policies = example()
    assert list(policies) == ["a/b", "q", "r.*"]
    assert len(policies) == 3
    with pytest.raises(ArgumentError, match="has a policy already"):
        policies["q"] = "float32"
    del policies["q"]
    assert policies["q"].name == "float16"
    policies["rx?"] = "float32"
    with pytest.raises(ArgumentError, match="fits several keys"):
        policies["rx"]


def test_it_stands_for_its_default():
    policies = example()
    assert policies.name == "map_float16"
    assert policies.compute_dtype == policies.variable_dtype == "float16"
    assert DTypePolicyMap().compute_dtype == "float32"
    assert policies.quantization_mode is None


def test_config():
    policies = example()
    written = json.loads(json.dumps(dtype_policies.serialize(policies)))
    assert written["module"] == "keras.dtype_policies"
    assert written["config"]["default_policy"] == "float16"
    assert written["config"]["policy_map"]["a/b"]["config"] == {"name": "float64"}
    again = dtype_policies.deserialize(written)
    assert again == policies
    assert dtype_policies.get(again) is again


def test_patterns_from_a_config_are_simple():
    written = dtype_policies.serialize(example())
    written["config"]["policy_map"] = {"(a+)+b": {"name": "float16"}}
    with pytest.raises(ArgumentError, match=r"pattern '\(a\+\)\+b'"):
        dtype_policies.deserialize(written)


def test_layers_take_the_policy_of_their_path():
    policies = DTypePolicyMap("float32", {"outer/inner": "float64", "lone": "float16"})
    assert layers.Dense(1, dtype=policies, name="lone").compute_dtype == "float16"

    class Outer(layers.Layer):
        def __init__(self):
            super().__init__(dtype=policies, name="outer")
            self.inner = layers.Dense(1, dtype=policies, name="inner")

        def build(self, input_shape):
            self.inner.build(input_shape)

        def call(self, x):
            return self.inner(x)

    outer = Outer()
    outer(np.ones((1, 2), "float32"))
    assert outer.inner.kernel.dtype == "float64"
    assert outer.compute_dtype == "float32"
    config = outer.inner.get_config()["dtype"]
    assert config["class_name"] == "DTypePolicyMap"


def test_a_mapping_is_wanted():
    with pytest.raises(ArgumentError, match="must be a mapping"):
        DTypePolicyMap("float32", [1])
