"""ReversibleEmbedding: a table of vectors that also scores vectors against itself."""

from typing import Any

from cornu import ops
from cornu.layers.calling import first_argument
from cornu.layers.context import set_mask
from cornu.layers.core.embedding import Embedding
from cornu.layers.layer import register_layer


@register_layer
class ReversibleEmbedding(Embedding):
    """Replace each integer by its row of a table, and vectors by scores of all rows.

    In reverse, ``logits = x @ embeddings.T``: a language model begins and ends with
    the same table.

    Parameters
    ----------
    input_dim : int
        Number of rows: one more than the largest integer that occurs.
    output_dim : int
        Length of the vectors.
    tie_weights : bool, default True
        Whether both directions share one table; otherwise the reverse has its own,
        of shape (output_dim, input_dim).
    embeddings_initializer : initializer or str, default "uniform"
    embeddings_regularizer : regularizer, str or None, default None
    embeddings_constraint : constraint, str or None, default None
    mask_zero : bool, default False
        Whether 0 marks padding: layers behind this one get a mask that skips it.
    reverse_dtype : str or None, default None
        Type to compute the scores in; None for that of the layer.
    logit_soft_cap : float or None, default None
        Scores become ``cap * tanh(scores / cap)``, which keeps them within it.

    Raises
    ------
    ValueError
        If a size is no positive integer, or the cap is not positive.
    IndexError
        When called: if an integer is not below `input_dim`.

    References
    ----------
    .. [1] Press and Wolf, "Using the Output Embedding to Improve Language Models",
       EACL 2017.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.ReversibleEmbedding(10, 4)
    >>> vectors = layer(ops.array([[1, 2, 3]]))
    >>> layer(vectors, reverse=True).shape
    (1, 3, 10)
    """

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        tie_weights: bool = True,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        reverse_dtype: Any = None,
        logit_soft_cap: float | None = None,
        **kwargs: Any,
    ) -> None:
        if logit_soft_cap is not None and not logit_soft_cap > 0:
            raise ValueError(
                f"ReversibleEmbedding: logit_soft_cap must be a positive number or "
                f"None, got {logit_soft_cap!r}."
            )
        # Set aside: the constructor above may build, which needs to know.
        first_weights = kwargs.pop("weights", None)
        super().__init__(
            input_dim,
            output_dim,
            embeddings_initializer=embeddings_initializer,
            embeddings_regularizer=embeddings_regularizer,
            embeddings_constraint=embeddings_constraint,
            mask_zero=mask_zero,
            **kwargs,
        )
        self.tie_weights = tie_weights
        self.reverse_dtype = reverse_dtype
        self.logit_soft_cap = logit_soft_cap
        if first_weights is not None:
            self.build()
            self.set_weights(first_weights)

    def build(self, input_shape: Any = None) -> None:
        """Make the table, or both; the inputs' shape does not matter."""
        super().build(input_shape)
        if not self.tie_weights:
            self.reverse_embeddings = self.add_weight(
                name="reverse_embeddings",
                shape=(self.output_dim, self.input_dim),
                initializer=self.embeddings_initializer,
            )

    def call(self, inputs: Any, reverse: bool = False) -> Any:
        """Return the vectors of integers or, in reverse, the scores of vectors.

        Parameters
        ----------
        inputs : tensor of int, shape (...), or of float, shape (..., output_dim)
        reverse : bool, default False

        Returns
        -------
        Tensor, shape (..., output_dim) or (..., input_dim)
        """
        if not reverse:
            return super().call(inputs)
        dtype = self.reverse_dtype or self.compute_dtype
        table = (
            ops.transpose(self.embeddings)
            if self.tie_weights
            else self.reverse_embeddings
        )
        logits = ops.matmul(ops.cast(inputs, dtype), ops.cast(table, dtype))
        cap = self.logit_soft_cap
        return logits if cap is None else ops.tanh(logits / cap) * cap

    def _after_call(
        self,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        outputs: Any,
        masks: Any,
    ) -> None:
        if len(outputs.shape) > len(first_argument(args, kwargs).shape):
            super()._after_call(args, kwargs, outputs, masks)
            return
        # Scores: their inputs are no integers to be held against 0.
        self._regularize_activity(outputs)
        if self.supports_masking:
            set_mask(outputs, masks)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        return {**super().get_config(), "quantization_config": None}
