"""Layers that act against overfitting, in training only."""

from cornu.layers.regularization.activity_regularization import (
    ActivityRegularization as ActivityRegularization,
)
from cornu.layers.regularization.alpha_dropout import AlphaDropout as AlphaDropout
from cornu.layers.regularization.dropout import Dropout as Dropout
from cornu.layers.regularization.gaussian_dropout import (
    GaussianDropout as GaussianDropout,
)
from cornu.layers.regularization.gaussian_noise import GaussianNoise as GaussianNoise
from cornu.layers.regularization.spatial_dropout1d import (
    SpatialDropout1D as SpatialDropout1D,
)
from cornu.layers.regularization.spatial_dropout2d import (
    SpatialDropout2D as SpatialDropout2D,
)
from cornu.layers.regularization.spatial_dropout3d import (
    SpatialDropout3D as SpatialDropout3D,
)
