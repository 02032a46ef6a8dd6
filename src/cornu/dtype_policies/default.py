"""The policy of layers that are given none."""

from cornu import config
from cornu.dtype_policies.dtype_policy import DTypePolicy

_chosen: list[DTypePolicy] = []


def default_policy() -> DTypePolicy:
    """Return the policy layers get without `dtype`: the default float type's."""
    return _chosen[0] if _chosen else DTypePolicy(config.floatx())


def choose(policy: DTypePolicy | None) -> None:
    """Let layers made from now on get a policy; None for the default float type's."""
    _chosen[:] = [] if policy is None else [policy]
