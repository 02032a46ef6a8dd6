import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError
from cornu.ops import criteria
from cornu.symbolic import SymbolicTensor


@pytest.mark.parametrize(
    ("true", "pred", "wanted"),
    [
        ((3,), (3, 1), (3, 1)),
        ((3, 1), (3,), (3, 1)),
        ((2, 5), (2, 5, 1), (2, 5)),
        ((2, 5, 1), (2, 5), (2, 5)),
        ((3, 4), (3, 4), (3, 4)),
        ((3,), (3,), (3,)),
    ],
)
def test_to_same_rank(true, pred, wanted):
    a, b = criteria.to_same_rank(ops.zeros(true), ops.zeros(pred))
    assert a.shape == b.shape == wanted


def test_pair_casts_targets_to_the_type_of_predictions():
    y_true, y_pred = criteria.pair("f", np.array([[1]]), np.array([[0.5]], "float16"))
    assert y_true.dtype == y_pred.dtype == np.float16


@pytest.mark.parametrize(
    ("name", "true", "pred", "words"),
    [
        ("mean_squared_error", (4, 1), (4, 3), "1 unit"),
        ("mean_squared_error", (4, 2), (4, 3), "needs 2 units"),
        ("categorical_crossentropy", (4,), (4, 3), "sparse_categorical_crossentropy"),
    ],
)
def test_shapes_that_do_not_fit_are_told_in_words(name, true, pred, words):
    with pytest.raises(ShapeError, match=words):
        getattr(criteria, name)(np.zeros(true), np.ones(pred))


@pytest.mark.parametrize("function", criteria.FUNCTIONS, ids=lambda f: f.__name__)
def test_every_function_has_a_shape_on_symbols(function):
    sparse = function is criteria.sparse_categorical_crossentropy
    y_true = SymbolicTensor((None,) if sparse else (None, 3))
    found = function(y_true, SymbolicTensor((None, 3)))
    whole = function in (criteria.dice, criteria.tversky)
    assert found.shape == (() if whole else (None,))


def test_aliases_are_among_the_functions():
    assert set(criteria.ALIASES.values()) <= set(criteria.FUNCTIONS)


def test_unit_keeps_zeros():
    found = criteria.unit(ops.array([[3.0, 4.0], [0.0, 0.0]]), axis=-1)
    np.testing.assert_allclose(found.numpy(), [[0.6, 0.8], [0, 0]], rtol=1e-6)
