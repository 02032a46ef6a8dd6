import numpy as np

from cornu import initializers


def test_zeros():
    assert initializers.Zeros()((2, 1)).tolist() == [[0.0], [0.0]]
    assert initializers.Zeros()((2,)).dtype == np.float32
    assert initializers.Zeros()((2,), dtype="int32").dtype == np.int32
    assert initializers.Zeros()((), dtype="bool").item() is False
