"""QuantizedFloat8DTypePolicy: products of 8-bit floats."""

from typing import Any

from cornu.dtype_policies.dtype_policy import dtype_policy_registry
from cornu.dtype_policies.quantized_dtype_policy import QuantizedDTypePolicy
from cornu.errors import ArgumentError


@dtype_policy_registry.register()
class QuantizedFloat8DTypePolicy(QuantizedDTypePolicy):
    """Say that products are of 8-bit floats, scaled by the largest values seen.

    Layers of this library refuse it; see :class:`QuantizedDTypePolicy`.

    Parameters
    ----------
    mode : {"float8"}
    source_name : str, optional
        Name of the policy before quantization.
    amax_history_length : int >= 1, default 1024
        How many steps back the largest value is looked for.

    Raises
    ------
    ArgumentError
        If a setting has no meaning.

    Examples
    --------
    >>> QuantizedFloat8DTypePolicy("float8", "mixed_bfloat16").amax_history_length
    1024
    """

    default_amax_history_length = 1024

    def __init__(
        self,
        mode: str,
        source_name: str | None = None,
        amax_history_length: int = 1024,
    ) -> None:
        super().__init__(mode, source_name)
        if mode != "float8":
            raise ArgumentError(
                f"QuantizedFloat8DTypePolicy: mode must be 'float8', got {mode!r}."
            )
        if not isinstance(amax_history_length, int) or amax_history_length < 1:
            raise ArgumentError(
                f"QuantizedFloat8DTypePolicy: amax_history_length must be a positive "
                f"integer, got {amax_history_length!r}."
            )
        self.amax_history_length = amax_history_length

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {
            **super().get_config(),
            "amax_history_length": self.amax_history_length,
        }
