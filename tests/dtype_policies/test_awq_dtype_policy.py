"""The parts of a mode."""

import pytest

from cornu.dtype_policies import AWQDTypePolicy
from cornu.errors import ArgumentError


def test_parts():
    policy = AWQDTypePolicy("awq/4/-1", "mixed_bfloat16")
    assert (policy.weight_bits, policy.group_size) == (4, -1)
    assert policy.quantization_mode == "awq"
    assert AWQDTypePolicy.from_config(policy.get_config()) == policy


@pytest.mark.parametrize("mode", ["awq", "awq/8/128", "awq/4/-2"])
def test_what_is_refused(mode):
    with pytest.raises(ArgumentError, match="AWQDTypePolicy"):
        AWQDTypePolicy(mode, "float32")
