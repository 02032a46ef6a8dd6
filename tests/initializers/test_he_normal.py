from cornu.initializers import HeNormal


def test_distribution(check_random):
    # The kernel has 100 inputs. Cut off at 2 / 0.8796 deviations.
    deviation = (2 / 100) ** 0.5
    check_random(HeNormal, 0.0, deviation, (-2.2737 * deviation, 2.2737 * deviation))
