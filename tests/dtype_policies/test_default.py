"""The policy of layers that are given none."""

from cornu import config
from cornu.dtype_policies import DTypePolicy
from cornu.dtype_policies.default import choose, default_policy


def test_follows_the_default_float_type_until_chosen():
    choose(None)
    config.set_floatx("float64")
    try:
        assert default_policy() == DTypePolicy("float64")
        choose(DTypePolicy("mixed_bfloat16"))
        assert default_policy() == DTypePolicy("mixed_bfloat16")
        choose(None)
        assert default_policy() == DTypePolicy("float64")
    finally:
        config.set_floatx("float32")
        choose(None)
