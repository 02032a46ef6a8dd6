"""Windows that fade a stretch of a signal in and out."""

import operator
from typing import Any

from cornu import config
from cornu.autodiff import Tensor, wrap
from cornu.errors import ArgumentError
from cornu.ops.arguments import dtype_name, is_symbolic


def bartlett(x: Any) -> Any:
    """Return the triangular window that is 0 at both ends and 1 in the middle.

    Parameters
    ----------
    x : int
        Number of points, at least 0.

    Returns
    -------
    Tensor, shape (x,), default float type

    Raises
    ------
    ArgumentError
        If `x` is no whole number or is negative.

    Examples
    --------
    >>> bartlett(5).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    return _window("bartlett", x)


def blackman(x: Any) -> Any:
    """Return the window 0.42 - 0.5 cos(t) + 0.08 cos(2 t), t from 0 to 2 pi.

    Parameters
    ----------
    x : int
        Number of points, at least 0.

    Returns
    -------
    Tensor, shape (x,), default float type

    Raises
    ------
    ArgumentError
        If `x` is no whole number or is negative.

    References
    ----------
    .. [1] Blackman and Tukey, "The Measurement of Power Spectra", Dover, 1958.

    Examples
    --------
    >>> round(blackman(5)[1].item(), 4)
    0.34
    """
    return _window("blackman", x)


def hamming(x: Any) -> Any:
    """Return the window 0.54 - 0.46 cos(t), t from 0 to 2 pi.

    Parameters
    ----------
    x : int
        Number of points, at least 0.

    Returns
    -------
    Tensor, shape (x,), default float type

    Raises
    ------
    ArgumentError
        If `x` is no whole number or is negative.

    References
    ----------
    .. [1] Blackman and Tukey, "The Measurement of Power Spectra", Dover, 1958.

    Examples
    --------
    >>> round(hamming(3)[0].item(), 4)
    0.08
    """
    return _window("hamming", x)


def hanning(x: Any) -> Any:
    """Return the window 0.5 - 0.5 cos(t), t from 0 to 2 pi.

    Parameters
    ----------
    x : int
        Number of points, at least 0.

    Returns
    -------
    Tensor, shape (x,), default float type

    Raises
    ------
    ArgumentError
        If `x` is no whole number or is negative.

    Examples
    --------
    >>> hanning(5).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    return _window("hanning", x)


def kaiser(x: Any, beta: Any) -> Any:
    """Return the window I0(beta sqrt(1 - u^2)) / I0(beta), u from -1 to 1.

    I0 is the modified Bessel function of order 0.

    Parameters
    ----------
    x : int
        Number of points, at least 0.
    beta : float
        Shape: 0 is a rectangle, 5 is near :func:`hamming`, 8.6 near :func:`blackman`.

    Returns
    -------
    Tensor, shape (x,), default float type

    Raises
    ------
    ArgumentError
        If `x` is no whole number or is negative, or `beta` no number.

    References
    ----------
    .. [1] Kaiser and Schafer, "On the Use of the I0-Sinh Window for Spectrum
       Analysis", IEEE Transactions on Acoustics, Speech, and Signal Processing 28(1),
       1980.

    Examples
    --------
    >>> kaiser(3, 0.0).tolist()
    [1.0, 1.0, 1.0]
    """
    beta = _number("kaiser", "beta", beta)
    if not isinstance(beta, (int, float)):
        raise ArgumentError(f"kaiser: beta must be a real number, got {beta!r}.")
    return _window("kaiser", x, float(beta))


def _window(name: str, x: Any, *shape: float) -> Any:
    size = _number(name, "x", x)
    if isinstance(size, float) and size.is_integer():
        size = int(size)
    if not hasattr(size, "__index__") or operator.index(size) < 0:
        raise ArgumentError(
            f"{name}: x must be the number of points, a whole number of at least 0, "
            f"got {size!r}."
        )
    found = getattr(config.current_backend().xp, name)(operator.index(size), *shape)
    return wrap(found.astype(dtype_name(None)))


def _number(op: str, argument: str, value: Any) -> Any:
    """Return an array of one element as the Python number it holds."""
    if is_symbolic(value):
        raise TypeError(
            f"{op}: {argument} must be a number known now, got {value!r}: it says what "
            f"the window is."
        )
    if isinstance(value, (list, tuple)):
        value = Tensor(value)
    if not hasattr(value, "item"):
        return value
    if tuple(value.shape) not in ((), (1,)):
        raise ArgumentError(
            f"{op}: {argument} must be one number, got shape {tuple(value.shape)}."
        )
    return value.item()
