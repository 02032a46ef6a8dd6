"""Complex numbers: their parts, their polar form, and pairs of reals for them."""

from typing import Any

from cornu.core import dtype_name, spec_of
from cornu.core.promotion import complex_dtype, real_dtype, result_dtype
from cornu.errors import DTypeError, ShapeError
from cornu.ops.arguments import as_float, as_operand, as_operands, cast_to, dtype_of
from cornu.ops.movement import stack
from cornu.primitives import arithmetic, elementwise, movement
from cornu.primitives import complex as parts


def real(x: Any) -> Any:
    """Return the real part; of real numbers the numbers themselves.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape of `x`, float32 of complex64, float64 of complex128

    Examples
    --------
    >>> real([1 + 2j, 3.0]).tolist()
    [1.0, 3.0]
    """
    x = as_operand(x)
    return parts.real(x) if _is_complex(x) else x


def imag(x: Any) -> Any:
    """Return the imaginary part; zeros of real numbers.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape of `x`, float32 of complex64, float64 of complex128

    Examples
    --------
    >>> imag([1 + 2j, 3.0]).tolist()
    [2.0, 0.0]
    """
    x = as_operand(x)
    return parts.imag(x) if _is_complex(x) else movement.full_like(x, value=0)


def conjugate(x: Any) -> Any:
    """Return x with the sign of its imaginary part changed.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape and type of `x`

    Examples
    --------
    >>> conjugate([1 + 2j, 3.0]).tolist()
    [(1-2j), (3-0j)]
    """
    x = as_operand(x)
    return parts.conj(x) if _is_complex(x) else x


def conj(x: Any) -> Any:
    """Return x with the sign of its imaginary part changed; see :func:`conjugate`.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape and type of `x`

    Examples
    --------
    >>> conj(1 + 2j).item()
    (1-2j)
    """
    return conjugate(x)


def angle(x: Any) -> Any:
    """Return the angle of complex numbers with the real axis.

    Parameters
    ----------
    x : array-like
        Of real numbers the angle is 0, or pi if they are negative.

    Returns
    -------
    Tensor, shape of `x`, float
        In radians, from -pi to pi; that of 0 is 0, and has no slope.

    Examples
    --------
    >>> angle([2j, -1.0, 0.0])
    <Tensor shape=(3,) dtype=float32: [1.5708 3.1416 0.    ]>
    """
    x = as_operand(x)
    if _is_complex(x):
        return arithmetic.arctan2(parts.imag(x), parts.real(x))
    x = as_float(x)
    return arithmetic.arctan2(movement.full_like(x, value=0.0), x)


def polar(abs_: Any, angle: Any) -> Any:
    """Return the complex numbers of given distances from 0 and angles.

    The value is abs_ * cos(angle) + i abs_ * sin(angle).

    Parameters
    ----------
    abs_ : array-like of real numbers
        Distances.
    angle : array-like of real numbers
        In radians; its shape broadcasts with that of `abs_`.

    Returns
    -------
    Tensor, complex64, or complex128 if an input is float64

    Raises
    ------
    DTypeError
        If an input is complex.
    ShapeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> polar(2.0, 0.0).item()
    (2+0j)
    """
    abs_, angle = as_operands(abs_, angle)
    for name, x in (("abs_", abs_), ("angle", angle)):
        refuse_complex("polar", name, x)
    values = [spec_of(x) if hasattr(x, "dtype") else x for x in (angle, abs_)]
    typed = next(v for v in values if hasattr(v, "dtype"))
    dtype = part_type(result_dtype(values, to_float=True) or typed.dtype)
    abs_, angle = cast_to(abs_, dtype), cast_to(angle, dtype)
    return parts.join_parts(
        arithmetic.multiply(abs_, elementwise.cos(angle)),
        arithmetic.multiply(abs_, elementwise.sin(angle)),
    )


def view_as_complex(x: Any) -> Any:
    """Return complex numbers of pairs of real ones along the last axis.

    Parameters
    ----------
    x : array-like of real numbers, shape (..., 2)
        Real and imaginary parts.

    Returns
    -------
    Tensor, shape (...), complex64, or complex128 of float64

    Raises
    ------
    ShapeError
        If the last axis has not size 2.
    DTypeError
        If `x` is complex already.

    Examples
    --------
    >>> view_as_complex([[1.0, 2.0], [3.0, 4.0]]).tolist()
    [(1+2j), (3+4j)]
    """
    x = as_operand(x)
    refuse_complex("view_as_complex", "x", x)
    shape = tuple(x.shape)
    if not shape or shape[-1] not in (2, None):
        raise ShapeError(
            f"view_as_complex: the last axis of x must have size 2, for real and "
            f"imaginary parts, got shape {shape}."
        )
    every = ((None, None, None),) * (len(shape) - 1)
    a, b = (movement.slice_view(x, index=(*every, i)) for i in (0, 1))
    return parts.join_parts(a, b)


def view_as_real(x: Any) -> Any:
    """Return the real and imaginary parts along a new last axis.

    Parameters
    ----------
    x : array-like, shape (...)

    Returns
    -------
    Tensor, shape (..., 2), float32 of complex64, float64 of complex128

    Examples
    --------
    >>> view_as_real([1 + 2j, 3 + 4j]).tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    x = as_operand(x)
    return stack([real(x), imag(x)], axis=-1)


def squared_size(x: Any) -> Any:
    """Return |x| squared, whose slope is finite at 0."""
    if not _is_complex(x):
        return elementwise.square(x)
    a, b = parts.real(x), parts.imag(x)
    return elementwise.square(a) + elementwise.square(b)


def refuse_complex(op: str, name: str, x: Any) -> None:
    """Refuse complex numbers where real ones are wanted.

    Raises
    ------
    DTypeError
        If `x` is complex; the message names the op and the argument.
    """
    if hasattr(x, "dtype") and _is_complex(x):
        raise DTypeError(
            f"{op}: {name} must be real, got {dtype_name(dtype_of(x))} of shape "
            f"{tuple(x.shape)}; use ops.real and ops.imag to take it apart."
        )


def part_type(dtype: Any) -> str:
    """Return the type of the parts of a complex number made of reals of `dtype`."""
    return dtype_name(real_dtype(complex_dtype(dtype)))


def _is_complex(x: Any) -> bool:
    dtype = dtype_of(x)
    return bool(real_dtype(dtype) != dtype)
