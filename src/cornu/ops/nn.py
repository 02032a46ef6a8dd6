"""What neural networks are made of: curves, windows, and normalisation."""

import math
from collections.abc import Sequence
from typing import Any

from cornu import config
from cornu.errors import ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axes_of,
    axis_of,
    cast_to,
    dtype_of,
    known_size,
)
from cornu.ops.math import clip, where
from cornu.ops.movement import moveaxis, split
from cornu.ops.order import sort
from cornu.ops.reduce import cumsum
from cornu.primitives import (
    convolution,
    elementwise,
    movement,
    pooling,
    reduction,
)
from cornu.primitives import softmax as softmaxes
from cornu.typing import Axis

# ---- curves ----


def relu(x: Any) -> Any:
    """Return the positive part, max(x, 0)."""
    return elementwise.relu(as_operand(x))


def relu6(x: Any) -> Any:
    """Return the positive part, at most 6."""
    x = relu(x)
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
    """Return 1 / (1 + exp(-x))."""
    return elementwise.sigmoid(as_operand(x))


def log_sigmoid(x: Any) -> Any:
    """Return log(sigmoid(x)), without overflow."""
    return -elementwise.softplus(-as_operand(x))


def softplus(x: Any) -> Any:
    """Return log(1 + exp(x)), a smooth positive part."""
    return elementwise.softplus(as_operand(x))


def softsign(x: Any) -> Any:
    """Return x / (1 + |x|)."""
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
    """Return x * sigmoid(x)."""
    x = as_float(as_operand(x))
    return x * elementwise.sigmoid(x)


def hard_sigmoid(x: Any) -> Any:
    """Return x / 6 + 1/2, limited to [0, 1]."""
    return relu6(as_operand(x) + 3.0) / 6.0


def hard_silu(x: Any) -> Any:
    """Return x * hard_sigmoid(x)."""
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
    """Return the scaled ELU whose outputs keep mean 0 and variance 1."""
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
    """Return x * tanh(softplus(x))."""
    x = as_float(as_operand(x))
    return x * elementwise.tanh(elementwise.softplus(x))


def hard_tanh(x: Any) -> Any:
    """Return x limited to [-1, 1]."""
    return clip(x, -1.0, 1.0)


def tanh_shrink(x: Any) -> Any:
    """Return x - tanh(x)."""
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
    """Return 0 up to -1, x from 1 on, and the parabola (x + 1)^2 / 4 between."""
    x = as_float(as_operand(x))
    middle = elementwise.square(x + 1.0) / 4.0
    return where(x <= -1.0, 0.0, where(x < 1.0, middle, x))


def sparse_sigmoid(x: Any) -> Any:
    """Return (x + 1) / 2, limited to [0, 1]."""
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
    """
    x = as_operand(x)
    place = axis_of("batch_normalization", len(x.shape), axis)
    sizes = [1] * len(x.shape)
    sizes[place] = -1

    def along(v: Any) -> Any:
        return movement.reshape(as_operand(v), shape=tuple(sizes))

    factor = elementwise.rsqrt(along(variance) + epsilon)
    if scale is not None:
        factor = factor * along(scale)
    shift = -along(mean) * factor
    if offset is not None:
        shift = shift + along(offset)
    return x * factor + shift


# ---- windows ----


def conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Return the convolution of `inputs` with `kernel` over 1, 2 or 3 spatial axes.

    Parameters
    ----------
    inputs : array-like, shape (batch, *spatial, channels)
        With "channels_first": (batch, channels, *spatial).
    kernel : array-like, shape (*window, channels // groups, filters)
        How many groups there are follows from the channels.
    strides : int or tuple of int, default 1
    padding : {"valid", "same", "causal"}, default "valid"
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.
    dilation_rate : int or tuple of int, default 1

    Raises
    ------
    ShapeError
        If channels do not fit or the window is larger than the input.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> conv(ones((1, 5, 3)), ones((3, 3, 2))).shape
    (1, 3, 2)
    """
    x, kernel = as_operand(inputs), as_operand(kernel)
    x, is_first = _channels_last("conv", x, data_format)
    rank = len(x.shape) - 2
    channels = known_size("conv", x, rank + 1)
    if len(kernel.shape) != rank + 2 or channels % kernel.shape[-2]:
        raise ShapeError(
            f"conv: the input has {channels} channels and {rank} spatial axes; the "
            f"kernel must have shape (*window, channels // groups, filters), got "
            f"{tuple(kernel.shape)}."
        )
    y = convolution.conv(
        x,
        kernel,
        strides=_per_axis("strides", strides, rank),
        padding=padding.lower(),
        dilation=_per_axis("dilation_rate", dilation_rate, rank),
        groups=channels // kernel.shape[-2],
    )
    return moveaxis(y, -1, 1) if is_first else y


def depthwise_conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Return the convolution of every channel by itself.

    Parameters
    ----------
    inputs, strides, padding, data_format, dilation_rate
        As for :func:`conv`.
    kernel : array-like, shape (*window, channels, multiplier)
        Each channel gives `multiplier` channels of the result.
    """
    kernel = as_operand(kernel)
    window, (channels, multiplier) = kernel.shape[:-2], kernel.shape[-2:]
    flat = movement.reshape(kernel, shape=(*window, 1, channels * multiplier))
    return conv(inputs, flat, strides, padding, data_format, dilation_rate)


def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Return a depthwise convolution followed by one with a window of 1.

    Parameters
    ----------
    inputs, strides, padding, data_format, dilation_rate
        As for :func:`conv`.
    depthwise_kernel : array-like, shape (*window, channels, multiplier)
    pointwise_kernel : array-like, shape (1, ..., channels * multiplier, filters)
    """
    y = depthwise_conv(
        inputs, depthwise_kernel, strides, padding, data_format, dilation_rate
    )
    return conv(y, pointwise_kernel, 1, "valid", data_format)


def conv_transpose(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    output_padding: Any = None,
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Return the transpose of a convolution: what its gradient does to the input.

    Parameters
    ----------
    inputs : array-like, shape (batch, *spatial, channels)
    kernel : array-like, shape (*window, filters, channels)
    strides : int or tuple of int, default 1
        By how much the spatial axes grow.
    padding : {"valid", "same"}, default "valid"
    output_padding : int or tuple of int, optional
        Extra size of each spatial axis of the result, below its stride.
    data_format : {"channels_last", "channels_first"}, optional
    dilation_rate : int or tuple of int, default 1

    Returns
    -------
    Tensor, shape (batch, *larger, filters)
    """
    x, kernel = as_operand(inputs), as_operand(kernel)
    x, is_first = _channels_last("conv_transpose", x, data_format)
    rank = len(x.shape) - 2
    steps = _per_axis("strides", strides, rank)
    dilation = _per_axis("dilation_rate", dilation_rate, rank)
    extra = (
        (None,) * rank
        if output_padding is None
        else _per_axis("output_padding", output_padding, rank)
    )
    sizes, pads = [], []
    for i in range(rank):
        extent = (kernel.shape[i] - 1) * dilation[i] + 1
        size, pad = _grown(x.shape[i + 1], extent, steps[i], padding.lower(), extra[i])
        sizes.append(size)
        pads.append(pad)
    y = convolution.conv_input_grad(
        x,
        kernel,
        input_shape=(None, *sizes, kernel.shape[-2]),
        strides=steps,
        padding=tuple(pads),
        dilation=dilation,
        groups=1,
    )
    return moveaxis(y, -1, 1) if is_first else y


def _grown(
    n: int | None, extent: int, stride: int, padding: str, extra: int | None
) -> tuple[int | None, tuple[int, int]]:
    """Return the size after a transposed convolution, and the padding it undoes."""
    if padding == "valid":
        grown, total = max(extent, stride) if extra is None else extent + extra, 0
    elif padding == "same" and extra is None:
        grown, total = stride, max(extent - stride, 0)
    elif padding == "same":
        assert extra is not None  # the case above
        grown = extent % 2 + extra
        total = max(extent - grown, 0)
    else:
        raise ValueError(
            f"conv_transpose: padding must be 'valid' or 'same', got {padding!r}."
        )
    pads = (total // 2, total - total // 2)
    return n if n is None else (n - 1) * stride + grown, pads


def max_pool(
    inputs: Any,
    pool_size: Any,
    strides: Any = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Return the largest element of each window.

    Parameters
    ----------
    inputs : array-like, shape (batch, *spatial, channels)
        With "channels_first": (batch, channels, *spatial).
    pool_size : int or tuple of int
    strides : int or tuple of int, optional
        `pool_size` by default.
    padding : {"valid", "same"}, default "valid"
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.
    """
    return _pool("max_pool", inputs, pool_size, strides, padding, data_format)


def average_pool(
    inputs: Any,
    pool_size: Any,
    strides: Any = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Return the average of each window, padding not counted.

    Parameters are those of :func:`max_pool`.
    """
    return _pool("average_pool", inputs, pool_size, strides, padding, data_format)


def _pool(
    op: str, inputs: Any, pool_size: Any, strides: Any, padding: str, layout: Any
) -> Any:
    x, is_first = _channels_last(op, as_operand(inputs), layout)
    rank = len(x.shape) - 2
    window = _per_axis("pool_size", pool_size, rank)
    steps = window if strides is None else _per_axis("strides", strides, rank)
    primitive = getattr(pooling, op)
    y = primitive(x, window=window, strides=steps, padding=padding.lower())
    return moveaxis(y, -1, 1) if is_first else y


def _channels_last(op: str, x: Any, data_format: str | None) -> tuple[Any, bool]:
    if len(x.shape) < 3:
        raise ShapeError(
            f"{op}: the input has shape {tuple(x.shape)}; it needs a batch axis, one "
            f"or more spatial axes and a channel axis."
        )
    is_first = config.standardize_data_format(data_format) == "channels_first"
    return (moveaxis(x, 1, -1) if is_first else x), is_first


def _per_axis(name: str, value: Any, rank: int) -> tuple[int, ...]:
    if not isinstance(value, Sequence):
        return (int(value),) * rank
    entries = tuple(int(v) for v in value)
    if len(entries) == 1:
        return entries * rank
    if len(entries) != rank:
        raise ShapeError(
            f"{name}={entries} has {len(entries)} entries for {rank} spatial axes; "
            f"give one number, or one for each axis."
        )
    return entries
