import numpy as np
import pytest

from cornu import losses

rng = np.random.Generator(np.random.Philox(11))
Y = rng.standard_normal((4, 3))
P = rng.standard_normal((4, 3))


def by_hand(error, delta):
    if abs(error) <= delta:
        return error**2 / 2
    return delta * abs(error) - delta**2 / 2


@pytest.mark.parametrize("delta", [0.3, 1.0, 2.5])
def test_value_of_each_sample(delta):
    wanted = [np.mean([by_hand(e, delta) for e in row]) for row in P - Y]
    found = losses.Huber(delta=delta, reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)


def test_delta_survives_in_the_config():
    loss = losses.Huber(delta=0.3)
    assert losses.deserialize(losses.serialize(loss)).delta == 0.3
