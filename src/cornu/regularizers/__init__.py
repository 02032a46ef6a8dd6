"""Regularizers: penalties on weights and outputs, by name or as objects."""

from cornu.regularizers.l1 import L1 as L1
from cornu.regularizers.l1_l2 import L1L2 as L1L2
from cornu.regularizers.l2 import L2 as L2
from cornu.regularizers.orthogonal_regularizer import (
    OrthogonalRegularizer as OrthogonalRegularizer,
)
from cornu.regularizers.registry import deserialize as deserialize
from cornu.regularizers.registry import get as get
from cornu.regularizers.registry import serialize as serialize
from cornu.regularizers.regularizer import Regularizer as Regularizer

l1 = L1
l2 = L2
l1_l2 = L1L2
orthogonal_regularizer = OrthogonalRegularizer
