import pytest

from cornu.errors import ShapeError
from cornu.initializers import VarianceScaling
from cornu.initializers.variance_scaling import fans


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((4, 6), (4, 6)),
        ((3, 3, 4, 6), (36, 54)),
        ((2, 3, 4), (6, 8)),
        ((5,), (5, 5)),
        ((), (1, 1)),
    ],
)
def test_fans(shape, expected):
    assert fans(shape) == expected


def test_fans_of_named_axes():
    # As Keras counts them: the sizes of these axes, and no others.
    assert fans((3, 3, 4, 6), (0,), (1,)) == (3, 3)
    assert fans((3, 3, 4, 6), (0, 1), (-2,)) == (9, 4)
    assert fans((2, 3, 4), (0,), (1, 2)) == (2, 12)
    with pytest.raises(ShapeError, match="do not fit the shape"):
        fans((4, 6), (2,), (0,))


@pytest.mark.parametrize(
    ("mode", "variance"), [("fan_in", 3 / 100), ("fan_out", 3 / 200), ("fan_avg", 0.02)]
)
@pytest.mark.parametrize(
    "distribution", ["truncated_normal", "untruncated_normal", "uniform", "normal"]
)
def test_variance(mode, variance, distribution, check_random):
    def make(seed=None):
        return VarianceScaling(3.0, mode, distribution, seed)

    deviation = variance**0.5
    limit = {
        "uniform": 3**0.5,
        "untruncated_normal": None,
    }.get(distribution, 2 / 0.8796256610342398)
    bounds = None if limit is None else (-limit * deviation, limit * deviation)
    check_random(make, 0.0, deviation, bounds)


def test_words_are_checked():
    with pytest.raises(ValueError, match="scale must be positive, got 0"):
        VarianceScaling(scale=0)
    with pytest.raises(
        ValueError, match=r"unknown mode 'fan_inn'\. Did you mean 'fan_in'"
    ):
        VarianceScaling(mode="fan_inn")
    with pytest.raises(ValueError, match="unknown distribution 'gauss'"):
        VarianceScaling(distribution="gauss")
