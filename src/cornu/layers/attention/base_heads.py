"""BaseHeads: what attention of several heads shares."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.activation.softmax import Softmax
from cornu.layers.arguments import fraction, positive_int
from cornu.layers.attention.attention_axes import AttentionAxes
from cornu.layers.attention.projection import Projection
from cornu.layers.attention.visibility import band, joined, with_rank
from cornu.layers.layer import Layer
from cornu.layers.regularization.dropout import Dropout
from cornu.utils.registry import serialize


class BaseHeads(Layer):
    """Project to heads, average in each, project back. Abstract.

    Subclasses say how many heads there are (`_query_heads`, `_shared_heads`), how deep
    (`_depth`; of values, `_width`), along which axes queries look (`_looked_along`)
    and what the outputs' last axes are (`_output_sizes`).

    Parameters
    ----------
    dropout : float from 0 to 1
        Fraction of the shares set to zero in training.
    use_bias : bool
    sliding_window : int or None
    flash_attention : bool or None
    kernel_initializer, bias_initializer : initializer or str
    kernel_regularizer, bias_regularizer : regularizer, str or None
    activity_regularizer : regularizer, str or None
    kernel_constraint, bias_constraint : constraint, str or None
    use_gate : bool
    seed : int, SeedGenerator or None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ArgumentError
        If `flash_attention` is True and `dropout` above 0.
    """

    _query_heads: int
    _shared_heads: int
    _depth: int
    _width: int
    _looked_along: tuple[int, ...] | None = None
    _output_sizes: tuple[int, ...] | None = None
    _slot = "_{}_dense"
    """Attributes of the projections, under which weights are saved."""
    _regularizes_outputs = True
    """Whether `activity_regularizer` acts on the outputs, too, once more."""

    def __init__(
        self,
        *,
        dropout: float,
        use_bias: bool,
        sliding_window: int | None,
        flash_attention: bool | None,
        kernel_initializer: Any,
        bias_initializer: Any,
        kernel_regularizer: Any,
        bias_regularizer: Any,
        activity_regularizer: Any,
        kernel_constraint: Any,
        bias_constraint: Any,
        use_gate: bool,
        seed: Any,
        **kwargs: Any,
    ) -> None:
        outer = activity_regularizer if self._regularizes_outputs else None
        super().__init__(activity_regularizer=outer, **kwargs)
        self._parts_regularizer = regularizers.get(activity_regularizer)
        who = type(self).__name__
        self.dropout = fraction(dropout, "dropout", who)
        self.use_bias = use_bias
        self.sliding_window = sliding_window
        if sliding_window is not None:
            self.sliding_window = positive_int(sliding_window, "sliding_window", who)
        self.flash_attention = flash_attention
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.use_gate = use_gate
        self.seed = seed
        if flash_attention and self.dropout > 0:
            raise ArgumentError(
                f"{who}: flash_attention=True holds no shares that dropout={dropout} "
                f"could act on; leave one of them out."
            )
        self.supports_masking = True

    # ---- building ----

    def build(  # type: ignore[override]
        self, query_shape: Any, value_shape: Any, key_shape: Any = None
    ) -> None:
        """Make the projections.

        Parameters
        ----------
        query_shape, value_shape : tuple
        key_shape : tuple, optional
            The values' shape by default.
        """
        key_shape = value_shape if key_shape is None else key_shape
        self._check_shapes(query_shape, value_shape, key_shape)
        rank = len(query_shape) + 1
        self._axes = AttentionAxes(rank, self._looked_along, self._who())
        parts = {
            "query": (query_shape, (self._query_heads, self._depth)),
            "key": (key_shape, (self._shared_heads, self._depth)),
            "gate": (query_shape, (self._query_heads, self._width)),
            "value": (value_shape, (self._shared_heads, self._width)),
        }
        if not self.use_gate:
            del parts["gate"]
        for name, (shape, sizes) in parts.items():
            part = self._projection(name, sizes)
            setattr(self, self._at(name), part)
            part.build(tuple(shape))
        self._softmax = Softmax(
            axis=[-i for i in range(self._axes.count, 0, -1)], dtype=self.dtype_policy
        )
        self._dropout_layer = Dropout(
            self.dropout, seed=self.seed, dtype=self.dtype_policy
        )
        outputs = self._output_sizes or (query_shape[-1],)
        last = self._projection("attention_output", outputs, summed=2)
        setattr(self, self._at("output"), last)
        middle = tuple(query_shape[:-1])
        last.build((*middle, self._query_heads, self._width))

    def _at(self, name: str) -> str:
        return "_gate_dense" if name == "gate" else self._slot.format(name)

    def _part(self, name: str) -> Any:
        return getattr(self, self._at(name))

    def _projection(
        self, name: str, sizes: tuple[int, ...], summed: int = 1
    ) -> Projection:
        return Projection(
            sizes,
            summed,
            use_bias=self.use_bias,
            # A twin each: one initializer without a seed draws the same twice.
            kernel_initializer=_twin(self.kernel_initializer),
            bias_initializer=_twin(self.bias_initializer),
            kernel_regularizer=self.kernel_regularizer,
            bias_regularizer=self.bias_regularizer,
            activity_regularizer=self._parts_regularizer,
            kernel_constraint=self.kernel_constraint,
            bias_constraint=self.bias_constraint,
            dtype=self.dtype_policy,
            name=name,
        )

    def _check_shapes(self, query: Any, value: Any, key: Any) -> None:
        """Refuse shapes that do not belong together."""
        query, value, key = tuple(query), tuple(value), tuple(key)
        agree = len(query) == len(value) == len(key) >= 3 and all(
            m == n or None in (m, n) for m, n in zip(value[:-1], key[:-1])
        )
        if not agree:
            raise ShapeError(
                f"{self._who()}: query, value and key must have as many axes, at least "
                f"3, (batch, ..., features), and those of value and key be of one size "
                f"but for the last, got {query}, {value} and {key}."
            )

    # ---- calling ----

    def call(
        self,
        query: Any,
        value: Any,
        key: Any = None,
        query_mask: Any = None,
        value_mask: Any = None,
        key_mask: Any = None,
        attention_mask: Any = None,
        return_attention_scores: bool = False,
        training: Any = None,
        use_causal_mask: bool = False,
    ) -> Any:
        """Return, for each query, what it gathers from the values.

        Parameters
        ----------
        query : Tensor, shape (batch, queries, dim)
        value : Tensor, shape (batch, keys, dim of values)
        key : Tensor, shape (batch, keys, dim of keys), optional
            The values by default.
        query_mask, value_mask, key_mask : Tensor of bool, (batch, time), optional
            False where there is nothing but padding; as many axes as the inputs have
            without features. Masks that travel with the inputs are taken by themselves.
        attention_mask : Tensor of bool, shape (batch, queries, keys), optional
            True where a query may look at a key; may lack the batch axis, or have one
            for heads behind it.
        return_attention_scores : bool, default False
        training : bool, optional
            Whether the dropout applies.
        use_causal_mask : bool, default False
            Whether a query may look at keys up to its own place only.

        Returns
        -------
        Tensor, shape (batch, queries, dim), or tuple
            With `return_attention_scores` also the shares of the keys, (batch, heads,
            queries, keys).

        Raises
        ------
        ShapeError
            If shapes do not fit together.
        ArgumentError
            If scores are asked for with `flash_attention`; if a causal mask or a
            window meets more than one axis to look along.
        """
        if return_attention_scores and self.flash_attention:
            raise ArgumentError(
                f"{self._who()}: flash_attention=True holds no scores, so they cannot "
                f"be returned; make the layer without it."
            )
        if (use_causal_mask or self.sliding_window) and self._axes.count != 1:
            raise ArgumentError(
                f"{self._who()}: a causal mask or a sliding window needs one axis to "
                f"look along, not {self._axes.count}; give attention_mask instead."
            )
        key = value if key is None else key
        self._check_shapes(query.shape, value.shape, key.shape)
        queries = self._part("query")(query)
        keys, values = self._part("key")(key), self._part("value")(value)
        padding = joined(
            self._axes.as_rows(query_mask),
            self._axes.as_columns(value_mask),
            self._axes.as_columns(key_mask),
        )
        mask = self._together(padding, attention_mask)
        scores = None
        drops = bool(training) and self.dropout > 0
        if return_attention_scores or drops or not self._can_block(queries, keys, mask):
            mask = joined(mask, self._band(queries, keys, use_causal_mask))
            found, scores = self._plain(queries, keys, values, mask, training)
        else:
            found = self._blocked(queries, keys, values, mask, use_causal_mask)
        if self.use_gate:
            found = found * ops.sigmoid(self._part("gate")(query))
        found = self._part("output")(found)
        return (found, scores) if return_attention_scores else found

    def _together(self, padding: Any, mask: Any) -> Any:
        """Join masks, of which the second may lack the batch or have heads."""
        if padding is None or mask is None:
            return joined(padding, mask)
        rank, axis = len(padding.shape), -2 * self._axes.count - 1
        mask = with_rank(mask, rank, axis)
        return joined(with_rank(padding, len(mask.shape), axis), mask)

    def _band(self, queries: Any, keys: Any, causal: bool) -> Any:
        axes = self._axes.places * 2
        return band(queries, keys, causal=causal, window=self.sliding_window, axes=axes)

    def _can_block(self, queries: Any, keys: Any, mask: Any) -> bool:
        """Tell whether the scores can be computed block by block."""
        if len(queries.shape) == 4:
            return True
        return mask is None and self._axes.can_fold(queries, keys)

    def _blocked(
        self, queries: Any, keys: Any, values: Any, mask: Any, causal: bool
    ) -> Any:
        """Return the averages of each head without holding all scores."""
        near = self._band(queries, keys, causal and self.sliding_window is not None)
        mask = with_rank(joined(mask, near), 4, -3)
        folds = len(queries.shape) > 4
        heads = [queries, keys, values]
        if folds:
            heads = [self._axes.fold(x) for x in heads]
        found = ops.dot_product_attention(
            heads[0],
            heads[1],
            heads[2],
            mask=mask,
            scale=self._depth**-0.5,
            is_causal=causal,
            flash_attention=self.flash_attention,
        )
        if folds:
            found = self._axes.unfold(found, queries)
        if self.dropout > 0 and mask is not None:
            # As with scores at hand: who sees nothing gathers nothing.
            mask = joined(mask, self._band(queries, keys, causal))
            seen = ops.any(mask, axis=-1)  # (batch, heads or 1, queries)
            seen = ops.expand_dims(ops.swapaxes(seen, 1, 2), -1)
            found = ops.where(seen, found, 0.0)
        return found

    def _plain(
        self, queries: Any, keys: Any, values: Any, mask: Any, training: Any
    ) -> tuple[Any, Any]:
        """Return the averages of each head, and all scores."""
        axes = self._axes
        group = self._query_heads // self._shared_heads
        if group > 1:
            keys, values = (ops.repeat(x, group, axis=-2) for x in (keys, values))
        scores = ops.einsum(axes.scores, queries * self._depth**-0.5, keys)
        mask = with_rank(mask, len(scores.shape), -2 * axes.count - 1)
        scores = self._softmax(scores, mask=mask)
        shares = self._dropout_layer(scores, training=training)
        return ops.einsum(axes.sums, shares, values), scores

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        config["activity_regularizer"] = serialize(self._parts_regularizer)
        del config["flash_attention"]
        return config


def _twin(initializer: Any) -> Any:
    if hasattr(initializer, "get_config"):
        return type(initializer).from_config(initializer.get_config())
    return initializer
