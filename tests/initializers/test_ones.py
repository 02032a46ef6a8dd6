import numpy as np

from cornu import initializers


def test_ones():
    assert initializers.Ones()((2, 1)).tolist() == [[1.0], [1.0]]
    assert initializers.Ones()((2,)).dtype == np.float32
    assert initializers.Ones()((2,), dtype="float16").dtype == np.float16
