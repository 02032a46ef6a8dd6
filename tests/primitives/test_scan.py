"""Running sums and products."""

import numpy as np
import pytest

from cornu.primitives.scan import cumsum, exclusive_cumprod, exclusive_products

X = np.array([[1.0, 2.0, 0.0, 4.0], [5.0, 0.0, 0.0, 8.0]])


@pytest.mark.parametrize("axis", [0, 1])
def test_cumsum(axis):
    assert (cumsum(X, axis=axis) == np.cumsum(X, axis=axis)).all()


def test_types_do_not_widen():
    assert cumsum(np.ones(3, "int8"), axis=0).dtype == "int8"


def test_exclusive_cumprod():
    assert exclusive_cumprod(X, axis=1).tolist() == [[1, 1, 2, 0], [1, 5, 0, 0]]
    assert exclusive_cumprod(X, axis=0).tolist() == [[1] * 4, [1, 2, 0, 4]]


@pytest.mark.parametrize("axes", [(0,), (1,), (0, 1), ()])
def test_products_of_all_others(axes):
    found = exclusive_products(X, axes)
    wanted = np.empty_like(X)
    for place in np.ndindex(X.shape):
        others = [
            X[q]
            for q in np.ndindex(X.shape)
            if q != place and all(q[k] == place[k] for k in range(2) if k not in axes)
        ]
        wanted[place] = np.prod(others)
    assert (found == wanted).all()
