"""Cornu: deep learning that speaks Keras, in pure Python on NumPy.

>>> import cornu as keras
>>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
>>> model.output_shape
(None, 1)
"""

from cornu import activations as activations
from cornu import autodiff as autodiff
from cornu import backend as backend
from cornu import callbacks as callbacks
from cornu import config as config
from cornu import constraints as constraints
from cornu import datasets as datasets
from cornu import dtype_policies as dtype_policies
from cornu import errors as errors
from cornu import initializers as initializers
from cornu import kernels as kernels
from cornu import layers as layers
from cornu import losses as losses
from cornu import metrics as metrics
from cornu import mixed_precision as mixed_precision
from cornu import models as models
from cornu import ops as ops
from cornu import optimizers as optimizers
from cornu import quantizers as quantizers
from cornu import random as random
from cornu import regularizers as regularizers
from cornu import saving as saving
from cornu import tree as tree
from cornu import utils as utils
from cornu.autodiff import GradientTape as GradientTape
from cornu.autodiff import StatelessScope as StatelessScope
from cornu.autodiff import SymbolicScope as SymbolicScope
from cornu.autodiff import Tensor as Tensor
from cornu.autodiff import Variable as Variable
from cornu.autodiff import checkpoint as checkpoint
from cornu.autodiff import grad as grad
from cornu.autodiff import hessian as hessian
from cornu.autodiff import hvp as hvp
from cornu.autodiff import jacobian as jacobian
from cornu.autodiff import jvp as jvp
from cornu.autodiff import no_grad as no_grad
from cornu.autodiff import remat as remat
from cornu.autodiff import stop_gradient as stop_gradient
from cornu.autodiff import value_and_grad as value_and_grad
from cornu.autodiff import vjp as vjp
from cornu.config import device as device
from cornu.core import is_float_dtype as _is_float_dtype
from cornu.core import is_int_dtype as _is_int_dtype
from cornu.core import standardize_dtype as _standardize_dtype
from cornu.dtype_policies import DTypePolicy as DTypePolicy
from cornu.dtype_policies import FloatDTypePolicy as FloatDTypePolicy
from cornu.initializers import Initializer as Initializer
from cornu.layers import Input as Input
from cornu.layers import InputSpec as InputSpec
from cornu.layers import Layer as Layer
from cornu.layers.name_scope import name_scope as name_scope
from cornu.layers.policy import default_policy as _default_policy
from cornu.layers.policy import set_default_policy as _set_default_policy
from cornu.layers.remat import RematScope as RematScope
from cornu.losses import Loss as Loss
from cornu.metrics import Metric as Metric
from cornu.models import Functional as Functional
from cornu.models import Model as Model
from cornu.models import Sequential as Sequential
from cornu.ops import bounding_boxes as _bounding_boxes
from cornu.ops import custom_gradient as custom_gradient
from cornu.optimizers import Optimizer as Optimizer
from cornu.quantizers import Quantizer as Quantizer
from cornu.regularizers import Regularizer as Regularizer
from cornu.symbolic import Function as Function
from cornu.symbolic import Operation as Operation
from cornu.symbolic import SymbolicTensor as KerasTensor
from cornu.symbolic import is_keras_tensor as _is_keras_tensor
from cornu.training import profile as profile
from cornu.training.data import PyDataset as PyDataset
from cornu.utils.naming import get_uid as _get_uid

__version__ = "0.1.0"


def version() -> str:
    """Return the version of this library."""
    return __version__


# Keras keeps these names in `backend`, `utils` and `config`; here they live on higher
# floors.
for _item in (
    config.backend,
    config.epsilon,
    config.floatx,
    config.image_data_format,
    config.set_epsilon,
    config.set_floatx,
    config.set_image_data_format,
    ops.result_type,
    random.clear_session,
    _get_uid,
    _is_float_dtype,
    _is_int_dtype,
    _is_keras_tensor,
    _standardize_dtype,
):
    setattr(backend, _item.__name__, _item)
utils.set_random_seed = random.set_random_seed  # type: ignore[attr-defined]
utils.clear_session = random.clear_session  # type: ignore[attr-defined]
utils.PyDataset = utils.Sequence = PyDataset  # type: ignore[attr-defined]
utils.register_keras_serializable = (  # type: ignore[attr-defined]
    saving.register_keras_serializable
)
utils.custom_object_scope = saving.custom_object_scope  # type: ignore[attr-defined]
utils.CustomObjectScope = saving.CustomObjectScope  # type: ignore[attr-defined]
utils.bounding_boxes = _bounding_boxes  # type: ignore[attr-defined]
config.dtype_policy = _default_policy  # type: ignore[attr-defined]
config.set_dtype_policy = _set_default_policy  # type: ignore[attr-defined]

__all__ = [
    "DTypePolicy",
    "FloatDTypePolicy",
    "Function",
    "Functional",
    "GradientTape",
    "Initializer",
    "Input",
    "InputSpec",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Operation",
    "Optimizer",
    "PyDataset",
    "Quantizer",
    "Regularizer",
    "RematScope",
    "Sequential",
    "StatelessScope",
    "SymbolicScope",
    "Tensor",
    "Variable",
    "activations",
    "autodiff",
    "backend",
    "callbacks",
    "checkpoint",
    "config",
    "constraints",
    "custom_gradient",
    "datasets",
    "device",
    "dtype_policies",
    "errors",
    "grad",
    "hessian",
    "hvp",
    "initializers",
    "jacobian",
    "jvp",
    "layers",
    "losses",
    "metrics",
    "mixed_precision",
    "models",
    "name_scope",
    "no_grad",
    "ops",
    "optimizers",
    "profile",
    "quantizers",
    "random",
    "regularizers",
    "remat",
    "saving",
    "stop_gradient",
    "tree",
    "utils",
    "value_and_grad",
    "version",
    "vjp",
]
