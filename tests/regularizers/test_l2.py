import numpy as np
import pytest

from cornu.autodiff import grad
from cornu.regularizers import L2


def test_value_and_slope():
    x = np.array([[1.0, -2.0], [0.0, 4.0]])
    assert L2(0.5)(x).item() == 10.5
    assert L2()(x).item() == pytest.approx(0.21)
    assert grad(L2(0.5))(x).tolist() == [[1.0, -2.0], [0.0, 4.0]]


def test_negative_factor():
    with pytest.raises(ValueError, match="L2: l2"):
        L2(-0.1)
