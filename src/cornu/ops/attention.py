"""Attention: averages of values by how well queries and keys agree."""

import math
from typing import Any

from cornu.errors import ShapeError
from cornu.ops.arguments import as_float, as_operand, known_size, to_common
from cornu.primitives import attention as attentions


def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Any:
    """Return, for each query, the mean of the values weighted by softmax(query @ key).

    Parameters
    ----------
    query : array-like, shape (batch, queries, heads, depth), float
    key : array-like, shape (batch, keys, shared_heads, depth), float
        `heads` must be a multiple of `shared_heads`; so many queries share a key.
    value : array-like, shape (batch, keys, shared_heads, width), float
    bias : array-like, optional
        Added to the scores; broadcasts to (batch, heads, queries, keys).
    mask : array-like of bool, optional
        True where a query may look at a key; broadcasts as `bias`. A query that may
        look at none gets the plain mean of all values.
    scale : float, optional
        Factor of the scores; ``1 / sqrt(depth)`` by default.
    is_causal : bool, default False
        Whether a query may look at keys up to its own place only.
    flash_attention : bool, optional
        False: hold all scores at once. True or None: compute them block by block, in
        memory that grows with the lengths, not with their product.
    attn_logits_soft_cap : float > 0, optional
        Keeps scaled products c within this bound, as ``cap * tanh(c / cap)``, before
        `bias` is added.

    Returns
    -------
    Tensor, shape (batch, queries, heads, width)

    Raises
    ------
    ShapeError
        If shapes do not correspond.
    ValueError
        If the cap is not positive.

    References
    ----------
    .. [1] Vaswani et al., "Attention Is All You Need", NeurIPS 2017, equation 1.
    .. [2] Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018.
    .. [3] Rabe and Staats, "Self-attention Does Not Need O(n^2) Memory", 2021.
    .. [4] Dao et al., "FlashAttention", NeurIPS 2022.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> dot_product_attention(ones((1, 2, 4, 3)), ones((1, 5, 2, 3)),
    ...                       ones((1, 5, 2, 3))).shape
    (1, 2, 4, 3)
    """
    operands = {"query": query, "key": key, "value": value}
    floats = {name: as_float(as_operand(x)) for name, x in operands.items()}
    for name, x in floats.items():
        if len(x.shape) != 4:
            raise ShapeError(
                f"dot_product_attention: {name} has shape {tuple(x.shape)}; it must "
                f"have four axes, (batch, time, heads, depth)."
            )
    cap = attn_logits_soft_cap
    if cap is not None and not cap > 0:
        raise ValueError(
            f"dot_product_attention: attn_logits_soft_cap must be positive, got {cap}."
        )
    query, key, value = to_common(list(floats.values()))
    if scale is None:
        depth = known_size("dot_product_attention", query, 3)
        scale = 1 / math.sqrt(max(depth, 1))
    return attentions.attention(
        query,
        key,
        value,
        None if bias is None else as_float(as_operand(bias)),
        None if mask is None else as_operand(mask),
        scale=float(scale),
        causal=bool(is_causal),
        soft_cap=None if cap is None else float(cap),
        held=0 if flash_attention is False else attentions.HELD,
    )
