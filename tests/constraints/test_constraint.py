import numpy as np
import pytest

from cornu import constraints, ops
from cornu.constraints.constraint import norms


class AtMost(constraints.Constraint):
    def __init__(self, limit=1.0):
        self.limit = limit

    def __call__(self, w):
        return ops.minimum(w, self.limit)

    def get_config(self):
        return {"limit": self.limit}


def test_own_constraint():
    made = AtMost(2.0)
    assert made([1.0, 3.0]).tolist() == [1.0, 2.0]
    assert AtMost.from_config(made.get_config())([3.0]).tolist() == [2.0]
    assert repr(made) == "AtMost(limit=2.0)"


def test_the_base_constrains_nothing():
    with pytest.raises(TypeError, match="abstract"):
        constraints.Constraint()


def test_norms():
    w = np.random.default_rng(1).standard_normal((3, 4, 2))
    wanted = np.sqrt((w**2).sum((0, 1), keepdims=True))
    np.testing.assert_allclose(norms(w, [0, 1]), wanted)
