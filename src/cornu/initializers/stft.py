import math
from typing import Any

from cornu import ops
from cornu.errors import ArgumentError, ShapeError
from cornu.initializers.initializer import Initializer
from cornu.initializers.registry import register
from cornu.typing import DType
from cornu.utils.naming import suggest
from cornu.utils.registry import serialize
from cornu.utils.windows import WINDOWS
from cornu.utils.windows import window as window_values

_SIDES = ("real", "imag")
_SCALINGS = ("density", "spectrum", None)


@register("STFTInitializer")
class STFT(Initializer):
    """Make kernels of a convolution that computes a short-time Fourier transform.

    One kernel gives the real parts of the frequencies, a second the imaginary ones.

    Parameters
    ----------
    side : {"real", "imag"}, default "real"
        Which parts.
    window : str, array-like or None, default "hann"
        Factors over time: "hann", "hamming", "blackman", "bartlett", ..., or as many
        values as the kernel has steps. None for no window and no scaling.
    scaling : {"density", "spectrum"} or None, default "density"
        Whether the window is divided by the root of the sum of its squares, by the sum
        of its distances from 0, or not at all.
    periodic : bool, default False
        Whether a window given by name is one period, or symmetric.

    Raises
    ------
    ArgumentError
        If the side, the window's name or the scaling is unknown.
    ShapeError
        When called, if the shape has not three sizes, or the window another length.

    Examples
    --------
    >>> STFT("imag", window=None)((4, 1, 3)).shape
    (4, 1, 3)
    """

    def __init__(
        self,
        side: str = "real",
        window: Any = "hann",
        scaling: str | None = "density",
        periodic: bool = False,
    ) -> None:
        for name, value, known in (
            ("side", side, _SIDES),
            ("scaling", scaling, _SCALINGS),
            ("window", window, WINDOWS),
        ):
            if (isinstance(value, str) or name != "window") and value not in known:
                words = [k for k in known if isinstance(k, str)]
                raise ArgumentError(
                    f"STFT: unknown {name} {value!r}.{suggest(str(value), words)} Use "
                    f"one of {', '.join(map(repr, known))}."
                )
        self.side = side
        self.window = window
        self.scaling = scaling
        self.periodic = periodic

    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        """Return the kernel.

        Parameters
        ----------
        shape : tuple of int
            Steps in time, channels (all alike), and frequencies: n // 2 + 1 of a
            transform of n steps, n even.
        dtype : str, optional
            The default float type if not given.

        Returns
        -------
        Tensor
        """
        sizes = tuple(shape)
        if len(sizes) != 3:
            raise ShapeError(
                f"STFT: the shape must be (steps, channels, frequencies), got {sizes}."
            )
        steps, _, frequencies = sizes
        period = 2 * (frequencies - 1) or 1
        time = ops.expand_dims(ops.arange(steps, dtype="float64"), 1)
        frequency = ops.arange(frequencies, dtype="float64")
        turns = ops.mod(time * frequency, period) / period
        angle = turns * (2 * math.pi)
        wave = ops.cos(angle) if self.side == "real" else -ops.sin(angle)
        kernel = wave * ops.expand_dims(self._factors(steps), 1)
        return ops.cast(ops.broadcast_to(ops.expand_dims(kernel, 1), sizes), dtype)

    def _factors(self, steps: int) -> Any:
        if self.window is None:
            return ops.ones((steps,), "float64")
        values = self.window
        if isinstance(values, str):
            values = window_values(values, steps, self.periodic)
        factors = ops.cast(ops.convert_to_tensor(values), "float64")
        if tuple(factors.shape) != (steps,):
            raise ShapeError(
                f"STFT: the window must have as many values as the kernel has steps, "
                f"{steps}, got shape {tuple(factors.shape)}."
            )
        if self.scaling == "density":
            return factors / ops.sqrt(ops.sum(ops.square(factors)))
        if self.scaling == "spectrum":
            return factors / ops.sum(ops.absolute(factors))
        return factors

    def get_config(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "window": serialize(self.window),
            "periodic": self.periodic,
            "scaling": self.scaling,
        }
