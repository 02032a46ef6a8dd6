from typing import Any

from cornu.initializers.registry import register
from cornu.initializers.variance_scaling import VarianceScaling


@register()
class HeUniform(VarianceScaling):
    """Draw uniformly between -limit and limit.

    The limit is sqrt(6 / inputs).

    Parameters
    ----------
    seed : int, SeedGenerator or None, default None
        An integer gives the same numbers at each call, a generator new ones.
    input_axes, output_axes : sequence of int, optional
        As for ``VarianceScaling``.

    Raises
    ------
    ValueError
        If the seed is no integer from 0 to 2**32 - 1 and no SeedGenerator.

    References
    ----------
    .. [1] He et al., "Delving Deep into Rectifiers: Surpassing Human-Level
       Performance on ImageNet Classification", ICCV 2015.

    Examples
    --------
    >>> HeUniform(seed=1)((2, 3)).shape
    (2, 3)
    """

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        super().__init__(
            scale=2.0,
            mode="fan_in",
            distribution="uniform",
            seed=seed,
            input_axes=input_axes,
            output_axes=output_axes,
        )

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        return {k: config[k] for k in ("seed", "input_axes", "output_axes")}
