import numpy as np
import pytest

import cornu
from cornu import ops
from cornu.errors import ArgumentError, ShapeError

NAN = np.nan


@pytest.mark.parametrize("method", ["linear", "lower", "higher", "midpoint"])
def test_like_numpy(method, rng):
    x = rng.standard_normal((3, 4, 5))
    for axis in (None, 1, (0, 2)):
        for q in (0.3, [0.0, 0.3, 1.0]):
            for keepdims in (False, True):
                found = ops.quantile(x, q, axis, method, keepdims)
                wanted = np.quantile(x, q, axis, method=method, keepdims=keepdims)
                assert found.shape == np.shape(wanted)
                np.testing.assert_allclose(found, wanted, rtol=1e-12)


def test_half_way_the_nearest_is_the_lower():
    assert ops.quantile([1.0, 2.0, 3.0], [0.25, 0.75], method="nearest").tolist() == [
        1.0,
        2.0,
    ]


def test_nan_taints_or_is_passed_over():
    x = [[1.0, NAN, 3.0], [4.0, 5.0, 9.0]]
    np.testing.assert_array_equal(ops.median(x, axis=1), [NAN, 5.0])
    assert ops.nanmedian(x, axis=1).tolist() == [2.0, 5.0]
    assert ops.nanpercentile(x, [50, 100], axis=1).tolist() == [[2.0, 5.0], [3.0, 9.0]]
    assert np.isnan(ops.nanmedian([NAN, NAN]).item())


def test_infinity_is_an_element():
    x = [1.0, 2.0, np.inf]
    assert ops.quantile(x, [0.5, 0.75, 1.0]).tolist() == [2.0, np.inf, np.inf]


def test_of_nothing():
    assert np.isnan(ops.median(np.ones((0,))).item())
    assert ops.quantile(np.ones((2, 0)), [0.1, 0.2], axis=1).shape == (2, 2)


def test_levels_may_be_tensors():
    q = ops.convert_to_tensor([0.5, 7.0, NAN])
    found = ops.quantile([1.0, 2.0, 4.0], q).numpy()
    np.testing.assert_array_equal(found, [2.0, 4.0, NAN])
    with cornu.GradientTape() as tape:
        q = ops.convert_to_tensor(0.25)
        tape.watch(q)
        y = ops.quantile([1.0, 2.0, 4.0, 5.0], q)
    assert tape.gradient(y, q).item() == pytest.approx(3.0)


def test_unknown_sizes():
    x = cornu.Input((3,))
    model = cornu.Model(x, ops.quantile(x, [0.5, 1.0], axis=0))
    assert model.output.shape == (2, 3)
    data = np.arange(12.0, dtype="float32").reshape(4, 3)
    np.testing.assert_allclose(model(data), np.quantile(data, [0.5, 1.0], axis=0))
    with pytest.raises(ShapeError, match="must be known"):
        ops.median(cornu.Input((None, 3)), axis=(1, 2))


def test_what_is_refused():
    with pytest.raises(ArgumentError, match=r"q=101 must lie in \[0, 100\]"):
        ops.percentile([1.0], 101)
    with pytest.raises(ArgumentError, match="nanquantile: method='best' must be one"):
        ops.nanquantile([1.0], 0.5, method="best")
    with pytest.raises(ShapeError, match="one axis or none"):
        ops.quantile([1.0], np.ones((2, 2)))
