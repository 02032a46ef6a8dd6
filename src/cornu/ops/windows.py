"""Sliding windows: convolutions and poolings."""

from collections.abc import Sequence
from typing import Any

from cornu import config
from cornu.errors import ShapeError
from cornu.ops.arguments import as_operand, known_size
from cornu.ops.movement import moveaxis
from cornu.primitives import convolution, movement, pooling


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
