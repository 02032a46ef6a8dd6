"""CategoryEncoding: numbers of categories as vectors."""

from typing import Any

from cornu import ops
from cornu.errors import ArgumentError, DTypeError
from cornu.layers.arguments import positive_int, refuse
from cornu.layers.layer import Layer, register_layer
from cornu.layers.preprocessing.encoding import encode, output_mode_of
from cornu.layers.preprocessing.on_host import holds_text


@register_layer
class CategoryEncoding(Layer):
    """Turn integers below a known number into vectors of zeros and ones, or counts.

    Where the categories are not known beforehand, use
    :class:`~cornu.layers.IntegerLookup`.

    Parameters
    ----------
    num_tokens : int
        How many categories there are; integers outside ``[0, num_tokens)`` count for
        nothing.
    output_mode : {"multi_hot", "one_hot", "count"}, default "multi_hot"
        ``"one_hot"``: a vector with a one for each integer; a last axis of size 1 is
        used up. ``"multi_hot"``: one vector for each row, ones for all its integers.
        ``"count"``: how often each occurs in the row.
    sparse : bool, default False
        Keras has it; here it must stay False.

    Raises
    ------
    ValueError
        If an argument is wrong.
    DTypeError
        When called on strings.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.CategoryEncoding(4)([[0, 1], [3, 3]]).tolist()
    [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    """

    def __init__(
        self,
        num_tokens: int | None = None,
        output_mode: str = "multi_hot",
        sparse: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if num_tokens is None:
            raise ArgumentError(
                "CategoryEncoding: num_tokens must be given: how many categories there "
                "are. If that is not known, use IntegerLookup."
            )
        refuse("CategoryEncoding", sparse=sparse)
        self.num_tokens = positive_int(num_tokens, "num_tokens", "CategoryEncoding")
        known = ("one_hot", "multi_hot", "count")
        self.output_mode = output_mode_of(output_mode, known, "CategoryEncoding")
        self.sparse = False
        # Integers above 2**24 must arrive unrounded.
        self.autocast = False

    def call(self, inputs: Any, count_weights: Any = None) -> Any:
        """Return vectors of length `num_tokens` along the last axis.

        Parameters
        ----------
        inputs : tensor of int, shape (batch,) or (batch, n), or more axes
            Floats are cut to integers.
        count_weights : tensor of the inputs' shape, optional
            What each occurrence counts, in place of 1; in mode ``"count"`` only.
        """
        if count_weights is not None and self.output_mode != "count":
            raise ArgumentError(
                f"{self._who()}: count_weights are used in output_mode 'count' only, "
                f"not {self.output_mode!r}."
            )
        if holds_text(inputs):
            raise DTypeError(
                f"{self._who()} takes integers, got strings; use StringLookup."
            )
        numbers = ops.cast(inputs, "int64")
        mode, depth = self.output_mode, self.num_tokens
        return encode(numbers, mode, depth, self.compute_dtype, count_weights)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        del config["sparse"]
        return config
