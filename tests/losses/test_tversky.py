import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(19))
Y = (rng.random((4, 3)) < 0.5).astype(float)
P = rng.random((4, 3))


def test_value_over_everything():
    overlap = (Y * P).sum()
    wanted = 1 - overlap / (
        overlap + 0.3 * ((1 - Y) * P).sum() + 0.7 * (Y * (1 - P)).sum()
    )
    found = losses.Tversky(alpha=0.3, beta=0.7)(Y, P).item()
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_even_weights_are_dice():
    np.testing.assert_allclose(
        losses.Tversky()(Y, P).item(), losses.Dice()(Y, P).item(), rtol=1e-5
    )
