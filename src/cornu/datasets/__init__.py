"""Small data sets: ``digits`` is shipped, the others are found or downloaded."""

from cornu.datasets import digits as digits
from cornu.datasets import fashion_mnist as fashion_mnist
from cornu.datasets import mnist as mnist
from cornu.datasets import pima_indians_diabetes as pima_indians_diabetes

__all__ = ["digits", "fashion_mnist", "mnist", "pima_indians_diabetes"]
