import pytest

from cornu import initializers, ops


class Filled(initializers.Initializer):
    def __init__(self, value=1.0):
        self.value = value

    def __call__(self, shape, dtype=None):
        return ops.full(shape, self.value, dtype)

    def get_config(self):
        return {"value": self.value}


def test_own_initializer():
    made = Filled(3.0)
    assert made.clone()((2,)).tolist() == [3.0, 3.0]
    assert repr(made) == "Filled(value=3.0)"
    assert repr(initializers.Zeros()) == "Zeros()"


def test_the_base_makes_nothing():
    with pytest.raises(TypeError, match="abstract"):
        initializers.Initializer()
