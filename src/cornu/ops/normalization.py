"""Normalising each sample by statistics of its own."""

import math
from typing import Any

from cornu import config
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axes_of,
    cast_to,
    dtype_of,
    known_size,
)
from cornu.primitives import elementwise, movement, reduction
from cornu.primitives.normalization import standardize
from cornu.primitives.rules import broadcast_shapes
from cornu.typing import Axis


def layer_normalization(
    x: Any,
    gamma: Any = None,
    beta: Any = None,
    axis: Axis = -1,
    epsilon: float | None = None,
    **kwargs: Any,
) -> Any:
    """Return gamma * (x - mean) / sqrt(variance + epsilon) + beta.

    Parameters
    ----------
    x : array-like, any shape, float
        Half precision is computed in float32.
    gamma, beta : array-like, optional
        Their elements belong to those along `axis`, in the order of the axes of `x`.
    axis : int, tuple of int or None, default -1
        The axes over which mean and variance are taken; None means all.
    epsilon : float >= 0, optional
        Added to the variance; ``config.epsilon()`` by default.
    **kwargs
        ``rms_scaling=True`` gives ``gamma * x / sqrt(variance + epsilon)``, as Keras
        once did; :func:`rms_normalization` is what its name promises.

    Returns
    -------
    Tensor, shape of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range, or gamma or beta have other sizes.
    ValueError
        If there are keywords of another name.

    References
    ----------
    .. [1] Ba, Kiros and Hinton, "Layer Normalization", arXiv:1607.06450, 2016.

    Examples
    --------
    >>> layer_normalization([[1.0, 3.0]], epsilon=0.0).tolist()
    [[-1.0, 1.0]]
    """
    op = "layer_normalization"
    old_scaling = bool(kwargs.pop("rms_scaling", False))
    if kwargs:
        raise ArgumentError(
            f"{op}: unknown keyword {sorted(kwargs)[0]!r}; besides the parameters it "
            f"takes only 'rms_scaling'."
        )
    x = as_float(as_operand(x))
    axes = tuple(sorted(axes_of(op, len(x.shape), axis)))
    if not axes:
        raise ShapeError(f"{op}: axis={axis!r} must name at least one axis of x.")
    wide, name = _wide(x)
    small = config.epsilon() if epsilon is None else float(epsilon)
    scale = _aligned(op, "gamma", gamma, x, axes, dtype_of(wide).name)
    shift = _aligned(op, "beta", beta, x, axes, dtype_of(wide).name)
    if old_scaling:
        _, _, variance = standardize(wide, axes=axes, epsilon=small)
        y = wide * elementwise.rsqrt(variance + small)
        return cast_to(y if scale is None else y * scale, name)
    y, _, _ = standardize(wide, scale, shift, axes=axes, epsilon=small)
    return cast_to(y, name)


def rms_normalization(
    x: Any, scale: Any = None, axis: Axis = -1, epsilon: float | None = None
) -> Any:
    """Return scale * x / sqrt(mean(x ** 2) + epsilon).

    Parameters
    ----------
    x : array-like, any shape, float
        Half precision is computed in float32.
    scale : array-like, optional
        Broadcasts to the shape of `x`.
    axis : int, tuple of int or None, default -1
        The axes over which the mean is taken; None means all.
    epsilon : float >= 0, optional
        ``config.epsilon()`` by default.

    Returns
    -------
    Tensor, shape of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range or `scale` does not broadcast to `x`.

    References
    ----------
    .. [1] Zhang and Sennrich, "Root Mean Square Layer Normalization", NeurIPS 2019.

    Examples
    --------
    >>> rms_normalization([[3.0, -3.0]], epsilon=0.0).tolist()
    [[1.0, -1.0]]
    """
    op = "rms_normalization"
    x = as_float(as_operand(x))
    axes = axes_of(op, len(x.shape), axis)
    wide, name = _wide(x)
    small = config.epsilon() if epsilon is None else float(epsilon)
    power = reduction.reduce_mean(elementwise.square(wide), axes=axes, keepdims=True)
    y = wide * elementwise.rsqrt(power + small)
    if scale is not None:
        scale = cast_to(as_operand(scale), dtype_of(wide).name)
        _check_broadcast(op, scale, x)
        y = y * scale
    return cast_to(y, name)


def _wide(x: Any) -> tuple[Any, str]:
    """Return `x` in a type to compute in, and the name of its own."""
    dtype = dtype_of(x)
    return (cast_to(x, "float32") if dtype.itemsize == 2 else x), dtype.name


def _check_broadcast(op: str, scale: Any, x: Any) -> None:
    together = broadcast_shapes(tuple(scale.shape), tuple(x.shape))
    if len(together) != len(x.shape) or any(
        n == 1 and m not in (1, None) for n, m in zip(x.shape, together)
    ):
        raise ShapeError(
            f"{op}: scale has shape {tuple(scale.shape)}; it must broadcast to that of "
            f"x, {tuple(x.shape)}."
        )


def _aligned(
    op: str, name: str, part: Any, x: Any, axes: tuple[int, ...], dtype: str
) -> Any:
    """Return gamma or beta with size 1 along all other axes from the first on."""
    if part is None:
        return None
    part = cast_to(as_operand(part), dtype)
    sizes = [x.shape[a] for a in axes]
    if None not in (*sizes, *part.shape) and math.prod(sizes) != math.prod(part.shape):
        raise ShapeError(
            f"{op}: {name} has shape {tuple(part.shape)}; it must be that of x along "
            f"`axis`, {tuple(sizes)}."
        )
    if sizes.count(None) > 1:
        known_size(op, x, axes[sizes.index(None)])
    # From the first of the axes on; -1 is a size that gamma or beta tell.
    shape = [
        (-1 if x.shape[a] is None else x.shape[a]) if a in axes else 1
        for a in range(axes[0], len(x.shape))
    ]
    return movement.reshape(part, shape=tuple(shape))
