import numpy as np

from cornu import initializers


def test_numbers():
    assert initializers.Constant(2.5)((2,)).tolist() == [2.5, 2.5]
    assert initializers.Constant(3)((2,)).dtype == np.float32
    assert initializers.Constant(3)((2,), dtype="int32").tolist() == [3, 3]


def test_arrays():
    made = initializers.Constant(np.array([1.0, 2.0]))
    assert made((2,)).tolist() == [1.0, 2.0]
    assert made((2, 2)).tolist() == [[1.0, 2.0]] * 2
    assert made.get_config() == {"value": [1.0, 2.0]}
    assert made.clone()((2,)).tolist() == [1.0, 2.0]
