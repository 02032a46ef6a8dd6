import random

import numpy as np
import pytest

from cornu.random import SeedGenerator, make_default_seed, set_random_seed
from cornu.random.generator import (
    check_seed,
    draw_state,
    forget_global_generator,
    global_generator,
)
from cornu.utils.registry import deserialize, serialize


def test_states_count_up():
    generator = SeedGenerator(7)
    assert generator.state.tolist() == [7, 0]
    assert [generator.next().tolist() for _ in range(3)] == [[7, 0], [7, 1], [7, 2]]
    assert generator.state.tolist() == [7, 3]


def test_the_state_is_a_variable_that_is_not_trained():
    state = SeedGenerator(7, name="noise").state
    assert (state.dtype, state.shape, state.trainable) == ("uint32", (2,), False)
    assert state.path == "noise/seed_generator_state"


def test_a_state_given_out_does_not_change():
    generator = SeedGenerator(7)
    first = generator.next()
    generator.next()
    assert first.tolist() == [7, 0]


def test_config_round_trip():
    generator = SeedGenerator(7, name="noise")
    assert generator.get_config() == {"seed": 7, "name": "noise"}
    twin = deserialize(serialize(generator))
    assert isinstance(twin, SeedGenerator)
    assert twin.next().tolist() == [7, 0]
    assert serialize(generator)["module"] == "keras.random"


@pytest.mark.parametrize("seed", ["x", 2.5, -1, 2**32])
def test_wrong_seeds(seed):
    with pytest.raises(ValueError, match="seed must be an integer"):
        SeedGenerator(seed)


def test_seeds_of_numpy_are_seeds():
    assert check_seed(np.int64(5)) == 5


def test_unseeded_generators_follow_python_random():
    random.seed(3)
    first = SeedGenerator().state.tolist()
    random.seed(3)
    assert SeedGenerator().state.tolist() == first
    assert SeedGenerator().state.tolist() != first
    assert 1 <= make_default_seed() <= 10**9


def test_draw_state():
    assert draw_state(5).tolist() == [5, 0] == draw_state(5).tolist()
    generator = SeedGenerator(7)
    assert draw_state(generator, advance=False).tolist() == [7, 0]
    assert draw_state(generator).tolist() == [7, 0]
    assert draw_state(generator).tolist() == [7, 1]


def test_the_shared_generator():
    set_random_seed(9)
    assert draw_state(None).tolist() == [9, 0]
    assert draw_state(None).tolist() == [9, 1]
    shared = global_generator()
    forget_global_generator()
    assert global_generator() is not shared
