"""STFTSpectrogram: frequencies over time, by convolutions that can be trained."""

from typing import Any

from cornu import initializers, ops
from cornu.config import standardize_data_format
from cornu.core import spec_of
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.layers.arguments import one_of, positive_int
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer
from cornu.layers.reshaping.sizes import product, reshaped

_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
_SCALINGS = ("density", "spectrum")
_LEAST_POWER = 1e-7


@register_layer
class STFTSpectrogram(Layer):
    """Return the frequencies of short stretches of signals.

    The transform is a convolution with waves under a window. Its kernels are weights,
    so training can refine them; ``trainable=False`` keeps the transform as it is.

    Parameters
    ----------
    mode : str, default "log"
        What to return of each frequency: "magnitude", its natural logarithm ("log"),
        the one-sided power spectral density ("psd"), "real" or "imag" part, "angle", or
        both parts side by side ("stft").
    frame_length : int, default 256
        Samples of a stretch.
    frame_step : int or None, default None
        Samples from one stretch to the next, at most `frame_length`; None for half of
        it.
    fft_length : int or None, default None
        Samples of a transform, at least `frame_length`; None for the power of 2 that
        holds it.
    window : str, array-like or None, default "hann"
        Factors over a stretch; see :class:`cornu.initializers.STFT`.
    periodic : bool, default False
        Whether a window given by name is one period, or symmetric.
    scaling : {"density", "spectrum"} or None, default "density"
        What the window is divided by.
    padding : {"valid", "same"}, default "valid"
        "valid" uses whole stretches only; "same" adds zeros at both ends.
    expand_dims : bool, default False
        Whether frequencies and channels get an axis each, as in images.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If a word is unknown or a number out of its range.
    DTypeError
        When called: if the signals are not of a float type.
    ShapeError
        When called: if the number of channels is unknown.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.STFTSpectrogram(frame_length=16)(ops.ones((2, 64, 1))).shape
    (2, 7, 9)
    """

    def __init__(
        self,
        mode: str = "log",
        frame_length: int = 256,
        frame_step: int | None = None,
        fft_length: int | None = None,
        window: Any = "hann",
        periodic: bool = False,
        scaling: str | None = "density",
        padding: str = "valid",
        expand_dims: bool = False,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        who = "STFTSpectrogram"
        self.mode = one_of(mode, _MODES, "mode", who)
        self.frame_length = positive_int(frame_length, "frame_length", who)
        self.frame_step = frame_step
        if frame_step is not None:
            self.frame_step = positive_int(frame_step, "frame_step", who)
        self.fft_length = fft_length
        if fft_length is not None:
            self.fft_length = positive_int(fft_length, "fft_length", who)
        self.window = window
        self.periodic = periodic
        self.scaling = scaling
        if scaling is not None:
            self.scaling = one_of(scaling, _SCALINGS, "scaling", who)
        self.padding = one_of(padding, ("valid", "same"), "padding", who)
        self.expand_dims = expand_dims
        self.data_format = standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=3)
        self.real_kernel: Any = None
        self.imag_kernel: Any = None
        self._initializer("real")  # refuses unknown windows
        self._check_together(who)

    def _check_together(self, who: str) -> None:
        if self._step > self.frame_length:
            raise ArgumentError(
                f"{who}: frame_step={self.frame_step} must not be above "
                f"frame_length={self.frame_length}."
            )
        if self._size < self.frame_length:
            raise ArgumentError(
                f"{who}: fft_length={self.fft_length} must not be below "
                f"frame_length={self.frame_length}."
            )

    @property
    def _step(self) -> int:
        half = max(self.frame_length // 2, 1)
        return half if self.frame_step is None else self.frame_step

    @property
    def _size(self) -> int:
        if self.fft_length is not None:
            return self.fft_length
        return 1 << (self.frame_length - 1).bit_length()

    def _initializer(self, side: str) -> Any:
        return initializers.STFT(side, self.window, self.scaling, self.periodic)

    def build(self, input_shape: Any) -> None:
        """Make the kernels of the parts that the mode needs."""
        if self.mode != "imag":
            self.real_kernel = self._kernel("real")
        if self.mode != "real":
            self.imag_kernel = self._kernel("imag")

    def _kernel(self, side: str) -> Any:
        return self.add_weight(
            name=f"{side}_kernel",
            shape=(self.frame_length, 1, self._size // 2 + 1),
            initializer=self._initializer(side),
        )

    def call(self, inputs: Any) -> Any:
        """Return the spectrograms of signals.

        Parameters
        ----------
        inputs : Tensor, shape (batch, samples, channels)
            With "channels_first" (batch, channels, samples).

        Returns
        -------
        Tensor, shape (batch, time, channels * frequencies)
            With `expand_dims` (batch, time, frequencies, channels). With
            "channels_first" (batch, channels * frequencies, time), and with
            `expand_dims` (batch, channels, time, frequencies).
        """
        if spec_of(inputs).dtype.kind not in "fV":
            raise DTypeError(
                f"STFTSpectrogram {self.name!r}: signals must be of a float type, got "
                f"{spec_of(inputs).dtype.name}; cast them first."
            )
        is_last = self.data_format == "channels_last"
        signals = ops.swapaxes(inputs, 1, 2) if is_last else inputs
        batch, channels, samples = signals.shape
        if channels is None:
            raise ShapeError(
                f"STFTSpectrogram {self.name!r}: the number of channels must be known, "
                f"got shape {tuple(inputs.shape)} ({self.data_format})."
            )
        flat = reshaped(signals, (product((batch, channels)), samples, 1))
        found = self._spectra(flat)
        _, time, frequencies = found.shape
        found = reshaped(found, (batch, channels, time, frequencies))
        return self._arranged(found)

    def _spectra(self, signals: Any) -> Any:
        """Return (signals, time, frequencies) for (signals, samples, 1)."""
        real = self._part(signals, self.real_kernel)
        imaginary = self._part(signals, self.imag_kernel)
        if self.mode == "real":
            return real
        if self.mode == "imag":
            return imaginary
        if self.mode == "angle":
            return ops.arctan2(imaginary, real)
        if self.mode == "stft":
            return ops.concatenate([real, imaginary], axis=-1)
        power = ops.square(real) + ops.square(imaginary)
        if self.mode == "psd":
            return power * self._sides(str(power.dtype))
        magnitude = ops.sqrt(ops.maximum(power, _LEAST_POWER))
        return ops.log(magnitude) if self.mode == "log" else magnitude

    def _part(self, signals: Any, kernel: Any) -> Any:
        if kernel is None:
            return None
        return ops.conv(
            signals,
            kernel,
            strides=self._step,
            padding=self.padding,
            data_format="channels_last",
        )

    def _sides(self, dtype: str) -> Any:
        """Return how many frequencies each one stands for: itself and its mirror."""
        last = self._size // 2
        place = ops.arange(last + 1)
        is_edge = (place == 0) | (place == last)
        return ops.cast(ops.where(is_edge, 1.0, 2.0), dtype)

    def _arranged(self, x: Any) -> Any:
        """Return (batch, channels, time, frequencies) in the layout wanted."""
        is_last = self.data_format == "channels_last"
        if self.expand_dims:
            return ops.transpose(x, (0, 2, 3, 1)) if is_last else x
        batch, channels, time, frequencies = x.shape
        if is_last:
            x = ops.transpose(x, (0, 2, 1, 3))
            return reshaped(x, (batch, time, channels * frequencies))
        x = ops.transpose(x, (0, 1, 3, 2))
        return reshaped(x, (batch, channels * frequencies, time))
