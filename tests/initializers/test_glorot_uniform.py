from cornu.initializers import GlorotUniform


def test_distribution(check_random):
    # The kernel has 100 inputs and 200 outputs.
    deviation = (2 / 300) ** 0.5
    check_random(
        GlorotUniform, 0.0, deviation, (-(3**0.5) * deviation, 3**0.5 * deviation)
    )
