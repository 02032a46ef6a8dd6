"""Symbols: shapes that flow before values do, and the graphs they leave."""

from cornu.symbolic.depth import by_depth as by_depth
from cornu.symbolic.function import Function as Function
from cornu.symbolic.node import Node as Node
from cornu.symbolic.node import add_node as add_node
from cornu.symbolic.tensor import SymbolicTensor as SymbolicTensor
from cornu.symbolic.tensor import from_spec as from_spec
