"""The parts of a mode."""

import pytest

from cornu.dtype_policies import Int4DTypePolicy
from cornu.errors import ArgumentError


def test_parts():
    policy = Int4DTypePolicy("int4/-1", "mixed_bfloat16")
    assert policy.block_size == -1
    assert policy.quantization_mode == "int4"
    assert Int4DTypePolicy.from_config(policy.get_config()) == policy


@pytest.mark.parametrize("mode", ["int4", "int4/x", "int4/0"])
def test_what_is_refused(mode):
    with pytest.raises(ArgumentError, match="Int4DTypePolicy"):
        Int4DTypePolicy(mode, "float32")
