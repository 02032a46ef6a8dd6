"""Losses: how wrong predictions are."""

from cornu.losses.binary_crossentropy import BinaryCrossentropy as BinaryCrossentropy
from cornu.losses.binary_focal_crossentropy import (
    BinaryFocalCrossentropy as BinaryFocalCrossentropy,
)
from cornu.losses.categorical_crossentropy import (
    CategoricalCrossentropy as CategoricalCrossentropy,
)
from cornu.losses.categorical_focal_crossentropy import (
    CategoricalFocalCrossentropy as CategoricalFocalCrossentropy,
)
from cornu.losses.categorical_hinge import CategoricalHinge as CategoricalHinge
from cornu.losses.cosine_similarity import CosineSimilarity as CosineSimilarity
from cornu.losses.dice import Dice as Dice
from cornu.losses.hinge import Hinge as Hinge
from cornu.losses.huber import Huber as Huber
from cornu.losses.kl_divergence import KLDivergence as KLDivergence
from cornu.losses.log_cosh import LogCosh as LogCosh
from cornu.losses.loss import Loss as Loss
from cornu.losses.loss_function_wrapper import (
    LossFunctionWrapper as LossFunctionWrapper,
)
from cornu.losses.mean_absolute_error import MeanAbsoluteError as MeanAbsoluteError
from cornu.losses.mean_absolute_percentage_error import (
    MeanAbsolutePercentageError as MeanAbsolutePercentageError,
)
from cornu.losses.mean_squared_error import MeanSquaredError as MeanSquaredError
from cornu.losses.mean_squared_logarithmic_error import (
    MeanSquaredLogarithmicError as MeanSquaredLogarithmicError,
)
from cornu.losses.poisson import Poisson as Poisson
from cornu.losses.registry import deserialize as deserialize
from cornu.losses.registry import get as get
from cornu.losses.registry import serialize as serialize
from cornu.losses.sparse_categorical_crossentropy import (
    SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
)
from cornu.losses.squared_hinge import SquaredHinge as SquaredHinge
from cornu.losses.tversky import Tversky as Tversky
from cornu.ops.criteria import binary_crossentropy as binary_crossentropy
from cornu.ops.criteria import binary_focal_crossentropy as binary_focal_crossentropy
from cornu.ops.criteria import categorical_crossentropy as categorical_crossentropy
from cornu.ops.criteria import (
    categorical_focal_crossentropy as categorical_focal_crossentropy,
)
from cornu.ops.criteria import categorical_hinge as categorical_hinge
from cornu.ops.criteria import cosine_similarity as cosine_similarity
from cornu.ops.criteria import dice as dice
from cornu.ops.criteria import hinge as hinge
from cornu.ops.criteria import huber as huber
from cornu.ops.criteria import kl_divergence as kl_divergence
from cornu.ops.criteria import log_cosh as log_cosh
from cornu.ops.criteria import mean_absolute_error as mean_absolute_error
from cornu.ops.criteria import (
    mean_absolute_percentage_error as mean_absolute_percentage_error,
)
from cornu.ops.criteria import mean_squared_error as mean_squared_error
from cornu.ops.criteria import (
    mean_squared_logarithmic_error as mean_squared_logarithmic_error,
)
from cornu.ops.criteria import poisson as poisson
from cornu.ops.criteria import (
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from cornu.ops.criteria import squared_hinge as squared_hinge
from cornu.ops.criteria import tversky as tversky
