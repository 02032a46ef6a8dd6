"""Fourier transforms. Complex numbers come and go as pairs (real, imaginary)."""

from typing import Any

from cornu.autodiff import Tensor
from cornu.core import dtype_name, same_shape, spec_of
from cornu.core.promotion import result_dtype
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_float, as_operand, cast_to, dtype_of, known_size
from cornu.ops.complex import part_type, refuse_complex
from cornu.ops.math import where
from cornu.primitives import complex as parts
from cornu.primitives import fft as transforms
from cornu.primitives import indexing, movement
from cornu.utils.naming import suggest
from cornu.utils.windows import window as window_values

Pair = tuple[Any, Any]


# ---- pairs ----


def _joined(op: str, x: Any) -> tuple[Any, str]:
    """Return a pair as complex numbers, and the type its parts meet in."""
    if not isinstance(x, (tuple, list)) or len(x) != 2:
        shown = f"{type(x).__name__} of shape {tuple(x.shape)}" if hasattr(
            x, "shape"
        ) else f"{x!r:.60}"  # fmt: skip
        raise ArgumentError(
            f"{op}: x must be a pair (real, imaginary), got {shown}; pass "
            f"(ops.real(z), ops.imag(z))."
        )
    a, b = (as_float(as_operand(part)) for part in x)
    for part in (a, b):
        refuse_complex(op, "a part of x", part)
    if not same_shape(tuple(a.shape), tuple(b.shape)):
        raise ShapeError(
            f"{op}: the real and the imaginary part of x must have one shape, got "
            f"{tuple(a.shape)} and {tuple(b.shape)}."
        )
    dtype = result_dtype([spec_of(a), spec_of(b)]) or dtype_of(a)
    return parts.join_parts(a, b), dtype_name(dtype)


def _parted(z: Any, dtype: str) -> Pair:
    return cast_to(parts.real(z), dtype), cast_to(parts.imag(z), dtype)


def _signal(op: str, x: Any) -> tuple[Any, str]:
    x = as_float(as_operand(x))
    refuse_complex(op, "x", x)
    return x, dtype_name(dtype_of(x))


# ---- transforms of everything at once ----


def fft(x: Any) -> Pair:
    """Return the discrete Fourier transform along the last axis.

    Parameters
    ----------
    x : pair of array-like, (real, imaginary)
        Both of one shape (..., n). Half types are transformed in float32.

    Returns
    -------
    tuple of two Tensors, (real, imaginary), shape and type of the inputs

    Raises
    ------
    ArgumentError
        If `x` is no pair.
    ShapeError
        If its parts differ in shape, or have no axes.

    Examples
    --------
    >>> [part.tolist() for part in fft(([1.0, 2.0], [0.0, 1.0]))]
    [[3.0, -1.0], [1.0, -1.0]]
    """
    return _transformed("fft", x, 1, False)


def fft2(x: Any) -> Pair:
    """Return the discrete Fourier transform over the last two axes.

    Parameters
    ----------
    x : pair of array-like, (real, imaginary)
        Both of one shape (..., m, n). Half types are transformed in float32.

    Returns
    -------
    tuple of two Tensors, (real, imaginary), shape and type of the inputs

    Raises
    ------
    ArgumentError
        If `x` is no pair.
    ShapeError
        If its parts differ in shape, or have fewer than two axes.

    Examples
    --------
    >>> real, _ = fft2(([[1.0, 2.0], [2.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]))
    >>> real.tolist()
    [[6.0, 0.0], [0.0, -2.0]]
    """
    return _transformed("fft2", x, 2, False)


def ifft2(x: Any) -> Pair:
    """Return the inverse of the discrete Fourier transform over the last two axes.

    Parameters
    ----------
    x : pair of array-like, (real, imaginary)
        Both of one shape (..., m, n). Half types are transformed in float32.

    Returns
    -------
    tuple of two Tensors, (real, imaginary), shape and type of the inputs

    Raises
    ------
    ArgumentError
        If `x` is no pair.
    ShapeError
        If its parts differ in shape, or have fewer than two axes.

    Examples
    --------
    >>> real, _ = ifft2(([[6.0, 0.0], [0.0, -2.0]], [[0.0, 0.0], [0.0, 0.0]]))
    >>> real.tolist()
    [[1.0, 2.0], [2.0, 1.0]]
    """
    return _transformed("ifft2", x, 2, True)


def _transformed(op: str, x: Any, count: int, inverse: bool) -> Pair:
    z, dtype = _joined(op, x)
    ndim = len(z.shape)
    if ndim < count:
        raise ShapeError(
            f"{op}: the parts of x must have {count} axes at least, got shape "
            f"{tuple(z.shape)}."
        )
    axes = tuple(range(ndim - count, ndim))
    return _parted(transforms.fft(z, axes=axes, inverse=inverse), dtype)


def rfft(x: Any, fft_length: int | None = None) -> Pair:
    """Return the frequencies of real signals along the last axis.

    Only the first half is given; the other one mirrors it.

    Parameters
    ----------
    x : array-like of real numbers, shape (..., n)
        Half types are transformed in float32.
    fft_length : int >= 1, optional
        The signals are cut, or filled with zeros, to this length; n by default.

    Returns
    -------
    tuple of two Tensors, (real, imaginary), shape (..., fft_length // 2 + 1)

    Raises
    ------
    DTypeError
        If `x` is complex.
    ShapeError
        If `x` has no axes, or there is nothing to transform.

    Examples
    --------
    >>> [part.tolist() for part in rfft([1.0, 2.0, 3.0, 6.0])]
    [[12.0, -2.0, -4.0], [0.0, 4.0, 0.0]]
    """
    x, dtype = _signal("rfft", x)
    return _parted(transforms.rfft(x, length=_count("rfft", fft_length)), dtype)


def irfft(x: Any, fft_length: int | None = None) -> Any:
    """Return the real signals of given frequencies along the last axis.

    Parameters
    ----------
    x : pair of array-like, (real, imaginary)
        Both of one shape (..., m): the first half of the frequencies. Half types are
        transformed in float32.
    fft_length : int >= 1, optional
        Length of the signals, ``2 * (m - 1)`` by default. Frequencies beyond half of
        it are left out, missing ones count as 0.

    Returns
    -------
    Tensor, shape (..., fft_length)

    Raises
    ------
    ArgumentError
        If `x` is no pair.
    ShapeError
        If its parts differ in shape, have no axes, or the signal would be empty.

    Examples
    --------
    >>> irfft(rfft([1.0, 2.0, 3.0, 6.0])).tolist()
    [1.0, 2.0, 3.0, 6.0]
    """
    z, dtype = _joined("irfft", x)
    return cast_to(transforms.irfft(z, length=_count("irfft", fft_length)), dtype)


# ---- transforms of short stretches ----


def extract_sequences(x: Any, sequence_length: int, sequence_stride: int) -> Any:
    """Return the stretches of the last axis that a sliding window sees.

    Parameters
    ----------
    x : array-like, shape (..., n)
    sequence_length : int >= 1
        Elements of a stretch.
    sequence_stride : int >= 1
        Elements from the start of one to that of the next.

    Returns
    -------
    Tensor, shape (..., count, sequence_length)
        Its count is ``1 + (n - sequence_length) // sequence_stride``, 0 if `x` is
        shorter than one stretch.

    Raises
    ------
    ShapeError
        If `x` has no axes.
    ArgumentError
        If length or stride is not a positive integer.

    Examples
    --------
    >>> extract_sequences([1, 2, 3, 4, 5, 6], 3, 2).tolist()
    [[1, 2, 3], [3, 4, 5]]
    """
    length = _positive("extract_sequences", "sequence_length", sequence_length)
    stride = _positive("extract_sequences", "sequence_stride", sequence_stride)
    x = as_operand(x)
    part_type(dtype_of(x))  # refuses text
    return transforms.sliding_windows(x, length=length, stride=stride)


def stft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int | None,
    window: Any = "hann",
    center: bool = True,
) -> Pair:
    """Return the frequencies of short, overlapping stretches of real signals.

    Parameters
    ----------
    x : array-like of real numbers, shape (..., n)
        Half types are transformed in float32.
    sequence_length : int >= 1
        Elements under the window.
    sequence_stride : int >= 1
        Elements from the start of one stretch to that of the next.
    fft_length : int >= sequence_length, or None
        Elements of a transform; the window lies in their middle. None takes the
        smallest power of 2 that holds `sequence_length`.
    window : {"hann", "hamming"}, array-like of shape (sequence_length,) or None
        Factors. None takes all `fft_length` elements as they are.
    center : bool, default True
        Whether stretch t has its middle, not its start, at ``t * sequence_stride``;
        the signal is mirrored at both ends to that purpose.

    Returns
    -------
    tuple of two Tensors, (real, imaginary), shape (..., count, fft_length // 2 + 1)

    Raises
    ------
    ArgumentError
        If a length or the window has no meaning.
    ShapeError
        If the signal is shorter than one stretch, or the window's length differs.

    Examples
    --------
    >>> real, imaginary = stft([0.0, 1.0, 2.0, 3.0, 4.0], 4, 2, 4)
    >>> real.tolist()
    [[1.0, 0.0, -1.0], [4.0, -2.0, 0.0], [7.0, -4.0, 1.0]]
    """
    x, dtype = _signal("stft", x)
    length = _positive("stft", "sequence_length", sequence_length)
    stride = _positive("stft", "sequence_stride", sequence_stride)
    size = 1 << (length - 1).bit_length() if fft_length is None else fft_length
    size = _reach("stft", length, size)
    factors = _factors("stft", window, length, size, x)
    x = cast_to(x, part_type(dtype))
    if not x.shape:
        raise ShapeError("stft: x must have an axis of time, got shape ().")
    if center:
        x = _mirrored(x, size // 2)
    n = x.shape[-1]
    if n is not None and n < size:
        raise ShapeError(
            f"stft: x has {n} elements along its last axis; with center=False there "
            f"must be fft_length={size} at least."
        )
    frames = transforms.sliding_windows(x, length=size, stride=stride)
    frames = frames if factors is None else frames * factors
    return _parted(transforms.rfft(frames), dtype)


def istft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    length: int | None = None,
    window: Any = "hann",
    center: bool = True,
) -> Any:
    """Return the real signals whose short stretches have given frequencies.

    The stretches are laid over each other under the window and added; the sum is
    divided by that of the squared windows. So :func:`stft` of the same arguments is
    undone, wherever a window is not 0.

    Parameters
    ----------
    x : pair of array-like, (real, imaginary)
        Both of one shape (..., count, fft_length // 2 + 1). Half types are
        transformed in float32.
    sequence_length : int >= 1
        Elements under the window.
    sequence_stride : int >= 1
        Elements from the start of one stretch to that of the next.
    fft_length : int >= sequence_length
        Elements of a transform; the window lies in their middle.
    length : int >= 1, optional
        Elements of the result, if there are as many; all by default.
    window : {"hann", "hamming"}, array-like of shape (sequence_length,) or None
        Factors. None takes all `fft_length` elements as they are.
    center : bool, default True
        Whether stretch t has its middle at ``t * sequence_stride``.

    Returns
    -------
    Tensor, shape (..., length)

    Raises
    ------
    ArgumentError
        If `x` is no pair, or a length or the window has no meaning.
    ShapeError
        If the parts differ in shape or have fewer than two axes, or the window's
        length differs.

    References
    ----------
    .. [1] Griffin and Lim, "Signal Estimation from Modified Short-Time Fourier
       Transform", IEEE Transactions on Acoustics, Speech and Signal Processing 32,
       1984, eq. 6.

    Examples
    --------
    >>> istft(stft([0.0, 1.0, 2.0, 3.0, 4.0], 4, 2, 4), 4, 2, 4, length=5).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0]
    """
    z, dtype = _joined("istft", x)
    extent = _positive("istft", "sequence_length", sequence_length)
    stride = _positive("istft", "sequence_stride", sequence_stride)
    size = _reach("istft", extent, fft_length)
    limit = _count("istft", length, "length")
    factors = _factors("istft", window, extent, size, z)
    frames = transforms.irfft(z, length=size)
    weights = _weights(frames, factors)
    frames = frames if factors is None else frames * factors
    total = transforms.overlap_add(frames, stride=stride)
    weight = transforms.overlap_add(weights, stride=stride)
    # Where no window reaches there is nothing to divide.
    signal = total / where(weight > _LEAST_WEIGHT, weight, 1.0)
    start = size // 2 if center else 0
    stop = -start or None if limit is None else start + limit
    signal = movement.slice_axis(signal, len(signal.shape) - 1, start, stop)
    return cast_to(signal, dtype)


_LEAST_WEIGHT = 1e-10


def _weights(frames: Any, factors: Any) -> Any:
    """Return the squared window once for each stretch."""
    sizes = tuple(frames.shape)[-2:]
    if factors is None:
        factors = Tensor([1.0], dtype_name(dtype_of(frames)))
    squares = factors * factors
    if None in sizes:
        return movement.full_like(frames, value=1.0) * squares
    return movement.broadcast_to(squares, shape=sizes)


def _reach(op: str, length: int, size: Any) -> int:
    size = _positive(op, "fft_length", size)
    if size < length:
        raise ArgumentError(
            f"{op}: fft_length={size} must not be below sequence_length={length}."
        )
    return int(size)


def _count(op: str, value: Any, name: str = "fft_length") -> int | None:
    return None if value is None else _positive(op, name, value)


def _positive(op: str, name: str, value: Any) -> int:
    number = value.__index__() if hasattr(value, "__index__") else 0
    if number < 1:
        raise ArgumentError(f"{op}: {name}={value!r} must be a positive integer.")
    return int(number)


_NAMED = ("hann", "hamming")


def _factors(op: str, window: Any, length: int, size: int, x: Any) -> Any:
    """Return the window in the middle of `size` zeros, in the type of the work."""
    if window is None:
        return None
    dtype = part_type(dtype_of(x))
    if isinstance(window, str):
        if window not in _NAMED:
            raise ArgumentError(
                f"{op}: unknown window {window!r}.{suggest(window, _NAMED)} Use "
                f"'hann', 'hamming', None or the factors themselves."
            )
        window = Tensor(window_values(window, length, True), dtype)
    window = cast_to(as_operand(window), dtype)
    if tuple(window.shape) == (None,):
        known_size(op, window, 0)
    if tuple(window.shape) != (length,):
        raise ShapeError(
            f"{op}: window must have the shape (sequence_length,) = ({length},), got "
            f"{tuple(window.shape)}."
        )
    before = (size - length) // 2
    return movement.pad(window, widths=((before, size - length - before),))


def _mirrored(x: Any, count: int) -> Any:
    """Return signals with `count` elements more on both sides, mirrored at the ends."""
    axis, n = len(x.shape) - 1, x.shape[-1]
    if n is None or n > count:
        if not count:
            return x
        head = movement.slice_axis(x, axis, 1, count + 1)
        tail = movement.slice_axis(x, axis, -count - 1, -1)
        head, tail = (movement.flip(part, axes=(axis,)) for part in (head, tail))
        return movement.concatenate(head, x, tail, axis=axis)
    if n == 0:
        raise ShapeError("stft: x must have one element at least along its last axis.")
    # Too short for one mirror image: back and forth between the ends.
    last = max(n - 1, 1)
    walk = [last - abs(i % (2 * last) - last) for i in range(-count, n + count)]
    positions = Tensor([min(i, n - 1) for i in walk], "int32")
    return indexing.take(x, positions, axis=axis)
