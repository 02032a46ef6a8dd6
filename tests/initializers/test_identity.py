import pytest

from cornu import initializers
from cornu.errors import ShapeError


def test_identity():
    found = initializers.Identity(2.0)((2, 3))
    assert found.tolist() == [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]


def test_only_matrices():
    with pytest.raises(ShapeError, match="two sizes"):
        initializers.Identity()((2, 2, 2))
