"""SpatialDropout1D: dropout of whole steps of one channel."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.regularization.base_spatial_dropout import BaseSpatialDropout


@register_layer
class SpatialDropout1D(BaseSpatialDropout):
    """Zero whole channels of inputs (batch, time, channels).

    Neighbouring positions of a channel resemble each other, so dropping single ones
    hides little. Only during training; kept channels are scaled by ``1 / (1 - rate)``.

    Parameters
    ----------
    rate : float from 0 to 1
        Fraction of the channels set to zero.
    seed : int, SeedGenerator or None, default None
        None draws one from the global generator.

    Raises
    ------
    ValueError
        If `rate` lies outside [0, 1].

    References
    ----------
    .. [1] Tompson et al., "Efficient Object Localization Using Convolutional
       Networks", CVPR 2015.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.SpatialDropout1D(0.5)(ops.ones((2, 2, 3))).shape
    (2, 2, 3)
    """

    rank = 1

    def __init__(
        self,
        rate: float,
        seed: Any = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(rate, "channels_last", seed, name, dtype)
