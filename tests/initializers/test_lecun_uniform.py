from cornu.initializers import LecunUniform


def test_distribution(check_random):
    # The kernel has 100 inputs.
    deviation = (1 / 100) ** 0.5
    check_random(
        LecunUniform, 0.0, deviation, (-(3**0.5) * deviation, 3**0.5 * deviation)
    )
