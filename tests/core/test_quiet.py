"""Infinities come without warnings inside `quiet`, and only there."""

import numpy as np
import pytest

from cornu.core.quiet import quiet


def test_overflow_is_silent_inside_and_loud_outside():
    with quiet():
        assert np.isinf(np.exp(np.float32(1000)))
        assert np.isnan(np.float32(0) / np.float32(0))
    with pytest.warns(RuntimeWarning, match="overflow"):
        np.exp(np.float32(1000))
