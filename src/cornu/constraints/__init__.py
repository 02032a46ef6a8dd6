"""Constraints: what weights may be after an update, by name or as objects."""

from cornu.constraints.constraint import Constraint as Constraint
from cornu.constraints.max_norm import MaxNorm as MaxNorm
from cornu.constraints.min_max_norm import MinMaxNorm as MinMaxNorm
from cornu.constraints.non_neg import NonNeg as NonNeg
from cornu.constraints.registry import deserialize as deserialize
from cornu.constraints.registry import get as get
from cornu.constraints.registry import serialize as serialize
from cornu.constraints.unit_norm import UnitNorm as UnitNorm

max_norm = MaxNorm
min_max_norm = MinMaxNorm
non_neg = NonNeg
unit_norm = UnitNorm
