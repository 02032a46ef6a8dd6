"""STFTSpectrogram beyond the laws and the recorded answers."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import DTypeError, ShapeError


def test_kernels_compute_the_transform():
    x = np.random.default_rng(0).normal(size=(2, 40, 1)).astype("float32")
    layer = layers.STFTSpectrogram("stft", 8, 4, window=None, scaling=None)
    found = layer(x).numpy()
    frames = np.stack([x[:, t : t + 8, 0] for t in range(0, 33, 4)], axis=1)
    wanted = np.fft.rfft(frames)
    np.testing.assert_allclose(found[..., :5], wanted.real, atol=1e-5)
    np.testing.assert_allclose(found[..., 5:], wanted.imag, atol=1e-5)


def test_shapes_of_unknown_sizes():
    layer = layers.STFTSpectrogram(frame_length=8)
    assert layer(keras.Input((None, 3))).shape == (None, None, 15)
    layer = layers.STFTSpectrogram(frame_length=8, expand_dims=True)
    assert layer(keras.Input((40, 3))).shape == (None, 9, 5, 3)


def test_only_the_kernels_that_are_needed():
    for mode, names in (("real", ["real_kernel"]), ("imag", ["imag_kernel"])):
        layer = layers.STFTSpectrogram(mode, 8)
        layer(ops.ones((1, 16, 1)))
        assert [w.name for w in layer.weights] == names


def test_silence_has_finite_gradients():
    layer = layers.STFTSpectrogram("log", 8)
    x = ops.zeros((1, 16, 1))
    with keras.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
    assert np.isfinite(tape.gradient(y, x).numpy()).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "x"},
        {"frame_step": 9},
        {"fft_length": 4},
        {"window": "nope"},
        {"scaling": "x"},
        {"padding": "causal"},
        {"frame_length": 0},
    ],
)
def test_misuse(wrong):
    with pytest.raises(ValueError):
        layers.STFTSpectrogram(**{"frame_length": 8, **wrong})


def test_wrong_signals():
    layer = layers.STFTSpectrogram(frame_length=8)
    with pytest.raises(DTypeError, match="float"):
        layer(np.ones((1, 16, 1), "int32"))
    with pytest.raises(ShapeError, match="channels"):
        layers.STFTSpectrogram(frame_length=8)(keras.Input((40, None)))
