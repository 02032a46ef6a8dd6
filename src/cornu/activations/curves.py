"""Activations that treat every element by itself."""

from typing import Any

from cornu import ops
from cornu.activations.registry import register


@register()
def linear(x: Any) -> Any:
    """Return x."""
    return x


@register()
def relu(
    x: Any,
    negative_slope: float = 0.0,
    max_value: float | None = None,
    threshold: float = 0.0,
) -> Any:
    """Return the positive part, max(x, 0), or a variation of it.

    Parameters
    ----------
    x : array-like
    negative_slope : float, default 0.0
        Slope below the threshold.
    max_value : float, optional
        The largest value returned.
    threshold : float, default 0.0
        Where the slope changes; below it, x counts from there.

    Examples
    --------
    >>> relu([-2.0, 1.0, 9.0], max_value=6.0).tolist()
    [0.0, 1.0, 6.0]
    """
    if not negative_slope and not threshold:
        answer = ops.relu(x)
    else:
        x = ops.convert_to_tensor(x)
        below = negative_slope * (x - threshold) if negative_slope else 0.0
        answer = ops.where(x > threshold, x, below)
    return answer if max_value is None else ops.minimum(answer, max_value)


@register()
def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """Return x where positive, `negative_slope` times x elsewhere.

    Parameters
    ----------
    x : array-like, any shape, float
    negative_slope : float, default 0.2

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> leaky_relu([-1.0, 2.0]).numpy().round(3).tolist()
    [-0.20000000298023224, 2.0]
    """
    return ops.leaky_relu(x, negative_slope)


@register()
def relu6(x: Any) -> Any:
    """Return the positive part, at most 6."""
    return ops.relu6(x)


@register()
def elu(x: Any, alpha: float = 1.0) -> Any:
    """Return x where positive, alpha * (exp(x) - 1) elsewhere.

    Parameters
    ----------
    x : array-like, any shape, float
    alpha : float, default 1.0
        Minus the lowest value.

    Returns
    -------
    Tensor, shape of `x`

    References
    ----------
    .. [1] Clevert et al., "Fast and Accurate Deep Network Learning by Exponential
       Linear Units (ELUs)", ICLR 2016.

    Examples
    --------
    >>> elu([-1.0, 2.0]).numpy().round(3).tolist()
    [-0.6320000290870667, 2.0]
    """
    return ops.elu(x, alpha)


@register()
def celu(x: Any, alpha: float = 1.0) -> Any:
    """Return x where positive, alpha * (exp(x / alpha) - 1) elsewhere.

    Parameters
    ----------
    x : array-like, any shape, float
    alpha : float, default 1.0
        Minus the lowest value; not 0.

    Returns
    -------
    Tensor, shape of `x`

    References
    ----------
    .. [1] Barron, "Continuously Differentiable Exponential Linear Units", 2017.

    Examples
    --------
    >>> celu([-1.0, 2.0]).numpy().round(3).tolist()
    [-0.6320000290870667, 2.0]
    """
    return ops.celu(x, alpha)


@register()
def selu(x: Any) -> Any:
    """Return the scaled ELU, which keeps mean 0 and variance 1 through deep stacks.

    Use it with the initializer "lecun_normal" and ``AlphaDropout``.

    References
    ----------
    .. [1] Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS 2017.
    """
    return ops.selu(x)


@register()
def softplus(x: Any) -> Any:
    """Return log(1 + exp(x)), a smooth positive part."""
    return ops.softplus(x)


@register()
def softsign(x: Any) -> Any:
    """Return x / (1 + |x|)."""
    return ops.softsign(x)


@register()
def squareplus(x: Any, b: int = 4) -> Any:
    """Return (x + sqrt(x ** 2 + b)) / 2.

    Parameters
    ----------
    x : array-like, any shape, float
    b : float >= 0, default 4
        How wide the bend at 0 is.

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> squareplus([0.0]).tolist()
    [1.0]
    """
    return ops.squareplus(x, b)


@register()
def soft_shrink(x: Any, threshold: float = 0.5) -> Any:
    """Return x moved towards 0 by `threshold`; 0 where it is nearer than that.

    Parameters
    ----------
    x : array-like, any shape, float
    threshold : float >= 0, default 0.5

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> soft_shrink([-1.0, 0.2, 2.0]).tolist()
    [-0.5, 0.0, 1.5]
    """
    return ops.soft_shrink(x, threshold)


@register()
def hard_shrink(x: Any, threshold: float = 0.5) -> Any:
    """Return x, but 0 where it is within `threshold` of 0.

    Parameters
    ----------
    x : array-like, any shape, float
    threshold : float >= 0, default 0.5

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> hard_shrink([-1.0, 0.2, 2.0]).tolist()
    [-1.0, 0.0, 2.0]
    """
    return ops.hard_shrink(x, threshold)


@register()
def tanh_shrink(x: Any) -> Any:
    """Return x - tanh(x)."""
    return ops.tanh_shrink(x)


@register()
def threshold(x: Any, threshold: float, default_value: float) -> Any:
    """Return x where it is above `threshold`, `default_value` elsewhere.

    Parameters
    ----------
    x : array-like, any shape, float
    threshold : float
    default_value : float

    Returns
    -------
    Tensor, shape of `x`

    Examples
    --------
    >>> threshold([1.0, 3.0], 2.0, 0.0).tolist()
    [0.0, 3.0]
    """
    return ops.threshold(x, threshold, default_value)


@register()
def sparse_plus(x: Any) -> Any:
    """Return 0 up to -1, x from 1 on, and the parabola (x + 1)^2 / 4 between."""
    return ops.sparse_plus(x)


@register()
def sparse_sigmoid(x: Any) -> Any:
    """Return (x + 1) / 2, limited to [0, 1]."""
    return ops.sparse_sigmoid(x)


@register("swish")
def silu(x: Any) -> Any:
    """Return x * sigmoid(x).

    References
    ----------
    .. [1] Ramachandran et al., "Searching for Activation Functions", 2017.
    """
    return ops.silu(x)


@register("hard_swish")
def hard_silu(x: Any) -> Any:
    """Return x * hard_sigmoid(x)."""
    return ops.hard_silu(x)


@register()
def gelu(x: Any, approximate: bool = False) -> Any:
    """Return x times the probability that a standard normal number is below x.

    Parameters
    ----------
    x : array-like
    approximate : bool, default False
        Whether to use a formula with tanh in place of the error function.

    References
    ----------
    .. [1] Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016.
    """
    return ops.gelu(x, approximate)


@register()
def mish(x: Any) -> Any:
    """Return x * tanh(softplus(x)).

    References
    ----------
    .. [1] Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019.
    """
    return ops.mish(x)


@register()
def tanh(x: Any) -> Any:
    """Return the hyperbolic tangent."""
    return ops.tanh(x)


@register()
def sigmoid(x: Any) -> Any:
    """Return 1 / (1 + exp(-x))."""
    return ops.sigmoid(x)


@register()
def hard_sigmoid(x: Any) -> Any:
    """Return x / 6 + 1/2, limited to [0, 1]."""
    return ops.hard_sigmoid(x)


@register()
def log_sigmoid(x: Any) -> Any:
    """Return log(sigmoid(x)), without overflow."""
    return ops.log_sigmoid(x)


@register()
def hard_tanh(x: Any) -> Any:
    """Return x limited to [-1, 1]."""
    return ops.hard_tanh(x)


@register()
def exponential(x: Any) -> Any:
    """Return e to the power of x."""
    return ops.exp(x)


@register()
def step(x: Any) -> Any:
    """Return 1 where x >= 0, else 0: the threshold of the first artificial neurons.

    Its slope is 0 everywhere, so gradients do not pass.

    Examples
    --------
    >>> step([-1.0, 0.0, 2.0]).tolist()
    [0.0, 1.0, 1.0]
    """
    x = ops.convert_to_tensor(x)
    return ops.where(x >= 0, ops.ones_like(x), ops.zeros_like(x))


@register()
def sign(x: Any) -> Any:
    """Return -1, 0 or 1, the sign of x. Gradients do not pass."""
    return ops.sign(x)


swish = silu
hard_swish = hard_silu
