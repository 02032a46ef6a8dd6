import numpy as np

from cornu.constraints import NonNeg


def test_negative_weights_become_zero():
    assert NonNeg()(np.array([[-1.0, 2.0], [0.0, -3.0]])).tolist() == [[0, 2], [0, 0]]
