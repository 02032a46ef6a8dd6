from cornu.initializers import RandomNormal


def test_distribution(check_random):
    check_random(RandomNormal, 0.0, 0.05)
    check_random(lambda seed=None: RandomNormal(3.0, 2.0, seed), 3.0, 2.0)
