import numpy as np

from cornu.optimizers import schedules


def test_square():
    rate = schedules.PolynomialDecay(0.1, 6, end_learning_rate=0.01, power=2.0)
    left = np.maximum(1 - np.arange(9) / 6, 0)
    found = [float(rate(step)) for step in range(9)]
    np.testing.assert_allclose(found, 0.09 * left**2 + 0.01, rtol=1e-5)


def test_cycles_from_keras():
    rate = schedules.PolynomialDecay(0.1, 4, power=0.5, cycle=True)
    wanted = [
        0.1, 0.08661593, 0.07073997, 0.05005, 0.0001, 0.06127601, 0.05005, 0.03541999
    ]  # fmt: skip
    found = [float(rate(step)) for step in range(8)]
    np.testing.assert_allclose(found, wanted, rtol=1e-4)
