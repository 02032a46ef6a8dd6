"""What neural networks are made of: curves, softmax and normalisation."""

import math
from typing import Any

from cornu.errors import ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axes_of,
    axis_of,
    cast_to,
    dtype_of,
)
from cornu.ops.math import clip, where
from cornu.ops.movement import split
from cornu.ops.order import sort
from cornu.ops.reduce import cumsum
from cornu.primitives import (
    elementwise,
    movement,
    reduction,
)
from cornu.primitives import softmax as softmaxes
from cornu.typing import Axis

# ---- curves ----


def relu(x: Any) -> Any:
    """Return the positive part, max(x, 0).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_operand(x)
    return elementwise.relu(cast_to(x, "int32") if dtype_of(x).kind == "b" else x)


def relu6(x: Any) -> Any:
    """Return the positive part, at most 6.

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = relu(as_float(as_operand(x)))
    return where(x < 6, x, 6)  # flat at both ends, so no gradient there


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
    x = as_float(as_operand(x))
    return where(x >= 0, x, negative_slope * x)


def sigmoid(x: Any) -> Any:
    """Return 1 / (1 + exp(-x)).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    return elementwise.sigmoid(as_operand(x))


def log_sigmoid(x: Any) -> Any:
    """Return log(sigmoid(x)), without overflow.

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    return -elementwise.softplus(-as_operand(x))


def softplus(x: Any) -> Any:
    """Return log(1 + exp(x)), a smooth positive part.

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    return elementwise.softplus(as_operand(x))


def softsign(x: Any) -> Any:
    """Return x / (1 + |x|).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_operand(x)
    return x / (elementwise.absolute(x) + 1)


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
    x = as_operand(x)
    return (x + elementwise.sqrt(elementwise.square(x) + b)) / 2


def silu(x: Any) -> Any:
    """Return x * sigmoid(x).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_float(as_operand(x))
    return x * elementwise.sigmoid(x)


def hard_sigmoid(x: Any) -> Any:
    """Return x / 6 + 1/2, limited to [0, 1].

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    return relu6(as_operand(x) + 3.0) / 6.0


def hard_silu(x: Any) -> Any:
    """Return x * hard_sigmoid(x).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_operand(x)
    return x * hard_sigmoid(x)


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

    Examples
    --------
    >>> elu([-1.0, 2.0]).numpy().round(3).tolist()
    [-0.6320000290870667, 2.0]
    """
    x = as_float(as_operand(x))
    # Both branches are computed: exp must not overflow in the one not taken.
    return where(x > 0, x, alpha * elementwise.expm1(where(x > 0, 0.0, x)))


_SELU_ALPHA = 1.6732632423543772  # Klambauer et al. 2017, equation 14
_SELU_SCALE = 1.0507009873554805


def selu(x: Any) -> Any:
    """Return the scaled ELU whose outputs keep mean 0 and variance 1.

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    return _SELU_SCALE * elu(x, _SELU_ALPHA)


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

    Examples
    --------
    >>> celu([-1.0, 2.0]).numpy().round(3).tolist()
    [-0.6320000290870667, 2.0]
    """
    x = as_float(as_operand(x))
    return where(x > 0, x, alpha * elementwise.expm1(where(x > 0, 0.0, x) / alpha))


def gelu(x: Any, approximate: bool = True) -> Any:
    """Return x times the probability that a standard normal number is below x.

    Parameters
    ----------
    x : array-like
    approximate : bool, default True
        Whether to use a formula with tanh in place of the error function; it is off
        by at most 5e-4.

    References
    ----------
    .. [1] Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016.
    """
    x = as_float(as_operand(x))
    if approximate:
        scale = math.sqrt(2.0 / math.pi)
        cubic = x + 0.044715 * (x * elementwise.square(x))
        return 0.5 * x * (1.0 + elementwise.tanh(scale * cubic))
    return 0.5 * x * (1.0 + elementwise.erf(x * math.sqrt(0.5)))


def mish(x: Any) -> Any:
    """Return x * tanh(softplus(x)).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_float(as_operand(x))
    return x * elementwise.tanh(elementwise.softplus(x))


def hard_tanh(x: Any) -> Any:
    """Return x limited to [-1, 1].

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    return clip(x, -1, 1)


def tanh_shrink(x: Any) -> Any:
    """Return x - tanh(x).

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_float(as_operand(x))
    return x - elementwise.tanh(x)


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
    x = as_float(as_operand(x))
    return where(
        x > threshold, x - threshold, where(x < -threshold, x + threshold, 0.0)
    )


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
    x = as_float(as_operand(x))
    return where(elementwise.absolute(x) > threshold, x, 0.0)


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
    x = as_operand(x)
    return where(x > threshold, x, default_value)


def sparse_plus(x: Any) -> Any:
    """Return 0 up to -1, x from 1 on, and the parabola (x + 1)^2 / 4 between.

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_float(as_operand(x))
    middle = elementwise.square(x + 1.0) / 4.0
    return where(x <= -1.0, 0.0, where(x < 1.0, middle, x))


def sparse_sigmoid(x: Any) -> Any:
    """Return (x + 1) / 2, limited to [0, 1].

    Parameters
    ----------
    x : array-like, any shape

    Returns
    -------
    Tensor, shape of `x`
    """
    x = as_float(as_operand(x))
    return where(x <= -1.0, 0.0, where(x >= 1.0, 1.0, 0.5 * (x + 1.0)))


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

    Examples
    --------
    >>> glu([1.0, 2.0, 0.0, 0.0]).tolist()
    [0.5, 1.0]
    """
    first, second = split(x, 2, axis)
    return first * elementwise.sigmoid(second)


# ---- along an axis ----


def softmax(x: Any, axis: Axis = -1) -> Any:
    """Return exp(x) divided by its sum along `axis`.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default -1

    Examples
    --------
    >>> softmax([1.0, 1.0]).tolist()
    [0.5, 0.5]
    """
    x = as_operand(x)
    axes = axes_of("softmax", len(x.shape), axis)
    if len(axes) == 1:
        return softmaxes.softmax(x, axis=axes[0])
    weights = elementwise.exp(as_float(_below_peak(x, axes)))
    return weights / reduction.reduce_sum(weights, axes=axes, keepdims=True)


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
    x = as_operand(x)
    axes = axes_of("log_softmax", len(x.shape), axis)
    if len(axes) == 1:
        return softmaxes.log_softmax(x, axis=axes[0])
    shifted = as_float(_below_peak(x, axes))
    total = reduction.reduce_sum(elementwise.exp(shifted), axes=axes, keepdims=True)
    return shifted - elementwise.log(total)


def _below_peak(x: Any, axes: tuple[int, ...]) -> Any:
    peak = reduction.reduce_max(x, axes=axes, keepdims=True)
    return x - movement.stop_gradient(peak)


def sparsemax(x: Any, axis: int = -1) -> Any:
    """Return the point of the probability simplex nearest to x; many entries are 0.

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
    .. [1] Martins and Astudillo, "From Softmax to Sparsemax", ICML 2016, algorithm 1.

    Examples
    --------
    >>> sparsemax([2.0, 1.0, -1.0]).tolist()
    [1.0, 0.0, 0.0]
    """
    x = as_float(as_operand(x))
    axis = axis_of("sparsemax", len(x.shape), axis)
    ordered = movement.flip(sort(x, axis), axes=(axis,))
    rank = cumsum(movement.full_like(x, value=1.0), axis)
    total = cumsum(ordered, axis) - 1.0
    inside = rank * ordered > total
    support = reduction.reduce_sum(
        cast_to(inside, dtype_of(x).name), axes=(axis,), keepdims=True
    )
    kept = reduction.reduce_sum(
        where(inside, ordered, 0.0), axes=(axis,), keepdims=True
    )
    return relu(x - (kept - 1.0) / support)


def moments(
    x: Any, axes: Axis, keepdims: bool = False, synchronized: bool = False
) -> tuple[Any, Any]:
    """Return mean and variance along axes.

    Parameters
    ----------
    x : array-like
        Half-precision values are averaged in float32.
    axes : int or tuple of int
    keepdims : bool, default False
    synchronized : bool, default False
        Accepted for compatibility with Keras; there is one device.

    Returns
    -------
    mean, variance : Tensor
    """
    x = as_float(as_operand(x))
    name = dtype_of(x).name
    wide = cast_to(x, "float32") if dtype_of(x).itemsize == 2 else x
    over = axes_of("moments", len(x.shape), axes)
    center = reduction.reduce_mean(wide, axes=over, keepdims=True)
    spread = elementwise.square(wide - center)
    variance = reduction.reduce_mean(spread, axes=over, keepdims=keepdims)
    if not keepdims:
        index = tuple(0 if i in over else (None,) * 3 for i in range(len(x.shape)))
        center = movement.slice_view(center, index=index)
    return cast_to(center, name), cast_to(variance, name)


def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    axis: int,
    offset: Any = None,
    scale: Any = None,
    epsilon: float = 1e-3,
) -> Any:
    """Return x shifted and scaled to zero mean and unit variance, then to its own.

    Parameters
    ----------
    x : array-like
    mean, variance : array-like, shape (x.shape[axis],)
    axis : int
        The axis of features.
    offset, scale : array-like of the same shape, optional
        Added to and multiplied with the result.
    epsilon : float, default 1e-3
        Added to the variance.

    Raises
    ------
    ShapeError
        If a statistic has another size than the axis.
    """
    x = as_operand(x)
    place = axis_of("batch_normalization", len(x.shape), axis)
    sizes = [1] * len(x.shape)
    sizes[place] = -1

    def along(name: str, v: Any) -> Any:
        v = as_operand(v)
        if len(v.shape) != 1 or len({v.shape[0], x.shape[place]} - {None}) > 1:
            raise ShapeError(
                f"batch_normalization: {name} has shape {tuple(v.shape)}; it must "
                f"have one element for each feature of x, ({x.shape[place]},)."
            )
        return movement.reshape(v, shape=tuple(sizes))

    factor = elementwise.rsqrt(along("variance", variance) + epsilon)
    if scale is not None:
        factor = factor * along("scale", scale)
    shift = -along("mean", mean) * factor
    if offset is not None:
        shift = shift + along("offset", offset)
    return x * factor + shift
