import numpy as np
import pytest


@pytest.fixture
def check_random():
    """Return a check of what all random initializers promise."""

    def check(make, mean, deviation, bounds=None, shape=(100, 200)):
        first = make(seed=1)(shape)
        assert first.shape == shape
        assert first.dtype == np.float32
        assert make(seed=1)(shape).tolist() == first.tolist()
        assert make(seed=2)(shape).tolist() != first.tolist()
        unseeded = make()
        assert unseeded(shape).tolist() == unseeded(shape).tolist()
        assert make()(shape).tolist() != unseeded(shape).tolist()
        assert make(seed=1)(shape, dtype="float16").dtype == np.float16
        values = first.numpy()
        assert abs(values.mean() - mean) < 0.05 * deviation
        assert abs(values.std() / deviation - 1) < 0.03
        if bounds is not None:
            low, high = bounds
            slack = 0.05 * (high - low)
            assert low <= values.min() < low + slack
            assert high - slack < values.max() <= high

    return check
