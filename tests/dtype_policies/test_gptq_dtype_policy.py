"""The parts of a mode."""

import pytest

from cornu.dtype_policies import GPTQDTypePolicy
from cornu.errors import ArgumentError


def test_parts():
    policy = GPTQDTypePolicy("gptq/8/32", "mixed_bfloat16")
    assert (policy.weight_bits, policy.group_size) == (8, 32)
    assert policy.quantization_mode == "gptq"
    assert GPTQDTypePolicy.from_config(policy.get_config()) == policy


@pytest.mark.parametrize("mode", ["gptq/4", "gptq/5/128", "gptq/4/0"])
def test_what_is_refused(mode):
    with pytest.raises(ArgumentError, match="GPTQDTypePolicy"):
        GPTQDTypePolicy(mode, "float32")
