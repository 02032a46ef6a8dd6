"""Layers that bring activations to mean 0 and variance 1."""

from cornu.layers.normalization.batch_normalization import (
    BatchNormalization as BatchNormalization,
)
from cornu.layers.normalization.layer_normalization import (
    LayerNormalization as LayerNormalization,
)
