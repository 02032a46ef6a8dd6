import numpy as np
import pytest

from cornu.autodiff import grad
from cornu.regularizers import L1


def test_value_and_slope():
    x = np.array([[1.0, -2.0], [0.0, 4.0]])
    assert L1(0.5)(x).item() == 3.5
    assert L1()(x).item() == pytest.approx(0.07)
    assert grad(L1(0.5))(x).tolist() == [[0.5, -0.5], [0.0, 0.5]]


def test_negative_factor():
    with pytest.raises(ValueError, match="L1: l1"):
        L1(-0.1)
