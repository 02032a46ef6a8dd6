"""Shape rules shared by many primitives."""

import numpy as np
import pytest

from cornu.core import Spec
from cornu.errors import ShapeError
from cornu.primitives import rules

F32 = np.dtype("float32")


@pytest.mark.parametrize(
    ("shapes", "wanted"),
    [
        ([(2, 3), (3,)], (2, 3)),
        ([(2, 1), (1, 3)], (2, 3)),
        ([(None, 3), (1, 1)], (None, 3)),
        ([(None, 3), (4, 1)], (4, 3)),
        ([(None,), (None,)], (None,)),
        ([(0, 3), (1, 1)], (0, 3)),
        ([(), ()], ()),
        ([(2,), (1, 1), (3, 1, 1)], (3, 1, 2)),
    ],
)
def test_broadcasting(shapes, wanted):
    assert rules.broadcast_shapes(*shapes) == wanted
    if not any(None in s for s in shapes):
        assert np.broadcast_shapes(*shapes) == wanted


@pytest.mark.parametrize(
    ("shape", "target", "wanted"),
    [
        ((2, 6), (3, -1), (3, 4)),
        ((None, 6), (-1, 2, 3), (None, 2, 3)),
        ((None, None), (5, -1), (5, None)),
        ((0, 3), (0, 5), (0, 5)),
        ((), (1, 1), (1, 1)),
    ],
)
def test_reshaping(shape, target, wanted):
    assert rules.reshaped(Spec(shape, F32), shape=target).shape == wanted


@pytest.mark.parametrize(
    ("shape", "target"),
    [((2, 3), (7,)), ((2, 3), (4, -1)), ((None, 4), (3, 2)), ((0, 3), (0, -1))],
)
def test_reshaping_refused(shape, target):
    with pytest.raises(ShapeError, match="reshape"):
        rules.reshaped(Spec(shape, F32), shape=target)


def test_joining():
    specs = [Spec((None, 2), F32), Spec((5, 3), F32)]
    assert rules.joined(*specs, axis=1).shape == (5, 5)
    assert rules.joined(Spec((None, 2), F32), Spec((5, 2), F32), axis=0).shape == (
        None,
        2,
    )
