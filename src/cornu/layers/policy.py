"""Which dtype policy a layer gets."""

from typing import Any

from cornu import dtype_policies
from cornu.dtype_policies import DTypePolicy as DTypePolicy
from cornu.dtype_policies import DTypePolicyMap as DTypePolicyMap
from cornu.dtype_policies import QuantizedDTypePolicy
from cornu.dtype_policies.default import choose
from cornu.dtype_policies.default import default_policy as default_policy
from cornu.errors import ArgumentError


def set_default_policy(policy: Any) -> None:
    """Set the policy that layers made from now on get without `dtype`.

    Parameters
    ----------
    policy : str, DTypePolicy or None
        None for that of the default float type.
    """
    choose(None if policy is None else dtype_policies.get(policy))


def get_policy(identifier: Any) -> DTypePolicy:
    """Return the policy a name, config, policy or None (the default) stands for."""
    return dtype_policies.get(identifier)


def policy_at(policy: DTypePolicy, path: str, who: str) -> DTypePolicy:
    """Return the policy of the layer at a path, which computes with it.

    Raises
    ------
    ArgumentError
        If the layer would have to compute with quantized weights.
    """
    if isinstance(policy, DTypePolicyMap):
        policy = policy[path]
    if isinstance(policy, QuantizedDTypePolicy):
        raise ArgumentError(
            f"{who}: dtype policy {policy.name!r} asks for quantized weights, with "
            f"which layers of this library do not compute. Use dtype="
            f"{policy.source_name!r}."
        )
    return policy


def policy_config(policy: DTypePolicy) -> dict[str, Any]:
    """Return the policy as Keras writes it into layer configs."""
    return dtype_policies.serialize(policy)
