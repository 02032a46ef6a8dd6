import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(16))
Y = (rng.random((4, 3)) < 0.5).astype(float)
P = rng.random((4, 3))


def test_value_of_each_sample():
    wanted = -(Y * (1 - P) ** 2 * np.log(P) + (1 - Y) * P**2 * np.log(1 - P)).mean(
        axis=1
    )
    found = losses.BinaryFocalCrossentropy(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-4)


def test_gamma_zero_is_the_plain_cross_entropy():
    found = losses.BinaryFocalCrossentropy(gamma=0.0)(Y, P).item()
    np.testing.assert_allclose(found, losses.BinaryCrossentropy()(Y, P).item(), 1e-5)


def test_class_balancing_weighs_the_classes():
    loss = losses.BinaryFocalCrossentropy(
        apply_class_balancing=True, alpha=0.1, reduction="none"
    )
    plain = losses.BinaryFocalCrossentropy(reduction="none")
    ones, half = np.ones((2, 1)), np.full((2, 1), 0.3)
    np.testing.assert_allclose(
        loss(ones, half).numpy(), 0.1 * plain(ones, half).numpy()
    )
    np.testing.assert_allclose(
        loss(0 * ones, half).numpy(), 0.9 * plain(0 * ones, half).numpy(), rtol=1e-6
    )


def test_logits_are_taken_through_the_sigmoid():
    found = losses.BinaryFocalCrossentropy(from_logits=True)(Y, np.log(P / (1 - P)))
    wanted = losses.BinaryFocalCrossentropy()(Y, P)
    np.testing.assert_allclose(found.item(), wanted.item(), rtol=1e-4)
