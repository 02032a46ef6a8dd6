"""DTypePolicy: the types a layer computes in and keeps its weights in."""

from typing import Any

from cornu import config
from cornu.core import make_spec
from cornu.utils.bfloat16 import load_bfloat16
from cornu.utils.naming import suggest

_MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}
_PLAIN = (
    "float16",
    "float32",
    "float64",
    "bfloat16",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "bool",
)
_default: list["DTypePolicy"] = []


class DTypePolicy:
    """Say in which type a layer computes and in which it keeps its weights.

    Parameters
    ----------
    name : str or None, default None
        A data type's name, for both; or ``"mixed_float16"`` / ``"mixed_bfloat16"``:
        compute in 16 bits, keep weights in float32. None: the default float type's.

    Raises
    ------
    ValueError
        If there is no such policy.
    DTypeError
        If it is one of bfloat16, and the package ``ml_dtypes`` is not installed.

    Attributes
    ----------
    compute_dtype, variable_dtype : str
    autocast_dtype : str or None
        What weights are read as inside a layer's call; None for their own type.

    Examples
    --------
    >>> DTypePolicy("mixed_float16").compute_dtype
    'float16'
    """

    def __init__(self, name: str | None = None) -> None:
        name = config.floatx() if name is None else name
        if name in _MIXED:
            self.compute_dtype, self.variable_dtype = _MIXED[name], "float32"
        elif name in _PLAIN:
            self.compute_dtype = self.variable_dtype = name
        else:
            known = (*_PLAIN, *_MIXED)
            raise ValueError(
                f"Unknown dtype policy {name!r}.{suggest(str(name), known)} Use one of "
                f"{', '.join(known)}."
            )
        if self.compute_dtype == "bfloat16":
            load_bfloat16()
        is_mixed = self.compute_dtype != self.variable_dtype
        self.autocast_dtype = self.compute_dtype if is_mixed else None
        self.name = name

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's argument."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "DTypePolicy":
        """Rebuild a policy from :meth:`get_config`."""
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'


def default_policy() -> DTypePolicy:
    """Return the policy layers get without `dtype`: the default float type's."""
    return _default[0] if _default else DTypePolicy(config.floatx())


def set_default_policy(policy: Any) -> None:
    """Set the policy that layers made from now on get without `dtype`."""
    _default[:] = [get_policy(policy)]


def get_policy(identifier: Any) -> DTypePolicy:
    """Return the policy a name, config, policy or None (the default) stands for."""
    if identifier is None:
        return default_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, dict):
        inner = identifier.get("config", identifier)
        return DTypePolicy(inner["name"])
    if isinstance(identifier, str):
        return DTypePolicy(identifier)
    return DTypePolicy(make_spec((), identifier).dtype.name)


def policy_config(policy: DTypePolicy) -> dict[str, Any]:
    """Return the policy as Keras writes it into layer configs."""
    return {
        "module": "keras",
        "class_name": "DTypePolicy",
        "config": policy.get_config(),
        "registered_name": None,
    }
