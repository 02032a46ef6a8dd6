"""Checks of constructor arguments."""

import numpy as np
import pytest

from cornu.layers import arguments


def test_positive_int_takes_what_is_an_integer():
    assert arguments.positive_int(np.int64(3), "units", "Dense") == 3


@pytest.mark.parametrize("value", [0, -1, 2.0, "3", None, True])
def test_positive_int_refuses(value):
    with pytest.raises(ValueError, match="Dense: units must be a positive integer"):
        arguments.positive_int(value, "units", "Dense")


def test_int_tuple_spreads_one_number():
    assert arguments.int_tuple(2, 3, "strides", "Conv3D") == (2, 2, 2)
    assert arguments.int_tuple([1, 2], 2, "strides", "Conv2D") == (1, 2)


@pytest.mark.parametrize("value", [(1, 2, 3), 0, (1, 0), "ab", None])
def test_int_tuple_refuses(value):
    with pytest.raises(ValueError, match="strides must be"):
        arguments.int_tuple(value, 2, "strides", "Conv2D")


def test_int_pairs_reads_three_forms():
    assert arguments.int_pairs(1, 2, "p", "L") == ((1, 1), (1, 1))
    assert arguments.int_pairs((1, 2), 2, "p", "L") == ((1, 1), (2, 2))
    assert arguments.int_pairs(((1, 2), [3, 4]), 2, "p", "L") == ((1, 2), (3, 4))


@pytest.mark.parametrize("value", [-1, (1, 2, 3), ((1, 2, 3), 1), ((1, -1), 0)])
def test_int_pairs_refuses(value):
    with pytest.raises(ValueError, match="p must be"):
        arguments.int_pairs(value, 2, "p", "L")


def test_one_of_names_the_nearest():
    assert arguments.one_of("SAME", ("valid", "same"), "padding", "Conv2D") == "same"
    with pytest.raises(ValueError, match="Did you mean 'same'"):
        arguments.one_of("smae", ("valid", "same"), "padding", "Conv2D")


@pytest.mark.parametrize("value", [-0.1, 1.1, "0.5", None])
def test_fraction_refuses(value):
    with pytest.raises(ValueError, match="rate must be a number from 0 to 1"):
        arguments.fraction(value, "rate", "Dropout")


def test_not_negative():
    assert arguments.not_negative(0, "l1", "L") == 0
    with pytest.raises(ValueError, match="l1 must be"):
        arguments.not_negative(-1, "l1", "L")


def test_refuse_lets_only_defaults_pass():
    arguments.refuse("Dense", lora_rank=None, other=False)
    with pytest.raises(ValueError, match="lora_rank=4 is not part"):
        arguments.refuse("Dense", lora_rank=4)
