from cornu.initializers import GlorotNormal


def test_distribution(check_random):
    # The kernel has 100 inputs and 200 outputs. Cut off at 2 / 0.8796 deviations.
    deviation = (2 / 300) ** 0.5
    check_random(
        GlorotNormal, 0.0, deviation, (-2.2737 * deviation, 2.2737 * deviation)
    )
