import numpy as np
import pytest

from cornu import Input, config, ops
from cornu.errors import ArgumentError


def test_windows_are_symmetric_and_end_as_they_should():
    ends = {"bartlett": 0, "blackman": 0, "hamming": 0.08, "hanning": 0}
    for name, end in ends.items():
        window = getattr(ops, name)(9).numpy()
        assert window.dtype == np.float32
        np.testing.assert_allclose(window, window[::-1], atol=1e-6)
        np.testing.assert_allclose(window[[0, 4]], [end, 1], atol=1e-6)


def test_kaiser_by_its_series():
    beta, u = 3.0, np.linspace(-1, 1, 5)

    def bessel(x):
        factorials = np.cumprod([1.0, *range(1, 20)])
        powers = (x[:, None] / 2) ** (2 * np.arange(20))
        return (powers / factorials**2).sum(axis=1)

    wanted = bessel(beta * np.sqrt(1 - u * u)) / bessel(np.array([beta]))
    np.testing.assert_allclose(ops.kaiser(5, beta), wanted, rtol=1e-6)


def test_the_length_may_be_a_tensor():
    assert ops.hanning(ops.convert_to_tensor(4)).shape == (4,)
    assert ops.hamming(4.0).shape == (4,)
    assert ops.kaiser([3], ops.ones(())).shape == (3,)


def test_they_come_in_the_default_float_type():
    config.set_floatx("float16")
    try:
        assert ops.hanning(4).dtype == np.float16
    finally:
        config.set_floatx("float32")


def test_words():
    with pytest.raises(ArgumentError, match="bartlett: x must be the number of points"):
        ops.bartlett(-1)
    with pytest.raises(ArgumentError, match=r"kaiser: beta must be one number"):
        ops.kaiser(4, [1.0, 2.0])
    with pytest.raises(TypeError, match="hanning: x must be a number known now"):
        ops.hanning(Input(()))
