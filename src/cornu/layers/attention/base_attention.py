"""BaseAttention: what attention layers without weights of their own share."""

from typing import Any

from cornu import ops, random
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.arguments import fraction
from cornu.layers.attention.visibility import band, joined, lowered
from cornu.layers.layer import Layer


class BaseAttention(Layer):
    """Average values by how queries and keys agree. Abstract: subclasses set `score`.

    Parameters
    ----------
    use_scale : bool
        Whether scores are scaled by a weight.
    dropout : float from 0 to 1, default 0.0
        Fraction of the shares set to zero in training.
    seed : int, SeedGenerator or None, default None
        Of the dropout.

    Raises
    ------
    ValueError
        If `dropout` lies outside [0, 1].
    """

    def __init__(
        self, use_scale: bool, dropout: float = 0.0, seed: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.use_scale = use_scale
        self.dropout = fraction(dropout, "dropout", type(self).__name__)
        self.seed = seed
        if self.dropout > 0:
            self.seed_generator = random.SeedGenerator(seed)
        self.scale: Any = None
        self.supports_masking = True

    def score(self, query: Any, key: Any) -> Any:
        """Return how queries and keys agree, (batch, queries, keys)."""
        raise TypeError(f"{type(self).__name__} must define score().")

    def blocked(self, query: Any, key: Any, value: Any, mask: Any, causal: bool) -> Any:
        """Return the averages without holding all scores; None where that cannot be."""
        return None

    def call(
        self,
        inputs: Any,
        mask: Any = None,
        training: Any = False,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Any:
        """Return, for each query, an average of the values.

        Parameters
        ----------
        inputs : list of 2 or 3 tensors
            `query` (batch, queries, dim), `value` (batch, keys, width) and `key`
            (batch, keys, dim); without `key` the values are the keys.
        mask : list of tensors of bool or None, optional
            `query_mask` (batch, queries), whose False rows give zeros, and `value_mask`
            (batch, keys), whose False keys get no share; either may be None.
        training : bool, default False
            Whether the dropout applies.
        return_attention_scores : bool, default False
        use_causal_mask : bool, default False
            Whether a query may look at keys up to its own place only.

        Returns
        -------
        Tensor, shape (batch, queries, width), or tuple
            With `return_attention_scores` also the shares, (batch, queries, keys).

        Raises
        ------
        ArgumentError
            If `inputs` or `mask` is no list of 2 or 3.
        ShapeError
            If the inputs do not fit together.
        """
        query, value, key = self._parts(inputs)
        self._check_shapes(query, value, key)
        query_mask, value_mask = self._masks(mask)
        if value_mask is not None:
            value_mask = ops.expand_dims(ops.cast(value_mask, "bool"), -2)
        drops = bool(training) and self.dropout > 0
        found = shares = None
        if not return_attention_scores and not drops:
            found = self.blocked(query, key, value, value_mask, use_causal_mask)
        if found is None:
            axes = (len(query.shape) - 2, len(key.shape) - 2)
            seen = band(query, key, causal=use_causal_mask, window=None, axes=axes)
            scores = lowered(self.score(query, key), joined(value_mask, seen))
            shares = ops.softmax(scores, axis=-1)
            if drops:
                shares = random.dropout(shares, self.dropout, seed=self.seed_generator)
            found = ops.matmul(shares, value)
        if query_mask is not None:
            rows = ops.expand_dims(ops.cast(query_mask, found.dtype), -1)
            found = found * rows
        return (found, shares) if return_attention_scores else found

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return the mask of the queries."""
        return self._masks(previous_mask)[0]

    def _parts(self, inputs: Any) -> tuple[Any, Any, Any]:
        """Return query, value and key, or their shapes."""
        if not isinstance(inputs, (list, tuple)) or len(inputs) not in (2, 3):
            given = (
                f"{len(inputs)} of them"
                if isinstance(inputs, (list, tuple))
                else f"one of shape {tuple(getattr(inputs, 'shape', ()))}"
            )
            raise ArgumentError(
                f"{self._who()}: inputs must be a list of 2 or 3 tensors, [query, "
                f"value] or [query, value, key], got {given}."
            )
        return inputs[0], inputs[1], inputs[-1]

    def _check_shapes(self, query: Any, value: Any, key: Any) -> None:
        ranks = {len(x.shape) for x in (query, value, key)}
        time, other = key.shape[-2:-1], value.shape[-2:-1]
        depths = {query.shape[-1], key.shape[-1]} - {None}
        fits = time == other or None in (*time, *other)
        if len(ranks) > 1 or min(ranks) < 3 or len(depths) > 1 or not fits:
            raise ShapeError(
                f"{self._who()}: query, value and key must be (batch, queries, dim), "
                f"(batch, keys, width) and (batch, keys, dim), got "
                f"{tuple(query.shape)}, {tuple(value.shape)} and {tuple(key.shape)}."
            )

    def _masks(self, mask: Any) -> tuple[Any, Any]:
        """Return the masks of queries and of values."""
        if mask is None:
            return None, None
        if not isinstance(mask, (list, tuple)) or len(mask) not in (2, 3):
            given = len(mask) if isinstance(mask, (list, tuple)) else "one tensor"
            raise ArgumentError(
                f"{self._who()}: mask must be a list [query_mask, value_mask], either "
                f"of which may be None, got {given}."
            )
        return mask[0], mask[1]
