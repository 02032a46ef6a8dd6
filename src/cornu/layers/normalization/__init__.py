"""Layers that bring activations to mean 0 and variance 1."""

from cornu.layers.normalization.batch_normalization import (
    BatchNormalization as BatchNormalization,
)
from cornu.layers.normalization.group_normalization import (
    GroupNormalization as GroupNormalization,
)
from cornu.layers.normalization.layer_normalization import (
    LayerNormalization as LayerNormalization,
)
from cornu.layers.normalization.rms_normalization import (
    RMSNormalization as RMSNormalization,
)
from cornu.layers.normalization.spectral_normalization import (
    SpectralNormalization as SpectralNormalization,
)
from cornu.layers.normalization.unit_normalization import (
    UnitNormalization as UnitNormalization,
)
