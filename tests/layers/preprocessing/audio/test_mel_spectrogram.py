"""MelSpectrogram beyond the laws and the recorded answers."""

import math

import numpy as np
import pytest

import cornu as keras
from cornu import layers

SETTINGS = {"fft_length": 64, "sequence_stride": 16, "num_mel_bins": 8}


def test_a_tone_is_loudest_in_its_band():
    time = np.arange(800) / 16000
    layer = layers.MelSpectrogram(**SETTINGS, power_to_db=False)
    loudest = []
    for frequency in (500, 1500, 5000):
        tone = np.sin(2 * math.pi * frequency * time).astype("float32")
        loudest.append(int(layer(tone).numpy().mean(1).argmax()))
    assert loudest == sorted(set(loudest))


def test_shape_of_unknown_lengths():
    layer = layers.MelSpectrogram(**SETTINGS)
    assert layer(keras.Input((None,))).shape == (None, 8, None)
    assert layer(keras.Input((320,))).shape == (None, 8, 21)


def test_integers_and_no_limit():
    layer = layers.MelSpectrogram(**SETTINGS, top_db=None)
    found = layer(np.arange(320) % 7)
    assert found.dtype == "float32"
    assert found.shape == (8, 21)
    limited = layers.MelSpectrogram(**SETTINGS, top_db=10.0)(np.arange(320) % 7).numpy()
    assert limited.max() - limited.min() <= 10.001


@pytest.mark.parametrize(
    "wrong",
    [
        {"fft_length": 0},
        {"sequence_length": 80},
        {"sequence_stride": -1},
        {"num_mel_bins": 0},
        {"min_freq": 9000.0},
        {"min_power": -1.0},
    ],
)
def test_misuse(wrong):
    with pytest.raises(ValueError, match="MelSpectrogram"):
        layers.MelSpectrogram(**{**SETTINGS, **wrong})


def test_a_table_too_large_is_refused_before_it_is_made():
    with pytest.raises(ValueError, match="fft_length=1073741824 and num_mel_bins=128"):
        layers.MelSpectrogram(fft_length=2**30)
