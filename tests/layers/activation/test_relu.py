"""ReLU."""

import numpy as np
import pytest

from cornu import layers

X = np.array([-2.0, 0.0, 0.5, 1.0, 9.0])


@pytest.mark.parametrize(
    ("kwargs", "expected"),
    [
        ({}, [0, 0, 0.5, 1, 9]),
        ({"max_value": 6}, [0, 0, 0.5, 1, 6]),
        ({"negative_slope": 0.5}, [-1, 0, 0.5, 1, 9]),
        ({"threshold": 1.0}, [0, 0, 0, 0, 9]),
        ({"threshold": 1.0, "negative_slope": 0.5}, [-1.5, -0.5, -0.25, 0, 9]),
    ],
)
def test_curve(kwargs, expected):
    np.testing.assert_allclose(layers.ReLU(**kwargs)(X).numpy(), expected)


@pytest.mark.parametrize("name", ["max_value", "negative_slope", "threshold"])
def test_settings_are_not_negative(name):
    with pytest.raises(ValueError, match=f"{name} must be a number of at least 0"):
        layers.ReLU(**{name: -1})
