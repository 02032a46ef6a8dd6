"""Embedding: a table of vectors, looked up by integers."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.core import spec_of
from cornu.layers.arguments import positive_int, refuse
from cornu.layers.layer import Layer, register_layer


@register_layer
class Embedding(Layer):
    """Replace each integer by its row of a trainable table.

    Parameters
    ----------
    input_dim : int
        Number of rows: one more than the largest integer that occurs.
    output_dim : int
        Length of the vectors.
    embeddings_initializer : initializer or str, default "uniform"
    embeddings_regularizer : regularizer, str or None, default None
    embeddings_constraint : constraint, str or None, default None
    mask_zero : bool, default False
        Whether 0 marks padding: layers behind this one get a mask that skips it.
    weights : list of one array, or None, default None
        Values of the table to start from, shape (input_dim, output_dim).
    lora_rank, lora_alpha, quantization_config : None
        Keras has them; here they must stay None.

    Raises
    ------
    ValueError
        If a size is no positive integer.
    IndexError
        When called: if an integer is not below `input_dim`.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Embedding(10, 4)(ops.array([[1, 2, 3]])).shape
    (1, 3, 4)
    """

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        weights: Any = None,
        lora_rank: None = None,
        lora_alpha: None = None,
        quantization_config: None = None,
        **kwargs: Any,
    ) -> None:
        length = kwargs.pop("input_length", None)
        if length is not None and "input_shape" not in kwargs:
            kwargs["input_shape"] = (length,)
        super().__init__(**kwargs)
        self.input_dim = positive_int(input_dim, "input_dim", "Embedding")
        self.output_dim = positive_int(output_dim, "output_dim", "Embedding")
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.mask_zero = mask_zero
        refuse(
            "Embedding", lora_rank=lora_rank, quantization_config=quantization_config
        )
        self.supports_masking = mask_zero
        # Integers up to 2**53 and more must reach the table unrounded.
        self.autocast = False
        if weights is not None:
            self.build()
            self.set_weights(weights if isinstance(weights, list) else [weights])

    def build(self, input_shape: Any = None) -> None:
        """Make the table; the inputs' shape does not matter."""
        self.embeddings = self.add_weight(
            name="embeddings",
            shape=(self.input_dim, self.output_dim),
            initializer=self.embeddings_initializer,
            regularizer=self.embeddings_regularizer,
            constraint=self.embeddings_constraint,
        )

    def call(self, inputs: Any) -> Any:
        """Return vectors of shape (..., output_dim) for integers of shape (...).

        Floats are cut to integers.
        """
        if spec_of(inputs).dtype.name not in ("int32", "int64"):
            inputs = ops.cast(inputs, "int32")
        try:
            outputs = ops.take(self.embeddings, inputs, axis=0)
        except IndexError:
            raise IndexError(
                f"Embedding {self.name!r}: the inputs run from "
                f"{int(ops.min(inputs))} to {int(ops.max(inputs))}, but the table has "
                f"input_dim={self.input_dim} rows, for 0 to {self.input_dim - 1}. Use "
                f"a larger input_dim (the largest integer plus 1)."
            ) from None
        return ops.cast(outputs, self.compute_dtype)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return where the inputs are not 0, if `mask_zero`."""
        return ops.not_equal(inputs, 0) if self.mask_zero else None

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        for name in ("weights", "lora_rank", "lora_alpha"):
            config.pop(name, None)
        return {"activity_regularizer": None, **config}
