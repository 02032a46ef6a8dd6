"""Draws that take a varying number of random words each: gamma, beta, binomial."""

from typing import Any

from cornu import ops
from cornu.core import make_spec
from cornu.errors import ArgumentError
from cornu.ops.arguments import is_symbolic, shape_of
from cornu.primitives.random import random_draw
from cornu.random.distributions import float_name
from cornu.random.generator import draw_state
from cornu.symbolic import from_spec
from cornu.typing import DType


def gamma(shape: Any, alpha: Any, dtype: DType = None, seed: Any = None) -> Any:
    """Return numbers with the gamma distribution of scale 1.

    Parameters
    ----------
    shape : tuple of int
    alpha : float or array-like > 0
        The shape parameter; broadcasts to `shape`.
    dtype : str, optional
        A float type, the default one if not given.
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Returns
    -------
    Tensor of `shape`
        No gradient passes to `alpha`.

    Raises
    ------
    ValueError
        If `alpha` is negative.
    DTypeError
        If `dtype` is no float type.

    References
    ----------
    .. [1] Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM
       Transactions on Mathematical Software 26, 2000.

    Examples
    --------
    >>> bool(ops.all(gamma((100,), 2.0, seed=1) > 0))
    True
    """
    return _draw("gamma", shape, dtype, seed, alpha=alpha)


def beta(
    shape: Any, alpha: Any, beta: Any, dtype: DType = None, seed: Any = None
) -> Any:
    """Return numbers with the beta distribution, all in [0, 1].

    Parameters
    ----------
    shape : tuple of int
    alpha, beta : float or array-like > 0
        The two shape parameters; they broadcast to `shape`.
    dtype : str, optional
        A float type, the default one if not given.
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Returns
    -------
    Tensor of `shape`
        No gradient passes to the parameters.

    Raises
    ------
    ValueError
        If a parameter is not positive.
    DTypeError
        If `dtype` is no float type.

    Examples
    --------
    >>> bool(ops.all(beta((100,), 0.5, 2.0, seed=1) <= 1))
    True
    """
    return _draw("beta", shape, dtype, seed, alpha=alpha, beta=beta)


def binomial(
    shape: Any,
    counts: Any,
    probabilities: Any,
    dtype: DType = None,
    seed: Any = None,
) -> Any:
    """Return how many of `counts` trials succeed, as floats.

    Parameters
    ----------
    shape : tuple of int
    counts : int or array-like >= 0
        Numbers of trials; broadcasts to `shape`.
    probabilities : float or array-like in [0, 1]
        Of success in one trial; broadcasts to `shape`.
    dtype : str, optional
        A float type, the default one if not given.
    seed : int, SeedGenerator or None, default None
        As for :func:`uniform`.

    Returns
    -------
    Tensor of `shape`

    Raises
    ------
    ValueError
        If a count is negative or a probability lies outside [0, 1].
    DTypeError
        If `dtype` is no float type.

    Examples
    --------
    >>> binomial((3,), 5, 1.0, seed=1).tolist()
    [5.0, 5.0, 5.0]
    """
    return _draw(
        "binomial", shape, dtype, seed, counts=counts, probabilities=probabilities
    )


def _draw(
    distribution: str, shape: Any, dtype: DType, seed: Any, **parameters: Any
) -> Any:
    sizes, name = shape_of(shape), float_name(distribution, dtype)
    given = [ops.convert_to_tensor(p) for p in parameters.values()]
    if None in sizes or any(is_symbolic(p) for p in given):
        return from_spec(make_spec(sizes, name))
    try:
        return random_draw(
            draw_state(seed), *given, distribution=distribution, shape=sizes, dtype=name
        )
    except ValueError as error:
        listed = ", ".join(f"{k}={v!r:.80}" for k, v in parameters.items())
        raise ArgumentError(
            f"random.{distribution}: {listed} cannot be drawn from ({error}); "
            f"{_WANTED[distribution]}."
        ) from None


_WANTED = {
    "gamma": "alpha must be positive, and broadcast to `shape`",
    "beta": "alpha and beta must be positive, and broadcast to `shape`",
    "binomial": "counts must be at least 0, probabilities lie in [0, 1], and both "
    "broadcast to `shape`",
}
