"""Normalising by mean and variance: batch, layer, group and instance normalisation.

They differ only in the axes that share one mean and variance, so they are one
primitive. Two-pass variance: squares of centred values cannot cancel.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from cornu.core import OPAQUE, Spec, primitive, same_shape
from cornu.errors import DTypeError, ShapeError
from cornu.primitives import rules
from cornu.primitives.elementwise import rsqrt, square
from cornu.primitives.movement import cast, reshape
from cornu.primitives.outputs import settle_all
from cornu.primitives.reduction import reduce_mean, reduce_sum, unbroadcast
from cornu.typing import Array, Shape

Axes = tuple[int, ...]
_BLOCK = 1 << 15  # elements: a block of float32 and two temporaries fit a 512 KiB cache
_RUN = 1024  # elements: shorter inner loops are dominated by their own overhead


# ---- shapes ----


def _aligned(shape: Shape, ndim: int) -> Shape:
    return (1,) * (ndim - len(shape)) + tuple(shape)


def _wide(dtype: np.dtype) -> np.dtype:
    return np.dtype(np.float32) if dtype.itemsize == 2 else dtype


def _kept(shape: Shape, axes: Axes) -> Shape:
    return tuple(1 if i in axes else n for i, n in enumerate(shape))


def _infer(
    x: Spec,
    gamma: Spec | None = None,
    beta: Spec | None = None,
    *,
    axes: Axes,
    epsilon: float,
) -> tuple[Spec, Spec, Spec]:
    if x.dtype.kind not in "fV":
        raise DTypeError(f"standardize: x must be of a float type, got {x.dtype}.")
    if not axes or not all(0 <= a < len(x.shape) for a in axes):
        raise ShapeError(
            f"standardize: axes {axes} must name at least one axis of x, whose shape "
            f"is {x.shape}."
        )
    for name, part in (("gamma", gamma), ("beta", beta)):
        if part is None:
            continue
        together = rules.broadcast_shapes(x.shape, part.shape)
        if len(together) != len(x.shape):
            raise ShapeError(
                f"standardize: {name} has shape {part.shape}, which has more axes "
                f"than x, {x.shape}."
            )
    if gamma and beta and not same_shape(gamma.shape, beta.shape):
        raise ShapeError(
            f"standardize: gamma {gamma.shape} and beta {beta.shape} must have one "
            f"shape."
        )
    statistic = Spec(_kept(x.shape, axes), x.dtype)
    return x, statistic, statistic


# ---- blocks: every pass over x works in cache ----


class _Layout(NamedTuple):
    """Say how x reads as a matrix: which of its two axes is reduced."""

    rows: int
    cols: int
    reduced: int


def _layout(shape: tuple[int, ...], axes: Axes, part: Shape) -> _Layout | None:
    """Return the matrix that x is, None if its axes lie otherwise.

    `part` is the aligned shape of gamma and beta: it must vary along columns only.
    """
    ndim = len(shape)
    for cut in range(1, ndim):
        leading = axes == tuple(range(cut))
        trailing = axes == tuple(range(cut, ndim))
        if not (leading or trailing):
            continue
        if any(n != 1 for n in part[:cut]):
            return None
        if tuple(part[cut:]) not in (tuple(shape[cut:]), (1,) * (ndim - cut)):
            return None
        rows, cols = int(np.prod(shape[:cut])), int(np.prod(shape[cut:]))
        return _Layout(rows, cols, 0 if leading else 1)
    return None


def _column_blocks(rows: int, cols: int) -> Iterator[tuple[slice, int, int]]:
    """Yield (slice of the flat array, rows of the block's matrix, tiles per row).

    Several rows are read as one long one, so that inner loops are long although there
    are few columns; a vector over the columns is then tiled as often.
    """
    tiles = max(1, min(_RUN // max(cols, 1), rows))
    step = max(1, _BLOCK // max(tiles * cols, 1))
    full = rows // tiles
    for start in range(0, full, step):
        n = min(step, full - start)
        begin = start * tiles * cols
        yield slice(begin, begin + n * tiles * cols), n, tiles
    if full * tiles < rows:
        yield slice(full * tiles * cols, rows * cols), rows - full * tiles, 1


def _row_blocks(rows: int, cols: int) -> Iterator[slice]:
    step = max(1, _BLOCK // max(cols, 1))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))


def _column_sums(xp: Any, block: Array, tiles: int, cols: int) -> Array:
    # A row of ones times a matrix reads each element once, in order.
    sums = xp.ones(block.shape[0], block.dtype) @ block
    return sums.reshape(tiles, cols).sum(0) if tiles > 1 else sums


class _Tiles(dict[int, Array]):
    """Hold a vector over the columns, repeated as often as a block needs it."""

    def __init__(self, xp: Any, vector: Array) -> None:
        self.xp = xp
        self[1] = vector

    def __missing__(self, tiles: int) -> Array:
        made = self[tiles] = self.xp.tile(self[1], tiles)
        return made


def _flat(xp: Any, x: Array) -> Array:
    return xp.ascontiguousarray(x).reshape(-1)


def _vector(part: Array | None, cols: int, wide: np.dtype, xp: Any) -> Array | None:
    if part is None:
        return None
    return xp.broadcast_to(part.reshape(-1).astype(wide, copy=False), (cols,))


# ---- forward ----


def _reference(
    x: Any, gamma: Any = None, beta: Any = None, *, axes: Axes, epsilon: float
) -> Any:
    narrow = np.dtype(x.dtype)
    wide = cast(x, dtype=_wide(narrow).name)
    mean = reduce_mean(wide, axes=axes, keepdims=True)
    centred = wide - mean
    variance = reduce_mean(square(centred), axes=axes, keepdims=True)
    y = centred * rsqrt(variance + epsilon)
    if gamma is not None:
        y = y * gamma
    if beta is not None:
        y = y + beta
    return tuple(cast(part, dtype=narrow.name) for part in (y, mean, variance))


@primitive(infer=_infer, kind=OPAQUE, reference=_reference)
def standardize(
    xp: Any,
    x: Array,
    gamma: Array | None = None,
    beta: Array | None = None,
    *,
    axes: Axes,
    epsilon: float,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """(x - mean) / sqrt(variance + epsilon) * gamma + beta, over `axes`.

    Returns the result, the mean and the (biased) variance; the latter two keep `axes`
    with size 1. Half precision is computed in float32, and rounded in the end.
    """
    _infer(*_specs(x, gamma, beta), axes=axes, epsilon=epsilon)
    part = gamma if gamma is not None else beta
    shape = _aligned(() if part is None else part.shape, x.ndim)
    layout = _layout(x.shape, axes, shape)
    if layout is None:
        found = _forward_anyhow(xp, x, gamma, beta, axes, epsilon)
        return settle_all(found, out)
    wide = _wide(x.dtype)
    scale = _vector(gamma, layout.cols, wide, xp)
    shift = _vector(beta, layout.cols, wide, xp)
    run = _forward_columns if layout.reduced == 0 else _forward_rows
    into = _flat_memory(xp, x.shape, x.dtype, out)
    y, mean, variance = run(xp, x, scale, shift, layout, epsilon, into)
    kept = _kept(x.shape, axes)
    mean, variance = (
        part.astype(x.dtype, copy=False).reshape(kept) for part in (mean, variance)
    )
    return _delivered(y, x.shape, (mean, variance), out)


def _flat_memory(xp: Any, shape: Any, dtype: Any, out: Any) -> Array:
    """Return flat memory for the first result: that of `out`, if it is contiguous."""
    if out is not None and out[0].flags.c_contiguous:
        return out[0].reshape(-1)
    return xp.empty(_size(shape), dtype)


def _delivered(
    flat: Array, shape: Any, others: tuple[Array, ...], out: Any
) -> tuple[Array, ...]:
    if out is None:
        return flat.reshape(shape), *others
    if not out[0].flags.c_contiguous:
        out[0][...] = flat.reshape(shape)
    settle_all(others, out[1:])
    return tuple(out)


def _specs(*arrays: Array | None) -> list[Any]:
    return [None if a is None else Spec(a.shape, a.dtype) for a in arrays]


def _forward_anyhow(
    xp: Any, x: Array, gamma: Any, beta: Any, axes: Axes, epsilon: float
) -> tuple[Array, Array, Array]:
    wide = x.astype(_wide(x.dtype), copy=False)
    n = max(_count(x.shape, axes), 1)
    mean = xp.sum(wide, axis=axes, keepdims=True) / n
    y = wide - mean
    variance = xp.sum(y * y, axis=axes, keepdims=True) / n
    y *= 1 / xp.sqrt(variance + epsilon)
    if gamma is not None:
        y *= gamma
    if beta is not None:
        y += beta
    narrow = [part.astype(x.dtype, copy=False) for part in (y, mean, variance)]
    return narrow[0], narrow[1], narrow[2]


def _count(shape: Any, axes: Axes) -> int:
    return int(np.prod([shape[a] for a in axes]))


def _forward_columns(
    xp: Any,
    x: Array,
    scale: Any,
    shift: Any,
    layout: _Layout,
    epsilon: float,
    y: Array,
) -> tuple[Array, Array, Array]:
    rows, cols, _ = layout
    wide, flat, n = _wide(x.dtype), _flat(xp, x), max(rows, 1)
    mean, variance, rest = (xp.zeros(cols, wide) for _ in range(3))
    for where, height, tiles in _column_blocks(rows, cols):
        block = flat[where].reshape(height, tiles * cols).astype(wide, copy=False)
        mean += _column_sums(xp, block, tiles, cols)
    mean /= n
    means = _Tiles(xp, mean)
    for where, height, tiles in _column_blocks(rows, cols):
        block = flat[where].reshape(height, tiles * cols)
        centred = block - means[tiles]
        rest += _column_sums(xp, centred, tiles, cols)
        centred *= centred
        variance += _column_sums(xp, centred, tiles, cols)
    # What rounding left in the mean is too small to be added to it where the mean is
    # large; it is taken out of the variance and of the result.
    rest /= n
    variance = xp.maximum(variance / n - rest * rest, 0)
    slope = 1 / xp.sqrt(variance + epsilon)
    if scale is not None:
        slope *= scale
    offset = -rest * slope
    if shift is not None:
        offset += shift
    slopes, offsets = _Tiles(xp, slope), _Tiles(xp, offset)
    for where, height, tiles in _column_blocks(rows, cols):
        block = flat[where].reshape(height, tiles * cols)
        answer = y[where].reshape(height, tiles * cols)
        work = answer if wide == x.dtype else None
        work = xp.subtract(block, means[tiles], out=work)
        work *= slopes[tiles]
        work += offsets[tiles]
        if work is not answer:
            answer[...] = work
    return y, mean + rest, variance


def _forward_rows(
    xp: Any,
    x: Array,
    scale: Any,
    shift: Any,
    layout: _Layout,
    epsilon: float,
    flat: Array,
) -> tuple[Array, Array, Array]:
    rows, cols, _ = layout
    wide = _wide(x.dtype)
    matrix = _flat(xp, x).reshape(rows, cols)
    mean, variance = xp.zeros((rows, 1), wide), xp.zeros((rows, 1), wide)
    y = flat.reshape(rows, cols)
    share = xp.full((cols, 1), 1 / max(cols, 1), wide)
    for where in _row_blocks(rows, cols):
        block = matrix[where].astype(wide, copy=False)
        work = y[where] if wide == x.dtype else None
        mean[where] = block @ share
        work = xp.subtract(block, mean[where], out=work)
        variance[where] = (work * work) @ share
        work *= 1 / xp.sqrt(variance[where] + epsilon)
        if scale is not None:
            work *= scale
        if shift is not None:
            work += shift
        if wide != x.dtype:
            y[where] = work
    return flat, mean, variance


# ---- backward ----


def _grad_infer(
    up: Spec,
    up_mean: Spec,
    up_variance: Spec,
    x: Spec,
    gamma: Spec | None,
    mean: Spec,
    variance: Spec,
    *,
    axes: Axes,
    epsilon: float,
    shape: Shape,
) -> tuple[Spec, Spec, Spec]:
    part = Spec(shape, up.dtype)
    return Spec(x.shape, up.dtype), part, part


@primitive(infer=_grad_infer, kind=OPAQUE)
def standardize_grad(
    xp: Any,
    up: Array,
    up_mean: Array,
    up_variance: Array,
    x: Array,
    gamma: Array | None,
    mean: Array,
    variance: Array,
    *,
    axes: Axes,
    epsilon: float,
    shape: tuple[int, ...],
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Gradients of `standardize` with respect to x, gamma and beta.

    `up`, `up_mean` and `up_variance` belong to its three results; `shape` is the
    aligned shape of gamma and beta, to which the last two results are summed.
    """
    wide = _wide(x.dtype)
    mean, variance, up_mean, up_variance = (
        part.astype(wide, copy=False) for part in (mean, variance, up_mean, up_variance)
    )
    layout = _layout(x.shape, axes, shape)
    rate = 1 / xp.sqrt(variance + epsilon)
    if layout is None or (layout.reduced == 0 and shape != mean.shape):
        found = _backward_anyhow(
            xp, up, up_mean, up_variance, x, gamma, mean, rate, axes, shape
        )
        return settle_all(found, out)
    scale = _vector(gamma, layout.cols, wide, xp)
    run = _backward_columns if layout.reduced == 0 else _backward_rows
    into = _flat_memory(xp, x.shape, up.dtype, out)
    gx, gscale, gshift = run(
        xp, up, up_mean, up_variance, x, scale, mean, rate, layout, into
    )
    if gscale.size != _size(shape):
        gscale, gshift = gscale.sum(), gshift.sum()
    gscale, gshift = (
        part.reshape(shape).astype(up.dtype, copy=False) for part in (gscale, gshift)
    )
    return _delivered(gx, x.shape, (gscale, gshift), out)


def _size(shape: tuple[int, ...]) -> int:
    return int(np.prod(shape))


def _backward_anyhow(
    xp: Any,
    up: Array,
    up_mean: Array,
    up_variance: Array,
    x: Array,
    gamma: Array | None,
    mean: Array,
    rate: Array,
    axes: Axes,
    shape: tuple[int, ...],
) -> tuple[Array, Array, Array]:
    n = max(_count(x.shape, axes), 1)
    centred = x - mean
    normal = centred * rate
    lost = tuple(i for i, m in enumerate(shape) if m == 1)
    wide = up.astype(rate.dtype, copy=False)
    gscale = xp.sum(wide * normal, axis=lost, keepdims=True)
    gshift = xp.sum(wide, axis=lost, keepdims=True)
    if gamma is not None:
        wide = wide * gamma
    gx = wide - xp.sum(wide, axis=axes, keepdims=True) / n
    gx -= normal * (xp.sum(wide * normal, axis=axes, keepdims=True) / n)
    gx *= rate
    gx += up_mean / n
    gx += centred * (up_variance * (2 / n))
    parts = [part.astype(up.dtype, copy=False) for part in (gx, gscale, gshift)]
    return parts[0], parts[1], parts[2]


def _backward_columns(
    xp: Any,
    up: Array,
    up_mean: Array,
    up_variance: Array,
    x: Array,
    scale: Array | None,
    mean: Array,
    rate: Array,
    layout: _Layout,
    gx: Array,
) -> tuple[Array, Array, Array]:
    rows, cols, _ = layout
    n, wide = max(rows, 1), rate.dtype
    flat, upstream = _flat(xp, x), _flat(xp, up)
    mean, rate = mean.reshape(cols), rate.reshape(cols)
    total, along = xp.zeros(cols, wide), xp.zeros(cols, wide)
    means = _Tiles(xp, mean)
    for where, height, tiles in _column_blocks(rows, cols):
        size = (height, tiles * cols)
        block = upstream[where].reshape(size).astype(wide, copy=False)
        total += _column_sums(xp, block, tiles, cols)
        work = flat[where].reshape(size) - means[tiles]
        work *= block
        along += _column_sums(xp, work, tiles, cols)
    # Everything else is per column: gx = a * up + b * (x - mean) + c.
    slope = rate if scale is None else rate * scale
    bend = up_variance.reshape(cols) * (2 / n) - slope * rate * rate * along / n
    a, b = _Tiles(xp, slope), _Tiles(xp, bend)
    c = _Tiles(xp, up_mean.reshape(cols) / n - slope * total / n)
    for where, height, tiles in _column_blocks(rows, cols):
        size = (height, tiles * cols)
        work = flat[where].reshape(size) - means[tiles]
        work *= b[tiles]
        work += upstream[where].reshape(size) * a[tiles]
        work += c[tiles]
        gx[where] = work.reshape(-1)
    return gx, along * rate, total


def _backward_rows(
    xp: Any,
    up: Array,
    up_mean: Array,
    up_variance: Array,
    x: Array,
    scale: Array | None,
    mean: Array,
    rate: Array,
    layout: _Layout,
    flat: Array,
) -> tuple[Array, Array, Array]:
    rows, cols, _ = layout
    n, wide = max(cols, 1), rate.dtype
    matrix = _flat(xp, x).reshape(rows, cols)
    upstream = _flat(xp, up).reshape(rows, cols)
    mean, rate = mean.reshape(rows, 1), rate.reshape(rows, 1)
    up_mean, up_variance = up_mean.reshape(rows, 1), up_variance.reshape(rows, 1)
    gscale, gshift = xp.zeros(cols, wide), xp.zeros(cols, wide)
    gx = flat.reshape(rows, cols)
    share = xp.full((cols, 1), 1 / n, wide)
    for where in _row_blocks(rows, cols):
        block = upstream[where].astype(wide, copy=False)
        normal = matrix[where] - mean[where]
        normal *= rate[where]
        work = block * normal
        gscale += _column_sums(xp, work, 1, cols)
        gshift += _column_sums(xp, block, 1, cols)
        if scale is not None:
            work *= scale
            block = block * scale
        slope = up_variance[where] * (2 / n) / rate[where]
        slope -= (work @ share) * rate[where]
        offset = up_mean[where] / n - (block @ share) * rate[where]
        xp.multiply(block, rate[where], out=work)
        normal *= slope
        work += normal
        work += offset
        gx[where] = work
    return flat, gscale, gshift


@standardize.vjp_joint
def _standardize_vjp(
    g: Any,
    needs: Any,
    ans: Any,
    x: Any,
    gamma: Any,
    gamma_spec: Any,
    beta_spec: Any,
    axes: Axes,
    epsilon: float,
) -> tuple[Any, ...]:
    _, mean, variance = ans
    part = gamma_spec or beta_spec
    shape = _aligned(() if part is None else part.shape, len(x.shape))
    if part is None:
        shape = tuple(mean.shape)
    gx, gscale, gshift = standardize_grad(
        *g, x, gamma, mean, variance, axes=axes, epsilon=epsilon, shape=shape
    )
    answers = [gx if gx.dtype == x.dtype else cast(gx, dtype=np.dtype(x.dtype).name)]
    for total, spec in ((gscale, gamma_spec), (gshift, beta_spec)):
        answers.append(None if spec is None else _like(total, spec))
    return tuple(answers)


def _like(total: Any, spec: Spec) -> Any:
    if tuple(total.shape) != tuple(spec.shape):
        total = reshape(total, shape=spec.shape)
    return total if total.dtype == spec.dtype else cast(total, dtype=spec.dtype.name)


@standardize_grad.vjp_joint
def _standardize_grad_vjp(
    g: Any,
    up: Any,
    up_variance: Any,
    x: Any,
    gamma: Any,
    mean: Any,
    variance: Any,
    up_spec: Spec,
    x_spec: Spec,
    gamma_spec: Spec | None,
    axes: Axes,
    epsilon: float,
) -> tuple[Any, ...]:
    # With z = (x - mean) * rate and v = up * gamma, the first answer is
    # rate * project(v), where project(v) = v - mean(v) - z * mean(v * z) is its own
    # transpose; the others are sums of up * z and of up.
    w, w_scale, w_shift = g
    n = 1.0 / max(_count(x_spec.shape, axes), 1)
    wide = _wide(np.dtype(x_spec.dtype)).name
    w, up, x, mean, variance = (
        cast(part, dtype=wide) for part in (w, up, x, mean, variance)
    )
    rate = rsqrt(variance + epsilon)
    centred = x - mean
    z = centred * rate
    v = up if gamma is None else up * gamma
    along_v, along_w = _mean(v * z, axes), _mean(w * z, axes)
    projected = w - _mean(w, axes) - z * along_w
    through = projected * rate
    d_z = up * w_scale - (w * along_v + v * along_w) * rate
    d_rate = _sum(projected * v, axes) + _sum(d_z * centred, axes)
    d_x = d_z * rate + w * up_variance * (2 * n)
    d_up = (through if gamma is None else through * gamma) + z * w_scale + w_shift
    d_gamma = None if gamma_spec is None else unbroadcast(up * through, gamma_spec)
    d_variance = d_rate * (-0.5) * rate * rate * rate
    narrow = up_spec.dtype.name
    return (
        unbroadcast(d_up, up_spec),
        cast(_sum(w, axes) * n, dtype=narrow),
        cast(_sum(w * centred, axes) * (2 * n), dtype=narrow),
        unbroadcast(d_x, x_spec),
        d_gamma,
        cast(-_sum(d_x, axes), dtype=narrow),
        cast(d_variance, dtype=narrow),
    )


def _mean(x: Any, axes: Axes) -> Any:
    return reduce_mean(x, axes=axes, keepdims=True)


def _sum(x: Any, axes: Axes) -> Any:
    return reduce_sum(x, axes=axes, keepdims=True)
