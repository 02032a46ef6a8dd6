"""MelSpectrogram: how loud each pitch is over time, as people hear pitches."""

import math
from typing import Any

from cornu import ops
from cornu.errors import ArgumentError
from cornu.layers.arguments import not_negative, positive_int
from cornu.layers.layer import Layer, register_layer


@register_layer
class MelSpectrogram(Layer):
    """Turn sound into a picture: pitch upwards, time to the right.

    The frequencies of short stretches are summed up in overlapping triangular bands,
    evenly spaced on the mel scale, ``2595 log10(1 + frequency / 700)``.

    Parameters
    ----------
    fft_length : int, default 2048
        Samples of each transform.
    sequence_stride : int, default 512
        Samples from one stretch to the next.
    sequence_length : int or None, default None
        Samples of a stretch, at most `fft_length`, which None stands for.
    window : {"hann", "hamming"}, array-like of shape (sequence_length,) or None
        Factors over a stretch.
    sampling_rate : int, default 16000
        Samples per second.
    num_mel_bins : int, default 128
        Number of bands.
    min_freq : float, default 20.0
        Where the lowest band begins, in hertz.
    max_freq : float or None, default None
        Where the highest band ends, in hertz; None for half the sampling rate.
    power_to_db : bool, default True
        Whether results are in decibels, ``10 log10(power / ref_power)``.
    top_db : float or None, default 80.0
        How far below the loudest value of all results may lie, in decibels; None for
        no limit.
    mag_exp : float, default 2.0
        Exponent of the magnitude: 1 for magnitude, 2 for power.
    min_power : float, default 1e-10
        Smaller powers count as this.
    ref_power : float, default 1.0
        The power of 0 decibels.

    Raises
    ------
    ValueError
        If a number is out of its range.
    ArgumentError
        If `sequence_length` is above `fft_length`, or the range of frequencies empty.

    Notes
    -----
    `top_db` counts from the loudest value of the whole batch, as in Keras, so rows of
    a batch are not independent of each other.

    References
    ----------
    .. [1] Stevens, Volkmann and Newman, "A Scale for the Measurement of the
       Psychological Magnitude Pitch", Journal of the Acoustical Society of America 8,
       1937.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.MelSpectrogram(fft_length=64, sequence_stride=16, num_mel_bins=8)
    >>> layer(ops.ones((2, 320))).shape
    (2, 8, 21)
    """

    def __init__(
        self,
        fft_length: int = 2048,
        sequence_stride: int = 512,
        sequence_length: int | None = None,
        window: Any = "hann",
        sampling_rate: int = 16000,
        num_mel_bins: int = 128,
        min_freq: float = 20.0,
        max_freq: float | None = None,
        power_to_db: bool = True,
        top_db: float | None = 80.0,
        mag_exp: float = 2.0,
        min_power: float = 1e-10,
        ref_power: float = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        who = "MelSpectrogram"
        self.fft_length = positive_int(fft_length, "fft_length", who)
        self.sequence_stride = positive_int(sequence_stride, "sequence_stride", who)
        self.sequence_length = positive_int(
            fft_length if sequence_length is None else sequence_length,
            "sequence_length",
            who,
        )
        self.window = window
        self.sampling_rate = positive_int(sampling_rate, "sampling_rate", who)
        self.num_mel_bins = positive_int(num_mel_bins, "num_mel_bins", who)
        self.min_freq = not_negative(min_freq, "min_freq", who)
        self.max_freq = int(sampling_rate / 2) if max_freq is None else max_freq
        self.power_to_db = power_to_db
        self.top_db = top_db
        self.mag_exp = mag_exp
        self.min_power = not_negative(min_power, "min_power", who)
        self.ref_power = not_negative(ref_power, "ref_power", who)
        self._check_together(who)

    def _check_together(self, who: str) -> None:
        if self.sequence_length > self.fft_length:
            raise ArgumentError(
                f"{who}: sequence_length={self.sequence_length} must not be above "
                f"fft_length={self.fft_length}."
            )
        if self.fft_length * self.num_mel_bins > _MOST_SHARES:
            shares = self.fft_length // 2 * self.num_mel_bins
            raise ArgumentError(
                f"{who}: fft_length={self.fft_length} and "
                f"num_mel_bins={self.num_mel_bins} need a table of {shares} numbers; "
                f"lower one of them."
            )
        if not self.min_freq < self.max_freq:
            raise ArgumentError(
                f"{who}: min_freq={self.min_freq} must be below "
                f"max_freq={self.max_freq}."
            )

    def call(self, inputs: Any) -> Any:
        """Return the bands of sounds over time.

        Parameters
        ----------
        inputs : Tensor, shape (samples,) or (batch, samples)

        Returns
        -------
        Tensor, shape (num_mel_bins, time) or (batch, num_mel_bins, time)
        """
        real, imaginary = ops.stft(
            ops.cast(inputs, _accurate(self.compute_dtype)),
            self.sequence_length,
            self.sequence_stride,
            self.fft_length,
            window=self.window,
        )
        power = ops.square(real) + ops.square(imaginary)
        if self.mag_exp != 2:
            power = ops.power(power, self.mag_exp / 2)
        bands = ops.matmul(power, self._bands(str(power.dtype)))
        bands = ops.swapaxes(bands, -1, -2)
        if self.power_to_db:
            bands = self._decibels(bands)
        return ops.cast(bands, self.compute_dtype)

    def _bands(self, dtype: str) -> Any:
        """Return the share each frequency has in each band: (frequencies, bands)."""
        count = self.fft_length // 2 + 1
        frequencies = ops.linspace(0.0, self.sampling_rate / 2, count, dtype="float64")
        pitches = ops.expand_dims(_mel(frequencies), 1)
        edges = ops.linspace(
            _mel_of(self.min_freq),
            _mel_of(self.max_freq),
            self.num_mel_bins + 2,
            dtype="float64",
        )
        low, middle, high = edges[:-2], edges[1:-1], edges[2:]
        rise = (pitches - low) / (middle - low)
        fall = (high - pitches) / (high - middle)
        shares = ops.maximum(ops.minimum(rise, fall), 0.0)
        # The mean of a signal has no pitch.
        has_pitch = ops.expand_dims(ops.arange(count) > 0, 1)
        return ops.cast(ops.where(has_pitch, shares, 0.0), dtype)

    def _decibels(self, power: Any) -> Any:
        reference = 10.0 * math.log10(max(self.ref_power, self.min_power))
        found = 10.0 * ops.log10(ops.maximum(power, self.min_power)) - reference
        if self.top_db is None:
            return found
        return ops.maximum(found, ops.max(found) - self.top_db)


# The shares of all frequencies in all bands are one table; 65536 times 512 fit.
_MOST_SHARES = 2**25


def _accurate(dtype: str) -> str:
    return "float64" if dtype == "float64" else "float32"


def _mel(frequency: Any) -> Any:
    return 2595.0 * ops.log10(1.0 + frequency / 700.0)


def _mel_of(frequency: float) -> float:
    return 2595.0 * math.log10(1.0 + frequency / 700.0)
