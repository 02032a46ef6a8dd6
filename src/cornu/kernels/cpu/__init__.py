"""Faster bodies for the CPU; importing this package files them on the primitives."""

from cornu.kernels.cpu import choice as choice
from cornu.kernels.cpu import conv as conv
from cornu.kernels.cpu import elementwise as elementwise
from cornu.kernels.cpu import held as held
from cornu.kernels.cpu import images as images
from cornu.kernels.cpu import matmul as matmul
from cornu.kernels.cpu import optimizer_steps as optimizer_steps
from cornu.kernels.cpu import pool as pool
from cornu.kernels.cpu import random as random
from cornu.kernels.cpu import recurrent as recurrent
from cornu.kernels.cpu import reduction as reduction
