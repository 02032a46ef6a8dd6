from cornu.initializers import TruncatedNormal

SHRINK = 0.8796256610342398  # standard deviation of a normal number cut off at 2


def test_distribution(check_random):
    check_random(TruncatedNormal, 0.0, 0.05 * SHRINK, (-0.1, 0.1))
    check_random(
        lambda seed=None: TruncatedNormal(1.0, 2.0, seed), 1.0, 2 * SHRINK, (-3.0, 5.0)
    )
