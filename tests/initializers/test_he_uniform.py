from cornu.initializers import HeUniform


def test_distribution(check_random):
    # The kernel has 100 inputs.
    deviation = (2 / 100) ** 0.5
    check_random(HeUniform, 0.0, deviation, (-(3**0.5) * deviation, 3**0.5 * deviation))
