"""GroupQueryAttention: heads of queries that share heads of keys."""

from typing import Any

from cornu.errors import ArgumentError
from cornu.layers.arguments import positive_int
from cornu.layers.attention.base_heads import BaseHeads
from cornu.layers.layer import register_layer
from cornu.utils.naming import unique_name


@register_layer
class GroupQueryAttention(BaseHeads):
    """Average values as :class:`MultiHeadAttention`, with fewer heads of keys.

    Heads of queries stand in groups, each of which shares one head of keys and values.

    Parameters
    ----------
    head_dim : int
        Features of a head.
    num_query_heads : int
    num_key_value_heads : int
        Must divide `num_query_heads`. If equal, every head has its own keys; if 1, all
        share them (multi-query attention).
    dropout : float from 0 to 1, default 0.0
        Fraction of the shares set to zero in training.
    use_bias : bool, default True
        Whether the projections have biases.
    sliding_window : int or None, default None
        Keys this far from a query, or farther, are hidden from it.
    flash_attention : bool or None, default None
        False: hold all scores at once. True: never do, so that neither `dropout` nor
        `return_attention_scores` may be used. None: hold them only where needed.
    kernel_initializer : initializer or str, default "glorot_uniform"
    bias_initializer : initializer or str, default "zeros"
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from what each projection returns, and from the outputs.
    kernel_constraint, bias_constraint : constraint, str or None, default None
    use_gate : bool, default False
        Whether what a head gathers is multiplied by a sigmoid of another projection of
        the queries.
    seed : int, SeedGenerator or None, default None
        Of the dropout.

    Raises
    ------
    ValueError
        If an argument is out of its range, or two do not go together.
    ShapeError
        When called: if the inputs do not fit together.

    Notes
    -----
    If scores are not asked for and nothing is dropped, they are computed block by
    block: memory grows with the lengths, not with their product.

    A query that may look at no key gathers the plain mean of all values; if scores
    are asked for, or `dropout` is above 0, nothing.

    References
    ----------
    .. [1] Ainslie et al., "GQA: Training Generalized Multi-Query Transformer Models
       from Multi-Head Checkpoints", EMNLP 2023, section 2.2.
    .. [2] Shazeer, "Fast Transformer Decoding: One Write-Head is All You Need",
       arXiv:1911.02150, 2019.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.GroupQueryAttention(3, num_query_heads=4, num_key_value_heads=2)
    >>> layer(ops.ones((1, 4, 8)), ops.ones((1, 5, 6))).shape
    (1, 4, 8)
    """

    def __init__(
        self,
        head_dim: int,
        num_query_heads: int,
        num_key_value_heads: int,
        dropout: float = 0.0,
        use_bias: bool = True,
        sliding_window: int | None = None,
        flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_gate: bool = False,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        # Keras's class has another name inside, which its layers' names show.
        if kwargs.get("name") is None:
            kwargs["name"] = unique_name("grouped_query_attention")
        super().__init__(
            dropout=dropout,
            use_bias=use_bias,
            sliding_window=sliding_window,
            flash_attention=flash_attention,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            use_gate=use_gate,
            seed=seed,
            **kwargs,
        )
        who = "GroupQueryAttention"
        self.head_dim = positive_int(head_dim, "head_dim", who)
        self.num_query_heads = positive_int(num_query_heads, "num_query_heads", who)
        self.num_key_value_heads = positive_int(
            num_key_value_heads, "num_key_value_heads", who
        )
        if self.num_query_heads % self.num_key_value_heads:
            raise ArgumentError(
                f"{who}: num_query_heads={num_query_heads} must be a multiple of "
                f"num_key_value_heads={num_key_value_heads}."
            )
        self._query_heads = self.num_query_heads
        self._shared_heads = self.num_key_value_heads
        self._depth = self._width = self.head_dim
