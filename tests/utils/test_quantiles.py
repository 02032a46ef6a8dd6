"""Boundaries against NumPy's quantiles of the same definition."""

import numpy as np
import pytest

from cornu.utils.quantiles import quantile_boundaries


@pytest.mark.parametrize("bins", [1, 2, 3, 10, 99])
def test_against_numpy(bins):
    values = np.random.default_rng(0).normal(size=100)
    places = np.arange(1, bins) / bins
    method = "interpolated_inverted_cdf"
    wanted = np.quantile(values, places, method=method)
    found = quantile_boundaries(np.split(values, [7, 50]), bins)
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_few_values():
    assert quantile_boundaries([[2.0, 1.0, 3.0]], 7) == [1.0, 2.0]
    assert quantile_boundaries([], 3) == []


def test_nan_does_not_count():
    assert quantile_boundaries([[1.0, np.nan, 2.0, 3.0, 4.0]], 2) == [2.0]
