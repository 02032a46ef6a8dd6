"""Sliding windows: convolutions and poolings."""

from collections.abc import Sequence
from typing import Any

from cornu import config
from cornu.autodiff import Tensor
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_float, as_operand, cast_to, dtype_of, known_size
from cornu.ops.math import where
from cornu.ops.movement import moveaxis
from cornu.primitives import convolution, indexing, movement, pooling, unfolding


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
    channels, sizes = _channels_and_kernel("conv", x, kernel)
    if len(sizes) != rank + 2 or not sizes[-2] or channels % sizes[-2]:
        _refuse_kernel("conv", x, kernel, "(*window, channels // groups, filters)")
    y = convolution.conv(
        x,
        kernel,
        strides=_per_axis("conv", "strides", strides, rank),
        padding=padding.lower(),
        dilation=_per_axis("conv", "dilation_rate", dilation_rate, rank),
        groups=channels // sizes[-2],
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
    x, is_first = _channels_last("depthwise_conv", as_operand(inputs), data_format)
    channels, sizes = _channels_and_kernel("depthwise_conv", x, kernel)
    if len(sizes) != len(x.shape) or sizes[-2] != channels:
        wanted = "(*window, channels, multiplier)"
        _refuse_kernel("depthwise_conv", x, kernel, wanted)
    shape = (*sizes[:-2], 1, channels * sizes[-1])
    flat = movement.reshape(kernel, shape=shape)
    y = conv(x, flat, strides, padding, "channels_last", dilation_rate)
    return moveaxis(y, -1, 1) if is_first else y


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
    channels, shape = _channels_and_kernel("conv_transpose", x, kernel)
    if len(shape) != rank + 2 or shape[-1] != channels:
        _refuse_kernel("conv_transpose", x, kernel, "(*window, filters, channels)")
    steps = _per_axis("conv_transpose", "strides", strides, rank)
    dilation = _per_axis("conv_transpose", "dilation_rate", dilation_rate, rank)
    extra = (
        (None,) * rank
        if output_padding is None
        else _per_axis("conv_transpose", "output_padding", output_padding, rank)
    )
    sizes, pads = [], []
    for i in range(rank):
        extent = (shape[i] - 1) * dilation[i] + 1
        size, pad = _grown(x.shape[i + 1], extent, steps[i], padding.lower(), extra[i])
        sizes.append(size)
        pads.append(pad)
    y = convolution.conv_input_grad(
        x,
        kernel,
        input_shape=(None, *sizes, shape[-2]),
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


def adaptive_max_pool(
    inputs: Any, output_size: Any, data_format: str | None = None
) -> Any:
    """Return the largest element of each of `output_size` windows, evenly laid.

    Parameters
    ----------
    inputs : array-like, shape (batch, *spatial, channels)
        With "channels_first": (batch, channels, *spatial). Spatial sizes must be
        known.
    output_size : int or tuple of int
        How many windows an axis has. Window i of m over n elements goes from
        ``floor(i * n / m)`` to ``ceil((i + 1) * n / m)``; neighbours may overlap.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape (batch, *output_size, channels)

    Raises
    ------
    ShapeError
        If ranks do not fit or a size is unknown.
    ValueError
        If a size is not positive.

    Examples
    --------
    >>> adaptive_max_pool([[[1.0], [4.0], [2.0], [3.0], [0.0]]], 2).tolist()
    [[[4.0], [3.0]]]
    """
    return _adaptive("adaptive_max_pool", inputs, output_size, data_format)


def adaptive_average_pool(
    inputs: Any, output_size: Any, data_format: str | None = None
) -> Any:
    """Return the mean of each of `output_size` windows, evenly laid.

    Parameters
    ----------
    inputs : array-like, shape (batch, *spatial, channels)
        As for :func:`adaptive_max_pool`; integers become floats.
    output_size : int or tuple of int
    data_format : {"channels_last", "channels_first"}, optional

    Returns
    -------
    Tensor, shape (batch, *output_size, channels)

    Raises
    ------
    ShapeError
        If ranks do not fit or a size is unknown.
    ValueError
        If a size is not positive.

    Examples
    --------
    >>> x = [[[1.0], [4.0], [2.0], [3.0], [0.0]]]
    >>> adaptive_average_pool(x, 1).tolist()
    [[[2.0]]]
    """
    return _adaptive("adaptive_average_pool", inputs, output_size, data_format)


def _adaptive(op: str, inputs: Any, output_size: Any, layout: str | None) -> Any:
    """Copy overlapping windows apart, then pool windows of one size side by side."""
    x, is_first = _channels_last(op, as_operand(inputs), layout)
    rank = len(x.shape) - 2
    counts = _per_axis(op, "output_size", output_size, rank)
    if min(counts) < 1:
        raise ArgumentError(f"{op}: output_size={output_size} must be positive.")
    is_mean = op == "adaptive_average_pool"
    dtype = None
    if is_mean:
        x = as_float(x)
        dtype = dtype_of(x)
        x = cast_to(x, "float32") if dtype.itemsize == 2 else x
    window, share = [], None
    for axis, count in enumerate(counts, start=1):
        size = known_size(op, x, axis)
        if not size:
            raise ShapeError(
                f"{op}: inputs has shape {tuple(x.shape)}; its spatial sizes must be "
                f"at least 1."
            )
        spans = [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]
        longest = max(stop - start for start, stop in spans)
        window.append(longest)
        if size == count * longest:
            continue
        places = [min(a + k, b - 1) for a, b in spans for k in range(longest)]
        x = indexing.take(x, Tensor(places, "int32"), axis=axis)
        if is_mean and any(b - a != longest for a, b in spans):
            inside = [a + k < b for a, b in spans for k in range(longest)]
            x = where(_along(inside, axis, rank), x, 0.0)
            part = _along([longest / (b - a) for a, b in spans], axis, rank)
            share = part if share is None else share * part
    primitive = pooling.average_pool if is_mean else pooling.max_pool
    y = primitive(x, window=tuple(window), strides=tuple(window), padding="valid")
    if share is not None:
        y = y * cast_to(share, dtype_of(y).name)
    y = y if dtype is None else cast_to(y, dtype.name)
    return moveaxis(y, -1, 1) if is_first else y


def _along(values: list[Any], axis: int, rank: int) -> Any:
    """Return values along one axis of an array with batch, spatial axes, channels."""
    shape = tuple(-1 if i == axis else 1 for i in range(rank + 2))
    dtype = "bool" if isinstance(values[0], bool) else "float64"
    return movement.reshape(Tensor(values, dtype), shape=shape)


# ---- windows written out ----


def unfold(
    x: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    """Return what each place of a window covers, as a column of its own.

    Parameters
    ----------
    x : array-like, shape (batch, channels, height, width)
    kernel_size : int or pair of int
    dilation : int or pair of int, default 1
        Distance between elements of the window.
    padding : int or pair of int, default 0
        Zeros on either side.
    stride : int or pair of int, default 1

    Returns
    -------
    Tensor, shape (batch, channels * window, places)

    Raises
    ------
    ShapeError
        If ranks do not fit or the window is larger than the padded input.
    ValueError
        If `padding` is negative.

    Examples
    --------
    >>> unfold([[[[1, 2], [3, 4]]]], (1, 2)).tolist()
    [[[1, 3], [2, 4]]]
    """
    x = as_operand(x)
    if len(x.shape) != 4:
        raise ShapeError(
            f"unfold: x has shape {tuple(x.shape)}; it must be (batch, channels, "
            f"height, width)."
        )
    return unfolding.unfold(
        x, **_window("unfold", kernel_size, dilation, padding, stride)
    )


def fold(
    x: Any,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Any:
    """Return the columns of :func:`unfold`, added up where they came from.

    Parameters
    ----------
    x : array-like, shape (batch, channels * window, places)
    output_size : int or pair of int
        Height and width of the result.
    kernel_size, dilation, padding, stride : int or pair of int
        As for :func:`unfold`.

    Returns
    -------
    Tensor, shape (batch, channels, height, width)

    Raises
    ------
    ShapeError
        If sizes do not correspond.
    ValueError
        If `padding` is negative.

    Examples
    --------
    >>> fold([[[1, 3], [2, 4]]], (2, 2), (1, 2)).tolist()
    [[[[1, 2], [3, 4]]]]
    """
    sizes = _per_axis("fold", "output_size", output_size, 2)
    settings = _window("fold", kernel_size, dilation, padding, stride)
    return unfolding.fold(as_operand(x), sizes=sizes, **settings)


def _window(
    op: str, kernel_size: Any, dilation: Any, padding: Any, stride: Any
) -> dict[str, Any]:
    pads = _per_axis(op, "padding", padding, 2)
    if min(pads) < 0:
        raise ArgumentError(f"{op}: padding={padding} must be at least 0.")
    return {
        "window": _per_axis(op, "kernel_size", kernel_size, 2),
        "strides": _per_axis(op, "stride", stride, 2),
        "padding": tuple((n, n) for n in pads),
        "dilation": _per_axis(op, "dilation", dilation, 2),
    }


# ---- arguments ----


def _pool(
    op: str, inputs: Any, pool_size: Any, strides: Any, padding: str, layout: Any
) -> Any:
    x, is_first = _channels_last(op, as_operand(inputs), layout)
    rank = len(x.shape) - 2
    window = _per_axis(op, "pool_size", pool_size, rank)
    steps = window if strides is None else _per_axis(op, "strides", strides, rank)
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


def _channels_and_kernel(op: str, x: Any, kernel: Any) -> tuple[int, tuple[int, ...]]:
    """Return the channels of `x`, which are last, and the sizes of the kernel."""
    channels = known_size(op, x, len(x.shape) - 1)
    return channels, tuple(known_size(op, kernel, i) for i in range(len(kernel.shape)))


def _refuse_kernel(op: str, x: Any, kernel: Any, wanted: str) -> None:
    raise ShapeError(
        f"{op}: the input has {x.shape[-1]} channels and {len(x.shape) - 2} spatial "
        f"axes; the kernel must have shape {wanted}, got {tuple(kernel.shape)}."
    )


def _per_axis(op: str, name: str, value: Any, rank: int) -> tuple[int, ...]:
    if not isinstance(value, Sequence):
        return (int(value),) * rank
    entries = tuple(int(v) for v in value)
    if len(entries) == 1:
        return entries * rank
    if len(entries) != rank:
        raise ShapeError(
            f"{op}: {name}={entries} has {len(entries)} entries for {rank} spatial "
            f"axes; give one number, or one for each axis."
        )
    return entries
