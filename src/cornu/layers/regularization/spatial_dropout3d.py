"""SpatialDropout3D: dropout of whole feature volumes of one channel."""

from cornu.layers.layer import register_layer
from cornu.layers.regularization.base_spatial_dropout import BaseSpatialDropout


@register_layer
class SpatialDropout3D(BaseSpatialDropout):
    """Zero whole channels of inputs (batch, depth, height, width, channels).

    Neighbouring positions of a channel resemble each other, so dropping single ones
    hides little. Only during training; kept channels are scaled by ``1 / (1 - rate)``.

    Parameters
    ----------
    rate : float from 0 to 1
        Fraction of the channels set to zero.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
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
    >>> layers.SpatialDropout3D(0.5)(ops.ones((2, 2, 2, 2, 3))).shape
    (2, 2, 2, 2, 3)
    """

    rank = 3
