import numpy as np
import pytest

import cornu
from cornu import ops
from cornu.errors import ShapeError

NAN = np.nan
X = np.array([[1.0, NAN, 3.0], [NAN, 2.0, 0.0]])
NAMES = ["sum", "prod", "max", "min", "mean", "var", "std", "argmax", "argmin"]


@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.parametrize("name", NAMES)
def test_like_numpy(name, axis):
    found = getattr(ops, f"nan{name}")(X, axis=axis)
    wanted = getattr(np, f"nan{name}")(X, axis=axis)
    np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_all_nan():
    x = np.full((2,), NAN, np.float32)
    assert ops.nansum(x).item() == 0
    assert ops.nanprod(x).item() == 1
    assert ops.nanargmax(x).item() == ops.nanargmin(x).item() == -1
    for name in ("nanmax", "nanmin", "nanmean", "nanvar", "nanstd"):
        assert np.isnan(getattr(ops, name)(x).item())


def test_infinities_are_not_taken_for_nan():
    assert ops.nanargmax([NAN, -np.inf]).item() == 1
    assert ops.nanmax([NAN, -np.inf]).item() == -np.inf
    with np.errstate(invalid="ignore"):
        assert np.isnan(ops.nanvar([np.inf, 1.0]).item())


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "mean", "var"])
def test_no_gradient_is_nan(name):
    x = ops.convert_to_tensor([[NAN, NAN], [NAN, 2.0]])
    with cornu.GradientTape() as tape:
        tape.watch(x)
        y = getattr(ops, f"nan{name}")(x, axis=1)
    found = tape.gradient(y, x).numpy()
    assert np.isfinite(found).all()
    assert not found.ravel()[:3].any()


def test_integers_take_the_plain_way():
    assert ops.nanmax([1, 3]).dtype == np.int32
    assert ops.nancumsum([True, True]).tolist() == [1, 2]
    assert ops.nanmean([1, 2]).item() == 1.5


def test_nothing_to_choose_from():
    with pytest.raises(ShapeError, match=r"nanargmin: x has shape .*at least one"):
        ops.nanargmin(np.ones((0, 2)), axis=0)
