import pytest

from cornu import ops, regularizers
from cornu.regularizers.regularizer import check_factor


class Total(regularizers.Regularizer):
    def __init__(self, factor=1.0):
        self.factor = factor

    def __call__(self, x):
        return self.factor * ops.sum(x)

    def get_config(self):
        return {"factor": self.factor}


def test_own_regularizer():
    made = Total(0.5)
    assert made([1.0, 3.0]).item() == 2.0
    assert Total.from_config(made.get_config())([1.0, 3.0]).item() == 2.0
    assert repr(made) == "Total(factor=0.5)"


def test_the_base_computes_nothing():
    with pytest.raises(TypeError, match="abstract"):
        regularizers.Regularizer()


def test_factors():
    assert check_factor("L1", "l1", None) == 0.0
    assert check_factor("L1", "l1", 2) == 2.0
    for wrong in (-1, float("nan"), float("inf"), "a", True):
        with pytest.raises(ValueError, match="L1: l1 must be a finite number"):
            check_factor("L1", "l1", wrong)
