"""Faster bodies for the CPU; importing this package files them on the primitives."""

from cornu.kernels.cpu import conv as conv
from cornu.kernels.cpu import pool as pool
