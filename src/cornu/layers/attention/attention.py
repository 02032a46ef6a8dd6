"""Attention: averages by products of queries and keys."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import one_of
from cornu.layers.attention.base_attention import BaseAttention
from cornu.layers.layer import register_layer


@register_layer
class Attention(BaseAttention):
    """Average values by how queries and keys agree, measured by their products.

    ``softmax(scores) @ value``, where `scores` are ``scale * query @ key.T``, or
    ``concat_score_weight * sum(tanh(scale * (query + key)))`` over the features.

    Parameters
    ----------
    use_scale : bool, default False
        Whether there is a weight `scale`, one number that begins at 1. Without it
        scores are not scaled, not even by the square root of the depth.
    score_mode : {"dot", "concat"}, default "dot"
        "concat" has a weight `concat_score_weight`, one number that begins at 1.
    dropout : float from 0 to 1, default 0.0
        Fraction of the shares set to zero in training.
    seed : int, SeedGenerator or None, default None
        Of the dropout.

    Raises
    ------
    ValueError
        If `score_mode` is unknown or `dropout` lies outside [0, 1].
    ShapeError
        When called: if the inputs do not fit together.

    Notes
    -----
    With "dot", if scores are not asked for and nothing is dropped, they are computed
    block by block: memory grows with the lengths, not with their product.

    References
    ----------
    .. [1] Luong, Pham and Manning, "Effective Approaches to Attention-based Neural
       Machine Translation", EMNLP 2015, equations 7 and 8.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> query, value = ops.ones((1, 2, 4)), ops.ones((1, 5, 4))
    >>> layers.Attention()([query, value]).shape
    (1, 2, 4)
    """

    def __init__(
        self,
        use_scale: bool = False,
        score_mode: str = "dot",
        dropout: float = 0.0,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(use_scale=use_scale, dropout=dropout, seed=seed, **kwargs)
        modes = ("dot", "concat")
        self.score_mode = one_of(score_mode, modes, "score_mode", "Attention")
        self.concat_score_weight: Any = None

    def build(self, input_shape: Any) -> None:
        """Make `scale` and `concat_score_weight`, if there are such."""
        self._parts(input_shape)
        if self.use_scale:
            self.scale = self.add_weight(name="scale", shape=(), initializer="ones")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight(
                name="concat_score_weight", shape=(), initializer="ones"
            )

    def score(self, query: Any, key: Any) -> Any:
        """Return how queries and keys agree, (batch, queries, keys)."""
        if self.score_mode == "dot":
            scores = ops.matmul(query, ops.swapaxes(key, -1, -2))
            return scores if self.scale is None else scores * self.scale
        pairs = ops.expand_dims(query, -2) + ops.expand_dims(key, -3)
        if self.scale is not None:
            pairs = pairs * self.scale
        return self.concat_score_weight * ops.sum(ops.tanh(pairs), axis=-1)

    def blocked(self, query: Any, key: Any, value: Any, mask: Any, causal: bool) -> Any:
        """Return the averages without holding all scores; None where that cannot be."""
        if self.score_mode != "dot" or len(query.shape) != 3:
            return None
        if self.scale is not None:
            query = query * self.scale
        found = ops.dot_product_attention(
            ops.expand_dims(query, 2),
            ops.expand_dims(key, 2),
            ops.expand_dims(value, 2),
            mask=None if mask is None else ops.expand_dims(mask, 1),
            scale=1.0,
            is_causal=causal,
        )
        return ops.squeeze(found, 2)
