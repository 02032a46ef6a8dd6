"""Activations that look at all elements along an axis."""

from typing import Any

from cornu import ops
from cornu.activations.registry import register
from cornu.typing import Axis


@register()
def softmax(x: Any, axis: Axis = -1) -> Any:
    """Return exp(x) divided by its sum along `axis`: a probability distribution.

    Parameters
    ----------
    x : array-like
    axis : int or tuple of int, default -1

    Examples
    --------
    >>> softmax([[1.0, 1.0]]).tolist()
    [[0.5, 0.5]]
    """
    return ops.softmax(x, axis)


@register()
def log_softmax(x: Any, axis: Axis = -1) -> Any:
    """Return the logarithm of :func:`softmax`, exact where that is nearly 0.

    Parameters
    ----------
    x : array-like, any shape, float
    axis : int, tuple of int or None, default -1
        The axes over which probabilities sum to 1; None means all.

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> log_softmax([0.0, 0.0]).numpy().round(3).tolist()
    [-0.6930000185966492, -0.6930000185966492]
    """
    return ops.log_softmax(x, axis)


@register()
def sparsemax(x: Any, axis: int = -1) -> Any:
    """Return the probability distribution nearest to x; many entries are 0.

    Parameters
    ----------
    x : array-like, any shape, float
    axis : int, default -1
        The axis over which entries sum to 1.

    Returns
    -------
    Tensor, shape of `x`

    References
    ----------
    .. [1] Martins and Astudillo, "From Softmax to Sparsemax", ICML 2016.

    Examples
    --------
    >>> sparsemax([2.0, 1.0, -1.0]).tolist()
    [1.0, 0.0, 0.0]
    """
    return ops.sparsemax(x, axis)


@register()
def glu(x: Any, axis: int = -1) -> Any:
    """Return the first half along `axis` times the sigmoid of the second.

    Parameters
    ----------
    x : array-like, any shape, float
    axis : int, default -1
        Its size must be even.

    Returns
    -------
    Tensor, half of `x` along `axis`

    References
    ----------
    .. [1] Dauphin et al., "Language Modeling with Gated Convolutional Networks",
       ICML 2017.

    Examples
    --------
    >>> glu([1.0, 2.0, 0.0, 0.0]).tolist()
    [0.5, 1.0]
    """
    return ops.glu(x, axis)
