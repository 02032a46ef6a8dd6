import numpy as np
import pytest

from cornu.regularizers import L1L2

X = np.array([[1.0, -2.0], [0.0, 4.0]])


@pytest.mark.parametrize(
    ("l1", "l2", "total"),
    [(0.0, 0.0, 0.0), (0.5, 0.0, 3.5), (0.0, 0.5, 10.5), (0.5, 0.5, 14.0)],
)
def test_value(l1, l2, total):
    assert L1L2(l1, l2)(X).item() == total
    assert L1L2(l1, l2)(X).dtype == X.dtype


def test_factors():
    assert L1L2(None, None).get_config() == {"l1": 0.0, "l2": 0.0}
    with pytest.raises(ValueError, match="L1L2: l2"):
        L1L2(0.1, -0.1)
