"""Cases of spectrograms."""

from __future__ import annotations

from collections.abc import Iterator

from layer_spec import Spec, spec

_MEL = {"fft_length": 16, "sequence_stride": 8, "num_mel_bins": 4}
_MELS = {
    "default": {},
    "short-window": {"sequence_length": 10, "window": "hamming"},
    "no-window": {"window": None},
    "range": {"min_freq": 300.0, "max_freq": 3000.0, "sampling_rate": 8000},
    "top": {"top_db": 5.0},
    "power": {"power_to_db": False},
    "magnitude": {"power_to_db": False, "mag_exp": 1.0},
    "reference": {"ref_power": 4.0, "min_power": 0.01},
}
_STFTS = {
    "default": {},
    "same": {"padding": "same", "expand_dims": True},
    "settings": {
        "window": "hamming",
        "periodic": True,
        "scaling": "spectrum",
        "fft_length": 16,
        "frame_step": 3,
    },
    "odd": {"window": None, "scaling": None, "frame_length": 6, "fft_length": 7},
    "nchw": {"data_format": "channels_first"},
    "nchw-expanded": {"data_format": "channels_first", "expand_dims": True},
}


def specs() -> Iterator[Spec]:
    for tag, extra in _MELS.items():
        yield spec("MelSpectrogram", (2, 48), tag, kwargs={**_MEL, **extra})
    yield spec("MelSpectrogram", (48,), "single", kwargs={**_MEL, "power_to_db": False})
    for mode in ("log", "magnitude", "psd", "real", "imag", "angle", "stft"):
        for tag, extra in _STFTS.items():
            kwargs = {"mode": mode, "frame_length": 8, **extra}
            shape = (2, 2, 21) if tag.startswith("nchw") else (2, 21, 2)
            yield spec("STFTSpectrogram", shape, f"{mode}-{tag}", kwargs=kwargs)
    kwargs = {"frame_length": 8, "trainable": False}
    yield spec("STFTSpectrogram", (2, 21, 1), "frozen", kwargs=kwargs)
