"""Policies: the types layers compute in and keep their weights in."""

from cornu.dtype_policies.awq_dtype_policy import AWQDTypePolicy as AWQDTypePolicy
from cornu.dtype_policies.dtype_policy import DTypePolicy as DTypePolicy
from cornu.dtype_policies.dtype_policy_map import DTypePolicyMap as DTypePolicyMap
from cornu.dtype_policies.gptq_dtype_policy import GPTQDTypePolicy as GPTQDTypePolicy
from cornu.dtype_policies.int4_dtype_policy import Int4DTypePolicy as Int4DTypePolicy
from cornu.dtype_policies.quantized_dtype_policy import (
    QuantizedDTypePolicy as QuantizedDTypePolicy,
)
from cornu.dtype_policies.quantized_float8_dtype_policy import (
    QuantizedFloat8DTypePolicy as QuantizedFloat8DTypePolicy,
)
from cornu.dtype_policies.registry import deserialize as deserialize
from cornu.dtype_policies.registry import get as get
from cornu.dtype_policies.registry import serialize as serialize

FloatDTypePolicy = DTypePolicy
