"""DTypePolicy: the types a layer computes in and keeps its weights in."""

from typing import Any

from cornu import config
from cornu.core.dtypes import DTYPES, NARROW_FLOATS
from cornu.errors import ArgumentError
from cornu.utils.bfloat16 import load_bfloat16
from cornu.utils.naming import suggest
from cornu.utils.registry import Registry

dtype_policy_registry = Registry("dtype policy", "keras.dtype_policies")

_MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}
_PLAIN = tuple(name for name in DTYPES if name not in NARROW_FLOATS)


class DTypePolicy:
    """Say in which type a layer computes and in which it keeps its weights.

    Parameters
    ----------
    name : str, optional
        A data type's name, for both; or ``"mixed_float16"`` / ``"mixed_bfloat16"``:
        compute in 16 bits, keep weights in float32. The default float type if not
        given.

    Attributes
    ----------
    name, compute_dtype, variable_dtype : str
    quantization_mode : str or None
        How weights are held in fewer bits; None if they are not.

    Raises
    ------
    ArgumentError
        If there is no such policy.
    DTypeError
        If it is one of bfloat16, and the package ``ml_dtypes`` is not installed.

    Examples
    --------
    >>> DTypePolicy("mixed_float16").compute_dtype
    'float16'
    """

    quantization_mode: str | None = None

    def __init__(self, name: str | None = None) -> None:
        name = config.floatx() if name is None else name
        self.compute_dtype, self.variable_dtype = _types_of(name)
        if self.compute_dtype == "bfloat16":
            load_bfloat16()
        self.name: str = name

    @property
    def autocast_dtype(self) -> str | None:
        """What weights are read as inside a layer's call; None for their own type."""
        mixed = self.compute_dtype != self.variable_dtype
        return self.compute_dtype if mixed else None

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "DTypePolicy":
        """Rebuild a policy from :meth:`get_config`."""
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<{type(self).__name__} "{self.name}">'


def _types_of(name: Any) -> tuple[str, str]:
    """Return the types to compute in and to keep weights in."""
    if name in _MIXED:
        return _MIXED[name], "float32"
    if name in _PLAIN:
        return name, name
    known = (*_PLAIN, *_MIXED)
    raise ArgumentError(
        f"Unknown dtype policy {name!r}.{suggest(str(name), known)} Use one of "
        f"{', '.join(known)}."
    )


dtype_policy_registry.register("FloatDTypePolicy")(DTypePolicy)
DTypePolicy._cornu_module = "keras"  # type: ignore[attr-defined]
