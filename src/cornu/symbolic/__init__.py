"""Symbols: shapes that flow before values do, and the graphs they leave."""

from cornu.symbolic.control import ControlCall as ControlCall
from cornu.symbolic.control import leave_node as leave_node
from cornu.symbolic.control import runs as runs
from cornu.symbolic.depth import by_depth as by_depth
from cornu.symbolic.function import Function as Function
from cornu.symbolic.matching import match_inputs as match_inputs
from cornu.symbolic.node import Node as Node
from cornu.symbolic.node import add_node as add_node
from cornu.symbolic.operation import Operation as Operation
from cornu.symbolic.subgraph import Subgraph as Subgraph
from cornu.symbolic.subgraph import trace as trace
from cornu.symbolic.tensor import SymbolicTensor as SymbolicTensor
from cornu.symbolic.tensor import from_spec as from_spec
from cornu.symbolic.tensor import is_keras_tensor as is_keras_tensor
