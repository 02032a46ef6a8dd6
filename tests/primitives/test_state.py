"""The one way a variable's value changes."""

import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.primitives.state import assign


def test_casts_and_owns_its_memory():
    value = np.array([1.5, 2.5])
    found = assign(np.zeros(2, "float32"), value)
    assert found.dtype == "float32"
    value[0] = 9
    assert found.tolist() == [1.5, 2.5]


def test_shapes_must_be_equal():
    with pytest.raises(ShapeError, match=r"shape \(2,\), the value \(1,\)"):
        assign(np.zeros(2), np.zeros(1))
