"""Layers nearly every model has."""

from cornu.layers.core.activation import Activation as Activation
from cornu.layers.core.dense import Dense as Dense
from cornu.layers.core.einsum_dense import EinsumDense as EinsumDense
from cornu.layers.core.embedding import Embedding as Embedding
from cornu.layers.core.identity import Identity as Identity
from cornu.layers.core.lambda_layer import Lambda as Lambda
from cornu.layers.core.masking import Masking as Masking
from cornu.layers.core.maxout import Maxout as Maxout
from cornu.layers.core.reversible_embedding import (
    ReversibleEmbedding as ReversibleEmbedding,
)
from cornu.layers.core.wrapper import Wrapper as Wrapper
