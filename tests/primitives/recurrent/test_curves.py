import numpy as np
import pytest

from cornu.primitives.recurrent.curves import CURVES, curve
from primitives.recurrent.cases import CURVES as PLAIN

POINTS = np.array([-7.5, -3.2, -1.1, -0.3, 0.2, 0.9, 2.6, 6.4])


@pytest.mark.parametrize("name", CURVES)
def test_three_forms_agree_with_the_formula(name):
    made, formula = CURVES[name], PLAIN[name]
    x = POINTS.copy()
    made.apply(np, x)
    np.testing.assert_allclose(x, formula(POINTS), atol=1e-14)
    np.testing.assert_allclose(made.plain(POINTS), formula(POINTS), atol=1e-14)
    slope = np.empty_like(x)
    made.slope(np, x, slope)
    step = 1e-6
    rise = formula(POINTS + step) - formula(POINTS - step)
    np.testing.assert_allclose(slope, rise / (2 * step), atol=1e-8)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'sigmoid'"):
        curve("sigmoidd")
