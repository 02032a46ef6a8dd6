"""Layers that turn sound into pictures of its frequencies."""

from cornu.layers.preprocessing.audio.mel_spectrogram import (
    MelSpectrogram as MelSpectrogram,
)
from cornu.layers.preprocessing.audio.stft_spectrogram import (
    STFTSpectrogram as STFTSpectrogram,
)
