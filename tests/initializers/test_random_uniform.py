from cornu.initializers import RandomUniform


def test_distribution(check_random):
    check_random(RandomUniform, 0.0, 0.1 / 12**0.5, (-0.05, 0.05))
    check_random(
        lambda seed=None: RandomUniform(1.0, 5.0, seed), 3.0, 4 / 12**0.5, (1.0, 5.0)
    )
