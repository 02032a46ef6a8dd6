"""Boundaries that cut data into parts of equal size."""

from collections.abc import Sequence
from typing import Any

import numpy as np


def quantile_boundaries(parts: Sequence[Any], bins: int) -> list[float]:
    """Return the boundaries between `bins` parts of equally many values.

    The k-th lies where the empirical distribution function, linear between the values,
    reaches k / bins. Of no more values than bins all but the largest are boundaries.

    Parameters
    ----------
    parts : sequence of array-like
        All values together count; NaN does not.
    bins : int

    Returns
    -------
    list of float
        In ascending order.

    References
    ----------
    .. [1] Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
       Statistician 50, 1996; definition 4.

    Examples
    --------
    >>> quantile_boundaries([[1.0, 4.0], [2.0, 3.0]], 2)
    [2.0]
    """
    flat = [np.asarray(part, np.float64).ravel() for part in parts]
    values = np.sort(np.concatenate([*flat, np.empty(0)]))
    values = values[~np.isnan(values)]
    if len(values) <= bins:
        found = values[:-1]
    else:
        places = np.arange(1, bins) * len(values) / bins - 1.0
        found = np.interp(places, np.arange(len(values)), values)
    return [float(value) for value in found.astype(np.float32)]
