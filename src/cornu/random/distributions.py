"""Draws of random tensors, as pure functions of a generator's state.

Shapes with unknown sizes give symbols, so layers that draw can be run on symbols.
"""

import math
from typing import Any

from cornu import ops
from cornu.core import make_spec
from cornu.errors import DTypeError, ShapeError
from cornu.ops.arguments import dtype_name, is_symbolic, known_size, shape_of
from cornu.primitives.random import dropout as dropout_primitive
from cornu.primitives.random import random_bits, random_uniform
from cornu.random.generator import draw_state
from cornu.symbolic import from_spec
from cornu.typing import DType


def uniform(
    shape: Any,
    minval: Any = 0.0,
    maxval: Any = 1.0,
    dtype: DType = None,
    seed: Any = None,
) -> Any:
    """Return numbers uniform in [minval, maxval).

    Parameters
    ----------
    shape : tuple of int
    minval, maxval : float or array-like, default 0.0 and 1.0
    dtype : str, optional
        A float type, the default one if not given.
    seed : int, SeedGenerator or None, default None
        An integer always gives the same numbers, a generator new ones each time; None
        uses the shared generator (see ``set_random_seed``).

    Raises
    ------
    DTypeError
        If `dtype` is no float type; use :func:`randint` for integers.

    Examples
    --------
    >>> uniform((2, 3), seed=1).shape
    (2, 3)
    """
    sizes, name = shape_of(shape), float_name("uniform", dtype)
    if None in sizes:
        return from_spec(make_spec(sizes, name))
    unit = random_uniform(draw_state(seed), shape=sizes, dtype=name)
    if _is_number(minval, 0) and _is_number(maxval, 1):
        return unit
    return ops.cast(ops.add(unit * ops.subtract(maxval, minval), minval), name)


def _is_number(value: Any, number: float) -> bool:
    return isinstance(value, (int, float)) and value == number


def float_name(op: str, dtype: DType) -> str:
    """Return the name of a float type; None stands for the default one.

    Raises
    ------
    DTypeError
        If it is no float type; the message names `op`.
    """
    name = dtype_name(dtype)
    if "float" not in name:
        raise DTypeError(f"random.{op}: dtype must be a float type, got {name!r}.")
    return name


def _accurate(name: str) -> str:
    """Return the type to compute in: half precision has too few random bits."""
    return "float64" if name == "float64" else "float32"


def normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: DType = None,
    seed: Any = None,
) -> Any:
    """Return normally distributed numbers.

    Parameters
    ----------
    shape : tuple of int
    mean, stddev : float or array-like, default 0.0 and 1.0
    dtype : str, optional
        A float type, the default one if not given.
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    References
    ----------
    .. [1] Box and Muller, "A Note on the Generation of Random Normal Deviates",
       Annals of Mathematical Statistics 29, 1958.

    Examples
    --------
    >>> normal((2, 3), seed=1).shape
    (2, 3)
    """
    sizes, name = shape_of(shape), float_name("normal", dtype)
    if None in sizes:
        return from_spec(make_spec(sizes, name))
    standard = _standard_normal(draw_state(seed), math.prod(sizes), _accurate(name))
    return _scaled(ops.reshape(standard, sizes), mean, stddev, name)


def _scaled(x: Any, mean: Any, stddev: Any, name: str) -> Any:
    return ops.cast(ops.add(ops.multiply(x, stddev), mean), name)


def _standard_normal(state: Any, count: int, name: str) -> Any:
    pairs = -(-count // 2)
    first, second = ops.unstack(random_uniform(state, shape=(2, pairs), dtype=name))
    radius = ops.sqrt(-2.0 * ops.log(1.0 - first))  # 1 - u is never 0
    angle = 2.0 * math.pi * second
    both = ops.concatenate([radius * ops.cos(angle), radius * ops.sin(angle)])
    return both[:count]


def truncated_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: DType = None,
    seed: Any = None,
) -> Any:
    """Return normal numbers that lie within two standard deviations of the mean.

    Parameters
    ----------
    shape : tuple of int
    mean : float or array-like, default 0.0
    stddev : float or array-like > 0, default 1.0
        That before truncation.
    dtype : str, optional
        A float type, the default one if not given.
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Returns
    -------
    Tensor of `shape`

    Raises
    ------
    DTypeError
        If `dtype` is no float type.

    Examples
    --------
    >>> bool(ops.max(ops.abs(truncated_normal((100,), seed=1))) <= 2.0)
    True
    """
    sizes, name = shape_of(shape), float_name("truncated_normal", dtype)
    if None in sizes:
        return from_spec(make_spec(sizes, name))
    unit = random_uniform(draw_state(seed), shape=sizes, dtype=_accurate(name))
    # P(-2 < Z < 0), the reach of the distribution function on each side of 1/2.
    reach = 0.5 * math.erf(math.sqrt(2.0))
    standard = _normal_quantile((2.0 * unit - 1.0) * reach)
    return _scaled(ops.clip(standard, -2.0, 2.0), mean, stddev, name)


_CENTER_P = (59.109374720, 159.29113202, 50.434271938, 3.3871327179)
_CENTER_Q = (67.187563600, 78.757757664, 17.895169469, 1.0)
_TAIL_P = (0.17023821103, 1.3067284816, 2.7568153900, 1.4234372777)
_TAIL_Q = (0.12021132975, 0.73700164250, 1.0)


def _normal_quantile(q: Any) -> Any:
    """Return the normal quantile of 1/2 + q, to seven digits, for -0.4999 < q < 0.4999.

    Algorithm AS 241 (PPND7) of Wichura, Applied Statistics 37, 1988.
    """
    center = 0.180625 - ops.minimum(ops.square(q), 0.180625)
    middle = q * _ratio(_CENTER_P, _CENTER_Q, center)
    root = ops.sqrt(-ops.log(0.5 - ops.abs(q))) - 1.6
    tail = ops.sign(q) * _ratio(_TAIL_P, _TAIL_Q, root)
    return ops.where(ops.abs(q) <= 0.425, middle, tail)


def _ratio(top: tuple[float, ...], bottom: tuple[float, ...], x: Any) -> Any:
    return _polynomial(top, x) / _polynomial(bottom, x)


def _polynomial(coefficients: tuple[float, ...], x: Any) -> Any:
    total: Any = coefficients[0]
    for c in coefficients[1:]:
        total = total * x + c
    return total


def randint(
    shape: Any, minval: Any, maxval: Any, dtype: DType = "int32", seed: Any = None
) -> Any:
    """Return integers uniform in [minval, maxval).

    Parameters
    ----------
    shape : tuple of int
    minval, maxval : int
        At most 2**31 apart.
    dtype : str, default "int32"
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Raises
    ------
    ValueError
        If the interval is empty or too wide.
    DTypeError
        If `dtype` is no integer type.

    Examples
    --------
    >>> bool(ops.all(randint((50,), 1, 7, seed=1) < 7))
    True
    """
    sizes, name = shape_of(shape), dtype_name(dtype)
    if "int" not in name:
        raise DTypeError(
            f"random.randint: dtype must be an integer type, got {name!r}."
        )
    low, high = int(minval), int(maxval)
    if not 0 < high - low <= 2**31:
        raise ValueError(
            f"random.randint: maxval must exceed minval, by at most 2**31; got "
            f"minval={low} and maxval={high}."
        )
    if None in sizes:
        return from_spec(make_spec(sizes, name))
    words = random_bits(draw_state(seed), shape=sizes)
    return ops.cast(words % (high - low), name) + low


def categorical(
    logits: Any, num_samples: int, dtype: DType = "int32", seed: Any = None
) -> Any:
    """Return classes drawn with the probabilities softmax(logits).

    Parameters
    ----------
    logits : array-like, shape (batch, classes)
        Logarithms of probabilities, up to a constant a row.
    num_samples : int
        Draws a row.
    dtype : str, default "int32"
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Returns
    -------
    Tensor, shape (batch, num_samples)

    Raises
    ------
    ShapeError
        If `logits` has another number of axes.

    Notes
    -----
    The largest of logits with Gumbel noise is a sample.

    Examples
    --------
    >>> categorical([[0.0, -1e9]], 3, seed=1).tolist()
    [[0, 0, 0]]
    """
    logits = ops.convert_to_tensor(logits)
    if len(logits.shape) != 2:
        raise ShapeError(
            f"random.categorical: logits must have shape (batch, classes), got "
            f"{tuple(logits.shape)}."
        )
    batch, classes = logits.shape
    noise = uniform((batch, num_samples, classes), seed=seed)
    gumbel = -ops.log(-ops.log(ops.maximum(noise, 2.0**-25)))  # log(0) is -inf
    noisy = ops.expand_dims(ops.cast(logits, "float32"), 1) + gumbel
    return ops.cast(ops.argmax(noisy, axis=-1), dtype)


def dropout(inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None) -> Any:
    """Zero a random fraction of the inputs and scale the rest by 1 / (1 - rate).

    Parameters
    ----------
    inputs : array-like
    rate : float in [0, 1]
        The fraction.
    noise_shape : tuple of int or None, optional
        Shape of the mask, broadcast against the inputs; None inside it takes the
        inputs' size.
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Raises
    ------
    ValueError
        If `rate` lies outside [0, 1].

    Examples
    --------
    >>> dropout(ops.ones((4,)), 0.0).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"random.dropout: rate must lie in [0, 1], got {rate!r}.")
    x = ops.convert_to_tensor(inputs)
    if rate == 0:
        return x
    if rate == 1:
        return ops.zeros_like(x)
    shape = None if noise_shape is None else shape_of(noise_shape)
    if shape is not None and len(shape) != len(x.shape):
        raise ShapeError(
            f"random.dropout: noise_shape {shape} must have one entry for each axis "
            f"of the inputs, whose shape is {tuple(x.shape)}."
        )
    state = draw_state(seed, advance=not is_symbolic(x))
    return dropout_primitive(x, state, rate=float(rate), noise_shape=shape)[0]


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any:
    """Return `x` with the slices along `axis` in random order.

    Parameters
    ----------
    x : array-like
    axis : int, default 0
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Examples
    --------
    >>> sorted(shuffle([1, 2, 3], seed=1).tolist())
    [1, 2, 3]
    """
    x = ops.convert_to_tensor(x)
    place = axis % len(x.shape) if len(x.shape) else 0
    n = known_size("random.shuffle", x, place)
    words = random_bits(draw_state(seed, advance=not is_symbolic(x)), shape=(n,))
    return ops.take(x, ops.argsort(words), axis=place)
