"""MultiHeadAttention: several looks at once, each in a space of its own."""

from typing import Any

from cornu.layers.arguments import int_tuple, positive_int
from cornu.layers.attention.base_heads import BaseHeads
from cornu.layers.layer import register_layer


@register_layer
class MultiHeadAttention(BaseHeads):
    """Average values by how queries and keys agree, in several heads side by side.

    Each head projects queries and keys to `key_dim` features and values to
    `value_dim`, and averages values by ``softmax(query @ key.T / sqrt(key_dim))``. A
    last projection brings the heads together.

    Parameters
    ----------
    num_heads : int
    key_dim : int
        Features of queries and keys in a head.
    value_dim : int or None, default None
        Features of values in a head; `key_dim` by default.
    dropout : float from 0 to 1, default 0.0
        Fraction of the shares set to zero in training.
    use_bias : bool, default True
        Whether the projections have biases.
    output_shape : int, tuple of int or None, default None
        Features of the outputs; those of the queries by default.
    attention_axes : int, tuple of int or None, default None
        Axes of the inputs that queries look along; by default all between the batch
        and the features.
    sliding_window : int or None, default None
        Keys this far from a query, or farther, are hidden from it.
    flash_attention : bool or None, default None
        False: hold all scores at once. True: never do, so that neither `dropout` nor
        `return_attention_scores` may be used. None: hold them only where needed.
    kernel_initializer : initializer or str, default "glorot_uniform"
    bias_initializer : initializer or str, default "zeros"
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from what each projection returns.
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
    .. [1] Vaswani et al., "Attention Is All You Need", NeurIPS 2017, section 3.2.
    .. [2] Qiu et al., "Gated Attention for Large Language Models", arXiv:2505.06708,
       2025.
    .. [3] Beltagy, Peters and Cohan, "Longformer", arXiv:2004.05150, 2020, section 3.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.MultiHeadAttention(num_heads=2, key_dim=3)
    >>> query, value = ops.ones((1, 4, 8)), ops.ones((1, 5, 6))
    >>> layer(query, value).shape
    (1, 4, 8)
    >>> outputs, scores = layer(query, value, return_attention_scores=True)
    >>> scores.shape
    (1, 2, 4, 5)
    """

    _slot = "{}_dense"
    _regularizes_outputs = False

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        output_shape: Any = None,
        attention_axes: Any = None,
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
        who = "MultiHeadAttention"
        self.num_heads = positive_int(num_heads, "num_heads", who)
        self.key_dim = positive_int(key_dim, "key_dim", who)
        value_dim = key_dim if value_dim is None else value_dim
        self.value_dim = positive_int(value_dim, "value_dim", who)
        self.output_shape = _integers(output_shape, "output_shape", who, 1)
        self.attention_axes = _integers(attention_axes, "attention_axes", who, -99)
        self._query_heads = self._shared_heads = self.num_heads
        self._depth, self._width = self.key_dim, self.value_dim
        self._looked_along = self.attention_axes
        self._output_sizes = self.output_shape


def _integers(value: Any, name: str, who: str, minimum: int) -> tuple[int, ...] | None:
    if value is None:
        return None
    count = len(value) if isinstance(value, (list, tuple)) else 1
    return int_tuple(value, count, name, who, minimum=minimum)
