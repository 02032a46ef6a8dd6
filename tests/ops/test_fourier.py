import numpy as np
import pytest

from cornu import GradientTape, Input, ops
from cornu.errors import ArgumentError, ShapeError
from cornu.primitives import fft as transforms


@pytest.fixture
def signal():
    return np.random.default_rng(3).normal(size=(2, 40)).astype("float32")


def test_transforms_stay_in_float32(signal):
    pair = (signal, signal[::-1].copy())
    for name in ("fft", "fft2", "ifft2"):
        assert [p.dtype for p in getattr(ops, name)(pair)] == [np.float32] * 2
    assert transforms.fft(signal + 0j, axes=(1,)).dtype == np.complex64
    assert transforms.rfft(signal).dtype == np.complex64


def test_halves_are_transformed_in_float32(signal):
    half = signal.astype("float16")
    real, _ = ops.rfft(half)
    assert real.dtype == np.float16
    wanted = np.fft.rfft(half.astype("f8")).real.astype("float16")
    np.testing.assert_allclose(real, wanted, rtol=1e-3, atol=1e-3)


def test_energy_of_a_transform_has_a_gradient_of_its_own_size(signal):
    # Parseval: the sum of squared frequencies is n times that of the signal.
    x = ops.convert_to_tensor(signal)
    with GradientTape() as tape:
        tape.watch(x)
        real, imaginary = ops.fft((x, x * 0))
        energy = ops.sum(ops.square(real) + ops.square(imaginary))
    np.testing.assert_allclose(tape.gradient(energy, x), 2 * 40 * signal, rtol=1e-4)


@pytest.mark.parametrize("window", ["hann", "hamming", None])
@pytest.mark.parametrize(("length", "stride", "size"), [(8, 2, 8), (7, 3, 10)])
def test_stft_is_undone(signal, length, stride, size, window):
    pair = ops.stft(signal, length, stride, size, window)
    back = ops.istft(pair, length, stride, size, window=window, length=40)
    n = back.shape[1]
    assert n >= 36
    np.testing.assert_allclose(back, signal[:, :n], atol=1e-5)


def test_magnitudes_of_silence_have_gradients():
    x = ops.zeros((1, 16))
    with GradientTape() as tape:
        tape.watch(x)
        real, imaginary = ops.stft(x, 8, 4, 8)
        z = ops.view_as_complex(ops.stack([real, imaginary], -1))
        total = ops.sum(ops.abs(z)) + ops.sum(ops.angle(z))
    assert tape.gradient(total, x).numpy().tolist() == [[0.0] * 16]


def test_signals_shorter_than_half_a_transform_are_mirrored_again():
    found, _ = ops.stft([1.0, 2.0, 3.0], 1, 1, 8, window=None)
    padded = np.pad([1.0, 2.0, 3.0], 4, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, 8)
    np.testing.assert_allclose(found, np.fft.rfft(frames).real, atol=1e-5)
    assert ops.stft([2.0], 1, 1, 4, window=None)[0].tolist()[0] == [8.0, 0.0, 0.0]


def test_stft_takes_one_transform(signal, monkeypatch):
    calls = []
    real = np.fft.rfft

    def counting(*args, **kwargs):
        calls.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(np.fft, "rfft", counting)
    ops.stft(signal, 8, 2, 8)
    assert len(calls) == 1


def test_windows_are_differentiated(signal):
    window = ops.ones((4,))
    with GradientTape() as tape:
        tape.watch(window)
        real, _ = ops.stft(signal, 4, 4, 4, window=window, center=False)
        total = ops.sum(real[..., 0])  # the sums of the frames under the window
    wanted = signal.reshape(-1, 4).sum(0)
    np.testing.assert_allclose(tape.gradient(total, window), wanted, rtol=1e-5)


def test_sequences_share_memory_and_are_read_only():
    x = np.arange(6.0)
    found = ops.extract_sequences(x, 3, 1)
    assert np.shares_memory(found, x)
    assert not found.flags.writeable


def test_unknown_times():
    x = Input((None,))
    real, imaginary = ops.stft(x, 4, 2, 8)
    assert real.shape == imaginary.shape == (None, None, 5)
    assert ops.istft((real, imaginary), 4, 2, 8).shape == (None, None)
    assert ops.irfft(ops.rfft(x)).shape == (None, None)
    assert ops.extract_sequences(x, 4, 2).shape == (None, None, 4)


def test_what_is_no_pair_is_refused(signal):
    with pytest.raises(ArgumentError, match=r"fft: x must be a pair .*ops.real\(z\)"):
        ops.fft(signal)
    with pytest.raises(ShapeError, match=r"irfft: .* \(2, 40\) and \(40,\)"):
        ops.irfft((signal, signal[0]))


def test_signals_that_are_too_short_are_refused():
    with pytest.raises(ShapeError, match=r"stft: x has 3 elements .* fft_length=4"):
        ops.stft([1.0, 2.0, 3.0], 4, 1, 4, center=False)
    with pytest.raises(ShapeError, match="give it as fft_length"):
        ops.irfft(([1.0], [0.0]))
