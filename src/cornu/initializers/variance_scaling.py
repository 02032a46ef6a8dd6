import math
from collections.abc import Sequence
from typing import Any

from cornu.errors import ShapeError
from cornu.initializers.random_initializer import RandomInitializer
from cornu.initializers.registry import register
from cornu.random import host
from cornu.utils.naming import suggest

_MODES = ("fan_in", "fan_out", "fan_avg")
_DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform")

# Standard deviation of a standard normal number cut off at 2.
_TRUNCATED_STDDEV = 0.87962566103423978


@register()
class VarianceScaling(RandomInitializer):
    """Draw numbers whose variance is `scale` divided by the number of connections.

    Parameters
    ----------
    scale : float > 0, default 1.0
    mode : {"fan_in", "fan_out", "fan_avg"}, default "fan_in"
        Whether inputs of a unit are counted, outputs, or the average of both.
    distribution : {"truncated_normal", "untruncated_normal", "uniform"}
        "truncated_normal" by default; "normal" is another name for it.
    seed : int, SeedGenerator or None, default None
        An integer gives the same numbers at each call, a generator new ones.
    input_axes, output_axes : sequence of int, optional
        Axes whose sizes multiply to the number of inputs and of outputs. By default
        the last two, each times the sizes of all axes before them.

    Raises
    ------
    ValueError
        If `scale` is not positive, or `mode` or `distribution` is unknown.

    Examples
    --------
    >>> VarianceScaling(2.0, seed=1)((2, 3)).shape
    (2, 3)
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Any = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ) -> None:
        super().__init__(seed)
        if not scale > 0:
            raise ValueError(f"VarianceScaling: scale must be positive, got {scale!r}.")
        distribution = str(distribution).lower()
        if distribution == "normal":
            distribution = "truncated_normal"
        _check("mode", mode, _MODES)
        _check("distribution", distribution, _DISTRIBUTIONS)
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.input_axes = input_axes
        self.output_axes = output_axes

    def draw(self, key: host.Key, shape: tuple[int, ...], dtype: str) -> Any:
        fan_in, fan_out = fans(shape, self.input_axes, self.output_axes)
        count = {
            "fan_in": fan_in,
            "fan_out": fan_out,
            "fan_avg": (fan_in + fan_out) / 2,
        }[self.mode]
        variance = self.scale / max(1.0, count)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return host.uniform(key, shape, -limit, limit, dtype)
        stddev = math.sqrt(variance)
        if self.distribution == "untruncated_normal":
            return host.normal(key, shape, 0.0, stddev, dtype)
        return host.truncated_normal(key, shape, 0.0, stddev / _TRUNCATED_STDDEV, dtype)

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "input_axes": self.input_axes,
            "output_axes": self.output_axes,
        }


def _check(argument: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(
            f"VarianceScaling: unknown {argument} {value!r}."
            f"{suggest(str(value), known)} Use one of {', '.join(known)}."
        )


def fans(
    shape: tuple[int, ...],
    input_axes: Sequence[int] | None = None,
    output_axes: Sequence[int] | None = None,
) -> tuple[int, int]:
    """Return how many inputs and outputs a unit has, judged by its weight's shape.

    Raises
    ------
    ShapeError
        If an axis is out of range.

    Examples
    --------
    >>> fans((3, 3, 16, 32))
    (144, 288)
    """
    if len(shape) < 2:
        fan_in = fan_out = math.prod(shape)
    else:
        window = math.prod(shape[:-2])
        fan_in, fan_out = window * shape[-2], window * shape[-1]
    if input_axes is not None:
        fan_in = _product(shape, input_axes)
    if output_axes is not None:
        fan_out = _product(shape, output_axes)
    return fan_in, fan_out


def _product(shape: tuple[int, ...], axes: Sequence[int]) -> int:
    try:
        return math.prod(shape[a] for a in axes)
    except IndexError:
        raise ShapeError(
            f"VarianceScaling: axes {tuple(axes)} do not fit the shape {shape}."
        ) from None
