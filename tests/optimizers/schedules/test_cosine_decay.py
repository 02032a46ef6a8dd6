import numpy as np

from cornu.optimizers import schedules


def test_half_a_cosine():
    rate = schedules.CosineDecay(0.1, 8, alpha=0.1)
    share = np.minimum(np.arange(11) / 8, 1)
    wanted = 0.1 * (0.9 * (1 + np.cos(np.pi * share)) / 2 + 0.1)
    found = [float(rate(step)) for step in range(11)]
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_warm_up_from_keras():
    rate = schedules.CosineDecay(0.02, 4, alpha=0.1, warmup_target=0.1, warmup_steps=3)
    wanted = [
        0.02,
        0.04666667,
        0.07333333,
        0.1,
        0.0868198,
        0.055,
        0.0231802,
        0.01,
        0.01,
    ]
    found = [float(rate(step)) for step in range(9)]
    np.testing.assert_allclose(found, wanted, rtol=1e-5)
