"""Compute in 16 bits, keep weights in 32: policies, and scaling of losses.

>>> import cornu as keras
>>> keras.mixed_precision.set_global_policy("mixed_float16")
>>> keras.layers.Dense(2).compute_dtype
'float16'
>>> keras.mixed_precision.set_global_policy("float32")
"""

from cornu.layers.policy import DTypePolicy as DTypePolicy
from cornu.layers.policy import default_policy as dtype_policy
from cornu.layers.policy import set_default_policy as set_dtype_policy
from cornu.optimizers import LossScaleOptimizer as LossScaleOptimizer

# Names of Keras 2.
Policy = DTypePolicy
global_policy = dtype_policy
set_global_policy = set_dtype_policy

__all__ = [
    "DTypePolicy",
    "LossScaleOptimizer",
    "Policy",
    "dtype_policy",
    "global_policy",
    "set_dtype_policy",
    "set_global_policy",
]
