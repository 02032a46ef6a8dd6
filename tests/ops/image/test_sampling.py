import numpy as np
import pytest

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.image import map_coordinates
from cornu.symbolic import SymbolicTensor

LINE = np.array([10, 20, 30, 40], np.float32)
PLACES = np.arange(-6, 10)


def read(order, mode, places, **more):
    found = map_coordinates(LINE, np.float32([places]), order, mode, **more)
    return np.asarray(found).tolist()


@pytest.mark.parametrize(
    ("mode", "numpy_mode"),
    [("nearest", "edge"), ("wrap", "wrap"), ("mirror", "reflect"),
     ("reflect", "symmetric"), ("constant", "constant")],
)  # fmt: skip
def test_outside_goes_on_as_padding_of_numpy_does(mode, numpy_mode):
    padded = np.pad(LINE, 6, mode=numpy_mode)
    for order in (0, 1):
        assert read(order, mode, PLACES) == padded.tolist()
    halves = read(1, mode, PLACES[:-1] + 0.5)
    assert halves == ((padded[1:] + padded[:-1]) / 2).tolist()


def test_halves_go_away_from_zero():
    assert read(0, "nearest", [0.5, 1.5, 2.5, -0.5]) == [20, 30, 40, 10]
    assert read(0, "constant", [-0.5, -0.49], fill_value=-1) == [-1, 10]


def test_integers_are_rounded_away_from_zero():
    whole = np.array([-10, -5, 20, 25], np.int32)
    found = map_coordinates(whole, [[0.5, 2.5, 0.25]], 1)
    assert np.asarray(found).tolist() == [-8, 23, -9]


def test_places_that_are_none():
    found = read(1, "nearest", [np.nan, np.inf, 1e10, -1e10])
    assert np.isnan(found[:2]).all()
    assert found[2:] == [40, 10]


def test_symbols_of_unknown_size():
    places = SymbolicTensor((2, None, 3))
    assert map_coordinates(SymbolicTensor((None, 4)), places, 1).shape == (None, 3)


def test_words_of_refusal():
    with pytest.raises(ArgumentError, match="order=2 must be 0 or 1"):
        read(2, "wrap", [0.0])
    with pytest.raises(ShapeError, match="inputs is \\(2, 2\\)"):
        map_coordinates(np.zeros((2, 2)), [[0.0]], 1)
    with pytest.raises(ShapeError, match="at least 1"):
        map_coordinates(np.zeros((0,), np.float32), [[0.0]], 1)
