import pytest

from cornu import initializers
from cornu.errors import DTypeError
from cornu.random import SeedGenerator, set_random_seed


def test_generators_give_new_numbers_at_each_call():
    made = initializers.RandomNormal(seed=SeedGenerator(3))
    first, second = made((2, 2)).tolist(), made((2, 2)).tolist()
    assert first != second
    again = initializers.RandomNormal(seed=SeedGenerator(3))
    assert [again((2, 2)).tolist(), again((2, 2)).tolist()] == [first, second]


def test_unseeded_ones_follow_the_global_seed():
    set_random_seed(4)
    first = initializers.HeNormal()
    set_random_seed(4)
    assert initializers.HeNormal().seed == first.seed
    assert first.get_config()["seed"] is None


def test_float64_has_all_its_digits():
    narrow = initializers.RandomUniform(seed=1)((100,), "float32").numpy()
    wide = initializers.RandomUniform(seed=1)((100,), "float64").numpy()
    assert wide.dtype == "float64"
    assert (wide.astype("float32") != wide).all()
    assert (narrow == narrow.astype("float32")).all()


def test_whole_numbers_are_refused():
    with pytest.raises(DTypeError, match="RandomNormal: dtype must be a float type"):
        initializers.RandomNormal()((2, 2), dtype="int32")


def test_wrong_seed():
    with pytest.raises(ValueError, match="seed must be an integer"):
        initializers.RandomNormal(seed="x")
