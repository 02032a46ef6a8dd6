import random

import numpy as np
import pytest

import cornu.random
from cornu import initializers
from cornu.random import SeedGenerator, clear_session, set_random_seed
from cornu.utils.naming import unique_name


def everything():
    return (
        random.random(),
        np.random.random(),
        cornu.random.normal((2,)).tolist(),
        SeedGenerator().state.tolist(),
        initializers.get("glorot_uniform")((2, 2)).tolist(),
    )


def test_everything_unseeded_follows():
    set_random_seed(1)
    first = everything()
    assert everything() != first
    set_random_seed(1)
    assert everything() == first
    set_random_seed(2)
    assert everything() != first


def test_it_does_not_matter_whether_numbers_were_drawn_before():
    clear_session()
    set_random_seed(1)
    first = everything()
    cornu.random.uniform((3,))
    set_random_seed(1)
    assert everything() == first


def test_wrong_seed():
    with pytest.raises(ValueError, match="integer"):
        set_random_seed("one")


def test_clear_session_starts_names_over():
    unique_name("thing")
    clear_session(free_memory=False)
    assert unique_name("thing") == "thing"
