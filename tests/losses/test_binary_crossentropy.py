import numpy as np

from cornu import losses
from cornu.autodiff import GradientTape, Tensor

rng = np.random.Generator(np.random.Philox(13))
Y = (rng.random((4, 3)) < 0.5).astype(float)
P = rng.random((4, 3))


def test_value_of_each_sample():
    wanted = -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).mean(axis=1)
    found = losses.BinaryCrossentropy(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)


def test_logits_are_taken_through_the_sigmoid():
    logits = np.log(P / (1 - P))
    found = losses.BinaryCrossentropy(from_logits=True)(Y, logits).item()
    np.testing.assert_allclose(found, losses.BinaryCrossentropy()(Y, P).item(), 1e-5)


def test_label_smoothing_draws_targets_towards_one_half():
    found = losses.BinaryCrossentropy(label_smoothing=0.2)(Y, P).item()
    wanted = losses.BinaryCrossentropy()(0.8 * Y + 0.1, P).item()
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_gradient_with_respect_to_logits_is_the_difference():
    z = Tensor(np.float32(rng.standard_normal((4, 3)) * 5))
    with GradientTape() as tape:
        tape.watch(z)
        value = losses.BinaryCrossentropy(from_logits=True)(Y, z)
    wanted = (1 / (1 + np.exp(-z.numpy())) - Y) / Y.size
    np.testing.assert_allclose(tape.gradient(value, z).numpy(), wanted, atol=1e-6)
