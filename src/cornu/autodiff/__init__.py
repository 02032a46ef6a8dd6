"""Tensors, variables, and derivatives by a tape."""

from cornu.autodiff.derivatives import hessian as hessian
from cornu.autodiff.derivatives import hvp as hvp
from cornu.autodiff.derivatives import jacobian as jacobian
from cornu.autodiff.derivatives import jvp as jvp
from cornu.autodiff.derivatives import vjp as vjp
from cornu.autodiff.rematerialize import carriers as carriers
from cornu.autodiff.rematerialize import checkpoint as checkpoint
from cornu.autodiff.rematerialize import remat as remat
from cornu.autodiff.stateless import StatelessScope as StatelessScope
from cornu.autodiff.stateless import SymbolicScope as SymbolicScope
from cornu.autodiff.stateless import in_symbolic_scope as in_symbolic_scope
from cornu.autodiff.stateless import stateless_scope as stateless_scope
from cornu.autodiff.stateless import values_for as values_for
from cornu.autodiff.tensor import Tensor as Tensor
from cornu.autodiff.tensor import bind_tensors as bind_tensors
from cornu.autodiff.tensor import to_array as to_array
from cornu.autodiff.tensor import unwrap as unwrap
from cornu.autodiff.tensor import wrap as wrap
from cornu.autodiff.transforms import GradientTape as GradientTape
from cornu.autodiff.transforms import custom_gradient as custom_gradient
from cornu.autodiff.transforms import grad as grad
from cornu.autodiff.transforms import gradients as gradients
from cornu.autodiff.transforms import no_grad as no_grad
from cornu.autodiff.transforms import stop_gradient as stop_gradient
from cornu.autodiff.transforms import value_and_grad as value_and_grad
from cornu.autodiff.variable import Variable as Variable
