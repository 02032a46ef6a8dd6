import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.initializers import Orthogonal


def test_columns_or_rows_are_orthonormal():
    tall = Orthogonal(seed=1)((5, 3)).numpy()
    np.testing.assert_allclose(tall.T @ tall, np.eye(3), atol=1e-6)
    wide = Orthogonal(gain=2.0, seed=1)((3, 5)).numpy()
    np.testing.assert_allclose(wide @ wide.T, 4 * np.eye(3), atol=1e-5)


def test_shapes_of_more_axes():
    kernel = Orthogonal(seed=1)((2, 3, 4)).numpy().reshape(6, 4)
    np.testing.assert_allclose(kernel.T @ kernel, np.eye(4), atol=1e-6)


def test_seeds():
    first = Orthogonal(seed=1)((3, 3)).tolist()
    assert Orthogonal(seed=1)((3, 3)).tolist() == first
    assert Orthogonal(seed=2)((3, 3)).tolist() != first


def test_vectors_are_refused():
    with pytest.raises(ShapeError, match="at least two sizes"):
        Orthogonal()((3,))
