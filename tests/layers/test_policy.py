"""Policies say in which type a layer computes and keeps its weights."""

import numpy as np
import pytest

import cornu as keras
from cornu.layers.policy import (
    DTypePolicy,
    default_policy,
    get_policy,
    policy_at,
    policy_config,
    set_default_policy,
)


@pytest.mark.parametrize(
    ("name", "compute", "variable"),
    [
        ("float32", "float32", "float32"),
        ("float64", "float64", "float64"),
        ("mixed_float16", "float16", "float32"),
        ("mixed_bfloat16", "bfloat16", "float32"),
    ],
)
def test_names(name, compute, variable):
    if "bfloat16" in name:
        pytest.importorskip("ml_dtypes")
    policy = DTypePolicy(name)
    assert policy.autocast_dtype == (compute if compute != variable else None)
    assert (policy.compute_dtype, policy.variable_dtype) == (compute, variable)
    assert get_policy(policy_config(policy)) == policy
    assert DTypePolicy.from_config(policy.get_config()) == policy


def test_unknown_names_get_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'mixed_float16'"):
        DTypePolicy("mixed_float_16")


def test_numpy_types_and_the_default():
    assert get_policy(np.float64).name == "float64"
    assert get_policy(None) == default_policy() == DTypePolicy("float32")
    set_default_policy("float64")
    try:
        assert keras.layers.Dense(1).dtype == "float64"
    finally:
        set_default_policy("float32")


def test_without_a_name_it_is_the_default_float_type():
    assert DTypePolicy().name == "float32"


def test_names_of_the_module_for_mixed_precision():
    mixed = keras.mixed_precision
    mixed.set_global_policy("mixed_float16")
    try:
        assert (
            mixed.global_policy()
            == mixed.dtype_policy()
            == mixed.Policy("mixed_float16")
        )
        assert keras.layers.Dense(1).compute_dtype == "float16"
    finally:
        mixed.set_dtype_policy("float32")
    assert mixed.LossScaleOptimizer is keras.optimizers.LossScaleOptimizer


def test_policy_of_a_place():
    policies = keras.dtype_policies.DTypePolicyMap("float16", {"a/b": "float64"})
    assert policy_at(policies, "a/b", "it").name == "float64"
    assert policy_at(policies, "a", "it").name == "float16"
    plain = DTypePolicy("float32")
    assert policy_at(plain, "a", "it") is plain
    policies["q"] = "int8_from_float32"
    with pytest.raises(ValueError, match="it: dtype policy 'int8_from_float32' asks"):
        policy_at(policies, "q", "it")
