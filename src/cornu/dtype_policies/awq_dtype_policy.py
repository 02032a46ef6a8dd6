"""AWQDTypePolicy: weights rounded after a scaling that spares the important ones."""

from cornu.dtype_policies.dtype_policy import dtype_policy_registry
from cornu.dtype_policies.quantized_dtype_policy import QuantizedDTypePolicy, parts_of
from cornu.errors import ArgumentError


@dtype_policy_registry.register()
class AWQDTypePolicy(QuantizedDTypePolicy):
    """Say that weights were quantized by AWQ, group by group.

    Layers of this library refuse it; see :class:`QuantizedDTypePolicy`.

    Parameters
    ----------
    mode : str
        ``"awq/<weight_bits>/<group_size>"``: 4 bits; a group size of -1 makes a
        channel one group.
    source_name : str, optional
        Name of the policy before quantization.

    Raises
    ------
    ArgumentError
        If `mode` is of another form.

    References
    ----------
    .. [1] J. Lin et al., "AWQ: Activation-aware Weight Quantization for LLM
       Compression and Acceleration", arXiv:2306.00978, 2023.

    Examples
    --------
    >>> policy = AWQDTypePolicy("awq/4/128", "float32")
    >>> policy.weight_bits, policy.group_size, policy.quantization_mode
    (4, 128, 'awq')
    """

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        super().__init__(mode, source_name)
        form = "awq/<weight_bits>/<group_size>"
        self.weight_bits, self.group_size = parts_of(self, form)
        if self.weight_bits not in (4,):
            raise ArgumentError(
                f"AWQDTypePolicy: weights have 4 bits, got {self.weight_bits}."
            )
        if self.group_size < 1 and self.group_size != -1:
            raise ArgumentError(
                f"AWQDTypePolicy: the group size must be positive, or -1 for a whole "
                f"channel, got {self.group_size}."
            )
