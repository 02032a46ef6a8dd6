"""The base of quantizers."""

import numpy as np
import pytest

from cornu.quantizers import Quantizer


def test_base_refuses():
    with pytest.raises(NotImplementedError, match="Quantizer defines no __call__"):
        Quantizer()(np.ones(2))


def test_config():
    class Own(Quantizer):
        def __init__(self, bits, output_dtype="int8"):
            super().__init__(output_dtype)
            self.bits = bits

    again = Own.from_config(Own(3, "int16").get_config())
    assert (again.bits, again.output_dtype) == (3, "int16")
    assert Quantizer().output_dtype == "int8"
