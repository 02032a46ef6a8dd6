"""DTypePolicyMap: policies by the paths of layers."""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from cornu.dtype_policies.default import default_policy
from cornu.dtype_policies.dtype_policy import DTypePolicy, dtype_policy_registry
from cornu.dtype_policies.registry import get, serialize
from cornu.errors import ArgumentError

_SIMPLE = re.compile(r"[\w/.*+?\- ]{0,1000}")
_REPEATS = re.compile(r"[*+?]")


@dtype_policy_registry.register()
class DTypePolicyMap(DTypePolicy, MutableMapping[str, Any]):
    """Give each layer of a model its own policy.

    Keys are paths of layers, or regular expressions that a whole path must match; a
    path itself goes before expressions. What no key fits gets the default policy.

    Parameters
    ----------
    default_policy : str, DTypePolicy or None, default None
        None for the policy that is the default when it is asked for.
    policy_map : mapping of str to DTypePolicy, optional

    Raises
    ------
    ArgumentError
        If a key is there already, or a path fits several expressions.

    Examples
    --------
    >>> policies = DTypePolicyMap("float32")
    >>> policies["encoder/.*"] = DTypePolicy("mixed_bfloat16")
    >>> policies["encoder/dense"].name, policies["head"].name
    ('mixed_bfloat16', 'float32')
    """

    def __init__(self, default_policy: Any = None, policy_map: Any = None) -> None:
        self._given = None if default_policy is None else get(default_policy)
        self._policies: dict[str, DTypePolicy] = {}
        if policy_map is not None and not isinstance(policy_map, Mapping):
            raise ArgumentError(
                f"DTypePolicyMap: policy_map must be a mapping of paths to policies, "
                f"got {type(policy_map).__name__}."
            )
        for path, policy in (policy_map or {}).items():
            self[path] = get(policy)

    @property
    def default_policy(self) -> DTypePolicy:
        """The policy of layers that no key fits."""
        return self._given or default_policy()

    # What is asked of a map as of one policy is said of the default.

    @property
    def name(self) -> str:  # type: ignore[override]
        """``"map_"`` and the default policy's name."""
        return f"map_{self.default_policy.name}"

    @property
    def compute_dtype(self) -> str:  # type: ignore[override]
        """Type to compute in, by the default policy."""
        return self.default_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:  # type: ignore[override]
        """Type to keep weights in, by the default policy."""
        return self.default_policy.variable_dtype

    @property
    def quantization_mode(self) -> str | None:  # type: ignore[override]
        """How weights are quantized, by the default policy."""
        return self.default_policy.quantization_mode

    # ---- the mapping ----

    def __getitem__(self, path: str) -> DTypePolicy:
        if path in self._policies:
            return self._policies[path]
        fits = [key for key in self._policies if re.fullmatch(key, path)]
        if len(fits) > 1:
            raise ArgumentError(
                f"DTypePolicyMap: {path!r} fits several keys: {fits}; make them "
                f"exclude each other, or give the path itself."
            )
        return self._policies[fits[0]] if fits else self.default_policy

    def __setitem__(self, path: str, policy: Any) -> None:
        if path in self._policies:
            raise ArgumentError(
                f"DTypePolicyMap: {path!r} has a policy already, "
                f"{self._policies[path]!r}; delete it first."
            )
        self._policies[path] = get(policy)

    def __delitem__(self, path: str) -> None:
        del self._policies[path]

    def __contains__(self, path: object) -> bool:
        return path in self._policies

    def __iter__(self) -> Iterator[str]:
        return iter(self._policies)

    def __len__(self) -> int:
        return len(self._policies)

    # ---- config ----

    def get_config(self) -> dict[str, Any]:
        """Return the default policy's name and the policies' configs."""
        return {
            "default_policy": self._given.name if self._given else None,
            "policy_map": {k: serialize(v) for k, v in self._policies.items()},
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "DTypePolicyMap":
        """Rebuild a map from :meth:`get_config`.

        Raises
        ------
        ArgumentError
            If a key is a pattern that could take for ever to match.
        """
        for key in config.get("policy_map") or {}:
            # A file may be hostile: without groups a few repeats stay cheap.
            if not _SIMPLE.fullmatch(key) or len(_REPEATS.findall(key)) > 3:
                raise ArgumentError(
                    f"DTypePolicyMap: a config may not hold the pattern {key[:80]!r}; "
                    f"only letters, digits, '/', '_', '-', '.', '*', '+' and '?', with "
                    f"three repeats at most."
                )
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, DTypePolicyMap)
            and other.get_config() == self.get_config()
        )

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        inside = {path: policy.name for path, policy in self._policies.items()}
        return f"<DTypePolicyMap default={self.default_policy.name}, {inside}>"
