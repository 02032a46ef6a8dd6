import itertools

import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.regularizers import OrthogonalRegularizer


def penalty(rows, factor):
    """Average the absolute cosine over pairs, one pair at a time."""
    cosines = [
        abs(a @ b) / np.linalg.norm(a) / np.linalg.norm(b)
        for a, b in itertools.combinations(rows, 2)
    ]
    return factor * np.mean(cosines)


def test_value():
    x = np.random.default_rng(3).standard_normal((4, 5))
    for mode, rows in (("rows", x), ("columns", x.T)):
        found = OrthogonalRegularizer(0.3, mode)(x)
        np.testing.assert_allclose(found, penalty(rows, 0.3), rtol=1e-12)


def test_orthogonal_rows_cost_nothing():
    assert OrthogonalRegularizer()(np.eye(3)).item() == 0.0
    assert OrthogonalRegularizer()(np.ones((1, 3))).item() == 0.0


def test_misuse():
    with pytest.raises(ValueError, match="Did you mean 'rows'"):
        OrthogonalRegularizer(mode="row")
    with pytest.raises(ShapeError, match="needs a matrix"):
        OrthogonalRegularizer()(np.ones((2, 2, 2)))
