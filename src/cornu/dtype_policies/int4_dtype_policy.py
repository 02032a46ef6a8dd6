"""Int4DTypePolicy: weights of four bits, scaled block by block."""

from cornu.dtype_policies.dtype_policy import dtype_policy_registry
from cornu.dtype_policies.quantized_dtype_policy import QuantizedDTypePolicy, parts_of
from cornu.errors import ArgumentError


@dtype_policy_registry.register()
class Int4DTypePolicy(QuantizedDTypePolicy):
    """Say that weights have four bits, with a scale for each block of them.

    Layers of this library refuse it; see :class:`QuantizedDTypePolicy`.

    Parameters
    ----------
    mode : str
        ``"int4/<block_size>"``; a block size of -1 makes a channel one block.
    source_name : str, optional
        Name of the policy before quantization.

    Raises
    ------
    ArgumentError
        If `mode` is of another form.

    Examples
    --------
    >>> Int4DTypePolicy("int4/64", "float32").block_size
    64
    """

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        super().__init__(mode, source_name)
        (self.block_size,) = parts_of(self, "int4/<block_size>")
        if self.block_size < 1 and self.block_size != -1:
            raise ArgumentError(
                f"Int4DTypePolicy: the block size must be positive, or -1 for a whole "
                f"channel, got {self.block_size}."
            )
