"""GPTQDTypePolicy: weights rounded one after another, each mending the error so far."""

from cornu.dtype_policies.dtype_policy import dtype_policy_registry
from cornu.dtype_policies.quantized_dtype_policy import QuantizedDTypePolicy, parts_of
from cornu.errors import ArgumentError


@dtype_policy_registry.register()
class GPTQDTypePolicy(QuantizedDTypePolicy):
    """Say that weights were quantized by GPTQ, group by group.

    Layers of this library refuse it; see :class:`QuantizedDTypePolicy`.

    Parameters
    ----------
    mode : str
        ``"gptq/<weight_bits>/<group_size>"``: 2, 3, 4 or 8 bits; a group size of
        -1 makes a channel one group.
    source_name : str, optional
        Name of the policy before quantization.

    Raises
    ------
    ArgumentError
        If `mode` is of another form.

    References
    ----------
    .. [1] E. Frantar et al., "GPTQ: Accurate Post-Training Quantization for
       Generative Pre-trained Transformers", arXiv:2210.17323, 2022.

    Examples
    --------
    >>> policy = GPTQDTypePolicy("gptq/4/128", "float32")
    >>> policy.weight_bits, policy.group_size, policy.quantization_mode
    (4, 128, 'gptq')
    """

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        super().__init__(mode, source_name)
        form = "gptq/<weight_bits>/<group_size>"
        self.weight_bits, self.group_size = parts_of(self, form)
        if self.weight_bits not in (2, 3, 4, 8):
            raise ArgumentError(
                f"GPTQDTypePolicy: weights have 2, 3, 4 or 8 bits, got "
                f"{self.weight_bits}."
            )
        if self.group_size < 1 and self.group_size != -1:
            raise ArgumentError(
                f"GPTQDTypePolicy: the group size must be positive, or -1 for a whole "
                f"channel, got {self.group_size}."
            )
