"""Cases of spectrograms and of layers that change the colours of images."""

from typing import Any

_SHAPE = (3, 6, 5, 3)
_FIRST = (3, 3, 6, 5)
_RANGE = {"value_range": (-2, 2)}
_PIXELS = {"max_int": 256}

# One point for each factor: what is drawn does not depend on type or place.
_SMOOTH: dict[str, dict[str, Any]] = {
    "RandomBrightness": {"factor": (0.2, 0.2)},
    "RandomColorDegeneration": {"factor": (0.3, 0.3)},
    "RandomContrast": {"factor": (0.0, 0.0)},
    "RandomHue": {"factor": (0.0, 0.0)},
    "RandomSaturation": {"factor": (0.4, 0.4)},
    "RandomInvert": {"factor": (1.0, 1.0)},
    "RandomSharpness": {"factor": (0.8, 0.8)},
    "RandomGaussianBlur": {"factor": (1.0, 1.0), "sigma": (0.8, 0.8)},
    "Solarization": {"addition_factor": (0.1, 0.1), "threshold_factor": (0.3, 0.3)},
    "AutoContrast": {},
    "RandomColorJitter": {"brightness_factor": (0.1, 0.1), "seed": 1},
    "RandomErasing": {"factor": (1.0, 1.0), "scale": (1.0, 1.0), "fill_value": 1.0},
}
_STEPS: dict[str, dict[str, Any]] = {
    "RandomPosterization": {"factor": (3, 3)},
    "RandomGrayscale": {"factor": 1.0},
    "Equalization": {},
    "ContrastLimitedAdaptiveHistogramEqualization": {"tile_grid_size": (2, 2)},
}
_RANDOM: dict[str, dict[str, Any]] = {
    "MixUp": {"seed": 1},
    "CutMix": {"seed": 1},
    "RandAugment": {"seed": 1},
    "AugMix": {"seed": 1},
}
_WITHOUT_FORMAT = ("RandomBrightness", "RandomContrast", "Solarization", "AutoContrast")

ENTRIES: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = [
    ("MelSpectrogram", {"fft_length": 16, "sequence_stride": 8, "num_mel_bins": 4},
     (3, 64), {"mixes_rows": True}),
    ("STFTSpectrogram", {"frame_length": 8}, (3, 24, 2), {}),
    ("STFTSpectrogram",
     {"mode": "stft", "frame_length": 8, "data_format": "channels_first"},
     (3, 2, 24), {}),
    *((name, {**kwargs, **_RANGE}, _SHAPE, {}) for name, kwargs in _SMOOTH.items()),
    *((name, kwargs, _SHAPE, _PIXELS) for name, kwargs in _STEPS.items()),
    *((name, {**kwargs, "data_format": "channels_first"}, _FIRST, _PIXELS)
      for name, kwargs in (_SMOOTH | _STEPS).items() if name not in _WITHOUT_FORMAT),
    *((name, kwargs, _SHAPE, {**_PIXELS, "mixes_rows": True})
      for name, kwargs in _RANDOM.items()),
]  # fmt: skip

ELSEWHERE: dict[str, str] = {}
EXEMPT = {
    **{
        (name, law): "called without a flag it trains, as in Keras: each call differs"
        for name in _RANDOM
        for law in ("seeds_decide", "dtype_policies_are_obeyed")
    },
    ("RandomErasing", "step_moves_trainable_weights_only"): "erases all of the input",
}
