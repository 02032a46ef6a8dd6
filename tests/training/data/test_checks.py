import numpy as np
import pytest

from cornu import losses
from cornu.errors import DataError, ShapeError
from cornu.losses.loss_function_wrapper import as_loss
from cornu.training.data.checks import check_targets, kind_of

SPARSE = "sparse_categorical_crossentropy"
GOOD = [
    ("mse", np.array([-5.0, 5.0]), (None, 1)),
    ("bce", np.array([0, 1]), (None, 1)),
    ("bce", np.array([[0.2, 0.9]]), (None, 2)),
    (SPARSE, np.arange(10), (None, 10)),
    (SPARSE, np.arange(10)[:, None], (None, 10)),
    (SPARSE, np.zeros((4, 5)), (None, 5, 10)),
    ("categorical_crossentropy", np.eye(3), (None, 3)),
    ("hinge", np.array([1, -1]), (None, 1)),
    ("hinge", np.array([1, 0]), (None, 1)),
    ("poisson", np.array([0, 7]), (None, 1)),
    (
        losses.SparseCategoricalCrossentropy(ignore_class=-1),
        np.array([-1, 2]),
        (None, 3),
    ),
    (lambda y_true, y_pred: y_pred, np.array([np.nan]), (None, 1)),
    (SPARSE, np.zeros(0), (None, 10)),
]
BAD = [
    (SPARSE, np.arange(11), (None, 10), "run from 0 to 10 .* has 10 classes"),
    (SPARSE, np.arange(1, 11), (None, 10), "Subtract 1"),
    (SPARSE, np.array([-1, 2]), (None, 10), "from -1 to 2"),
    (SPARSE, np.array([0.5, 2]), (None, 10), "holds 0.5"),
    ("bce", np.array([-1.0, 1.0]), (None, 1), r"\(y \+ 1\) / 2"),
    ("bce", np.array([0, 1, 2]), (None, 1), "Labels of 3 classes"),
    ("categorical_crossentropy", 2 * np.eye(3), (None, 3), "between 0 and 1"),
    ("hinge", np.array([0, 2]), (None, 1), "holds 2"),
    ("hinge", np.array([0, -1]), (None, 1), "both -1 and 0"),
    ("poisson", np.array([-1.0]), (None, 1), "goes down to -1"),
    ("mae", np.array([1, np.nan, np.inf]), (None, 1), "2 of 3 rows .* row 1"),
    ("mse", np.array(["a"]), (None, 1), "needs numbers"),
]


@pytest.mark.parametrize(("loss", "y", "shape"), GOOD)
def test_targets_that_can_be_learned_from(loss, y, shape):
    check_targets(as_loss(loss), y, shape)


@pytest.mark.parametrize(("loss", "y", "shape", "words"), BAD)
def test_targets_that_cannot(loss, y, shape, words):
    with pytest.raises(DataError, match=words):
        check_targets(as_loss(loss), y, shape)


@pytest.mark.parametrize(
    ("loss", "y", "shape", "words"),
    [
        ("mse", np.zeros((4, 1)), (None, 10), "1 unit"),
        ("categorical_crossentropy", np.arange(4), (None, 10), "to_categorical"),
        (SPARSE, np.eye(10), (None, 10), "categorical_crossentropy"),
    ],
)
def test_shapes_that_do_not_fit(loss, y, shape, words):
    with pytest.raises(ShapeError, match=words):
        check_targets(as_loss(loss), y, shape)


def test_only_the_librarys_losses_are_known():
    class Hinge(losses.Loss):
        pass

    assert kind_of(as_loss("mse")) == "mean_squared_error"
    assert kind_of(losses.Huber()) == "huber"
    assert kind_of(Hinge()) is None
    assert kind_of(as_loss(lambda y_true, y_pred: y_pred)) is None


def test_what_fitted_once_says_nothing_of_other_shapes():
    loss = as_loss("mse")
    for _ in range(2):
        check_targets(loss, np.zeros((4, 3)), (None, 3))
        with pytest.raises(ShapeError):
            check_targets(loss, np.zeros((4, 2)), (None, 3))
        with pytest.raises(ShapeError):
            check_targets(loss, np.zeros((4, 3)), (None, 2))
