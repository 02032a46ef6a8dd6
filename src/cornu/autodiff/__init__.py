"""Tensors, variables, and derivatives by a tape."""

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
