"""Layers that look: averages of values, weighted by how queries and keys agree."""

from cornu.layers.attention.additive_attention import (
    AdditiveAttention as AdditiveAttention,
)
from cornu.layers.attention.attention import Attention as Attention
from cornu.layers.attention.group_query_attention import (
    GroupQueryAttention as GroupQueryAttention,
)
from cornu.layers.attention.multi_head_attention import (
    MultiHeadAttention as MultiHeadAttention,
)
