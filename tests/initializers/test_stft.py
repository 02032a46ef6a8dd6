import numpy as np
import pytest

from cornu import initializers, ops
from cornu.errors import ArgumentError, ShapeError
from cornu.initializers import STFT


def test_waves_without_a_window():
    real = STFT("real", window=None)((4, 1, 3)).numpy()[:, 0]
    imaginary = STFT("imag", window=None)((4, 1, 3)).numpy()[:, 0]
    wanted = np.exp(-2j * np.pi * np.outer(np.arange(4), np.arange(3)) / 4)
    np.testing.assert_allclose(real + 1j * imaginary, wanted, atol=1e-7)


def test_a_convolution_with_them_is_a_transform():
    signal = np.random.default_rng(0).normal(size=(1, 20, 1)).astype("float32")
    kernels = [
        STFT(side, "hamming", scaling=None, periodic=True)((6, 1, 5))
        for side in ("real", "imag")
    ]
    found = [ops.conv(signal, k, strides=2, padding="valid") for k in kernels]
    factors = 0.54 - 0.46 * np.cos(2 * np.pi * np.arange(6) / 6)
    frames = np.lib.stride_tricks.sliding_window_view(signal[0, :, 0], 6)[::2]
    wanted = np.fft.rfft(frames * factors, 8)
    np.testing.assert_allclose(found[0][0], wanted.real, atol=1e-5)
    np.testing.assert_allclose(found[1][0], wanted.imag, atol=1e-5)


def test_scalings():
    window = np.array([1.0, -2.0, 2.0])
    first = {
        scaling: STFT(window=window, scaling=scaling)((3, 1, 3)).numpy()[:, 0, 0]
        for scaling in ("density", "spectrum", None)
    }
    np.testing.assert_allclose(first["density"], window / 3, rtol=1e-6)
    np.testing.assert_allclose(first["spectrum"], window / 5, rtol=1e-6)
    np.testing.assert_allclose(first[None], window, rtol=1e-6)


def test_channels_are_alike_and_types_are_obeyed():
    kernel = STFT()((8, 3, 5), dtype="float16")
    assert kernel.dtype == np.float16
    assert (kernel.numpy() == kernel.numpy()[:, :1]).all()
    assert STFT(window="bartlett", periodic=True)((4, 1, 1)).shape == (4, 1, 1)


def test_names_and_configs():
    assert isinstance(initializers.get("stft"), STFT)
    made = STFT("imag", np.array([1.0, 2.0]), "spectrum", True)
    twin = initializers.deserialize(initializers.serialize(made))
    assert twin.get_config() == {
        "side": "imag",
        "window": [1.0, 2.0],
        "periodic": True,
        "scaling": "spectrum",
    }
    np.testing.assert_array_equal(made((2, 1, 3)), twin((2, 1, 3)))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"side": "reel"}, "unknown side 'reel'. Did you mean 'real'"),
        ({"scaling": "power"}, "unknown scaling 'power'"),
        ({"window": "han"}, "unknown window 'han'. Did you mean 'hann'"),
    ],
)
def test_unknown_settings_are_refused(settings, words):
    with pytest.raises(ArgumentError, match=words.replace("?", r"\?")):
        STFT(**settings)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError, match=r"\(steps, channels, frequencies\)"):
        STFT()((4, 3))
    with pytest.raises(ShapeError, match="as many values"):
        STFT(window=[1.0, 2.0])((3, 1, 3))
