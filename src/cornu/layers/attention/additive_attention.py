"""AdditiveAttention: averages by sums of queries and keys."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.attention.base_attention import BaseAttention
from cornu.layers.layer import register_layer


@register_layer
class AdditiveAttention(BaseAttention):
    """Average values by how queries and keys agree, measured by their sums.

    ``softmax(scores) @ value``, where `scores` are the sums over the features of
    ``scale * tanh(query + key)``.

    Parameters
    ----------
    use_scale : bool, default True
        Whether there is a weight `scale`, one number per feature.
    dropout : float from 0 to 1, default 0.0
        Fraction of the shares set to zero in training.
    seed : int, SeedGenerator or None, default None
        Of the dropout.

    Raises
    ------
    ValueError
        If `dropout` lies outside [0, 1].
    ShapeError
        When called: if the inputs do not fit together, or the number of features is
        unknown.

    References
    ----------
    .. [1] Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to
       Align and Translate", ICLR 2015, appendix A.1.2.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> query, value = ops.ones((1, 2, 4)), ops.ones((1, 5, 4))
    >>> layers.AdditiveAttention()([query, value]).shape
    (1, 2, 4)
    """

    def __init__(
        self,
        use_scale: bool = True,
        dropout: float = 0.0,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(use_scale=use_scale, dropout=dropout, seed=seed, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Make `scale`, of shape (dim,)."""
        shape = self._parts(input_shape)[0]
        if not self.use_scale:
            return
        if shape[-1] is None:
            raise ShapeError(
                f"{self._who()}: the size of the queries' last axis must be known, got "
                f"shape {tuple(shape)}; give Input(...) that size."
            )
        self.scale = self.add_weight(
            name="scale", shape=(shape[-1],), initializer="glorot_uniform"
        )

    def score(self, query: Any, key: Any) -> Any:
        """Return how queries and keys agree, (batch, queries, keys)."""
        pairs = ops.tanh(ops.expand_dims(query, -2) + ops.expand_dims(key, -3))
        if self.scale is not None:
            pairs = pairs * self.scale
        return ops.sum(pairs, axis=-1)
