"""Metrics: figures gathered over many batches."""

from cornu.metrics.accuracy import Accuracy as Accuracy
from cornu.metrics.auc import AUC as AUC
from cornu.metrics.binary_accuracy import BinaryAccuracy as BinaryAccuracy
from cornu.metrics.binary_crossentropy import BinaryCrossentropy as BinaryCrossentropy
from cornu.metrics.categorical_accuracy import (
    CategoricalAccuracy as CategoricalAccuracy,
)
from cornu.metrics.categorical_crossentropy import (
    CategoricalCrossentropy as CategoricalCrossentropy,
)
from cornu.metrics.categorical_hinge import CategoricalHinge as CategoricalHinge
from cornu.metrics.cosine_similarity import CosineSimilarity as CosineSimilarity
from cornu.metrics.f1_score import F1Score as F1Score
from cornu.metrics.false_negatives import FalseNegatives as FalseNegatives
from cornu.metrics.false_positives import FalsePositives as FalsePositives
from cornu.metrics.fbeta_score import FBetaScore as FBetaScore
from cornu.metrics.hinge import Hinge as Hinge
from cornu.metrics.iou import IoU as IoU
from cornu.metrics.kl_divergence import KLDivergence as KLDivergence
from cornu.metrics.log_cosh_error import LogCoshError as LogCoshError
from cornu.metrics.mean import Mean as Mean
from cornu.metrics.mean_absolute_error import MeanAbsoluteError as MeanAbsoluteError
from cornu.metrics.mean_absolute_percentage_error import (
    MeanAbsolutePercentageError as MeanAbsolutePercentageError,
)
from cornu.metrics.mean_iou import MeanIoU as MeanIoU
from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper as MeanMetricWrapper
from cornu.metrics.mean_squared_error import MeanSquaredError as MeanSquaredError
from cornu.metrics.mean_squared_logarithmic_error import (
    MeanSquaredLogarithmicError as MeanSquaredLogarithmicError,
)
from cornu.metrics.metric import Metric as Metric
from cornu.metrics.poisson import Poisson as Poisson
from cornu.metrics.precision import Precision as Precision
from cornu.metrics.r2_score import R2Score as R2Score
from cornu.metrics.recall import Recall as Recall
from cornu.metrics.registry import deserialize as deserialize
from cornu.metrics.registry import get as get
from cornu.metrics.registry import serialize as serialize
from cornu.metrics.root_mean_squared_error import (
    RootMeanSquaredError as RootMeanSquaredError,
)
from cornu.metrics.sparse_categorical_accuracy import (
    SparseCategoricalAccuracy as SparseCategoricalAccuracy,
)
from cornu.metrics.sparse_categorical_crossentropy import (
    SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
)
from cornu.metrics.sparse_top_k_categorical_accuracy import (
    SparseTopKCategoricalAccuracy as SparseTopKCategoricalAccuracy,
)
from cornu.metrics.squared_hinge import SquaredHinge as SquaredHinge
from cornu.metrics.sum import Sum as Sum
from cornu.metrics.top_k_categorical_accuracy import (
    TopKCategoricalAccuracy as TopKCategoricalAccuracy,
)
from cornu.metrics.true_negatives import TrueNegatives as TrueNegatives
from cornu.metrics.true_positives import TruePositives as TruePositives
from cornu.ops.criteria import binary_crossentropy as binary_crossentropy
from cornu.ops.criteria import binary_focal_crossentropy as binary_focal_crossentropy
from cornu.ops.criteria import categorical_crossentropy as categorical_crossentropy
from cornu.ops.criteria import (
    categorical_focal_crossentropy as categorical_focal_crossentropy,
)
from cornu.ops.criteria import categorical_hinge as categorical_hinge
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
from cornu.ops.hits import accuracy as accuracy
from cornu.ops.hits import binary_accuracy as binary_accuracy
from cornu.ops.hits import categorical_accuracy as categorical_accuracy
from cornu.ops.hits import (
    sparse_categorical_accuracy as sparse_categorical_accuracy,
)
from cornu.ops.hits import (
    sparse_top_k_categorical_accuracy as sparse_top_k_categorical_accuracy,
)
from cornu.ops.hits import (
    top_k_categorical_accuracy as top_k_categorical_accuracy,
)
