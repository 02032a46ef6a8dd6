"""Linear maps along single axes of images: resizing, blurring, slopes.

A map is named by plain words and numbers, and becomes a small matrix once the size of
its axis is known:

``("resize", count, method, antialias)``
    `count` samples evenly spread over the axis.
``("window", weights, padding)``
    Weighted sums of neighbours; "same" pads with zeros, "valid" does not pad.
"""

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from cornu.core import WINDOW, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives.comparison import logical_and, where
from cornu.primitives.elementwise import absolute, sin
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import reduce_sum
from cornu.typing import Array, Shape

Map = tuple[Any, ...]

RADIUS = {"bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}
"""How many neighbours on either side have a say."""

_LEAST_SUM = 1e-6  # of weights that still say something
_MOST_TERMS = 6  # longer sums are left to a matrix product
_FEW = 16  # elements side by side, too few for a row of a matrix product


# ---- weights ----


def weights_at(method: str, x: Any) -> Any:
    """Return the weight of a neighbour `x` samples away, on either side.

    Works on arrays and Tensors.

    References
    ----------
    .. [1] Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE
       Transactions on Acoustics, Speech, and Signal Processing 29, 1981, equation 15.
    .. [2] Duchon, "Lanczos Filtering in One and Two Dimensions", Journal of Applied
       Meteorology 18, 1979.
    """
    far = absolute(x)
    if method == "bilinear":
        return where(far < 1, 1 - far, 0.0)
    # Even powers are taken of x itself: the slope of |x| at 0 is nobody's guess.
    if method == "bicubic":
        inner = (1.5 * far - 2.5) * (x * x) + 1
        outer = ((-0.5 * far + 2.5) * far - 4) * far + 2
        return where(far < 1, inner, where(far < 2, outer, 0.0))
    radius = RADIUS[method]
    off = where(far > 1e-3, x, 1.0)  # so that 0 / 0 is never formed
    wave = radius * sin(math.pi * off) * sin(math.pi / radius * off)
    value = wave / (math.pi**2 * off * off)
    bend = (1 + 1 / radius**2) * math.pi**2 / 6
    return where(far > 1e-3, where(far < radius, value, 0.0), 1 - bend * x * x)


def resampling_matrix(
    results: Any,
    samples: Any,
    scale: Any,
    shift: Any,
    method: str,
    antialias: bool,
    least: float = _LEAST_SUM,
) -> Any:
    """Return what each sample of an axis adds to each result, (results, samples).

    Result i lies at ``(i + 1/2 - shift) / scale - 1/2`` among the samples; where that
    is outside the axis, the weights are 0. Works on arrays and Tensors.

    Parameters
    ----------
    results : array, shape (count, 1)
        0, 1, ... as floats.
    samples : array, shape (1, size)
        The same for the samples.
    scale, shift : float, or array of no axes
        Samples become `scale` times as far apart, and then move by `shift`.
    method : str
        One of `RADIUS`.
    antialias : bool
        Whether weights reach farther where results are farther apart than samples.
    least : float
        Sums of weights below it count as 0.
    """
    step = 1.0 / scale
    place = (results + 0.5) * step - shift * step - 0.5
    distance = place - samples
    if antialias:
        distance = distance / where(step > 1, step, 1.0)
    weights = weights_at(method, distance)
    total = reduce_sum(weights, axes=(1,), keepdims=True)
    inside = logical_and(place >= -0.5, place <= samples.shape[1] - 0.5)
    sound = logical_and(inside, absolute(total) > least)
    return where(sound, weights / where(sound, total, 1.0), 0.0)


# ---- maps of known size ----


class Term(NamedTuple):
    """Say ``result[rows] += weights * x[columns]``.

    Attributes
    ----------
    rows : slice
    columns : slice or array of int
    weights : float or array
    """

    rows: slice
    columns: Any
    weights: Any


class Linear(NamedTuple):
    """Hold a linear map of an axis: as few terms, else as a matrix.

    Attributes
    ----------
    length : int
        Size of the result.
    terms : tuple of Term
        Empty if there are too many.
    matrix : ndarray or None, shape (length, size)
        None if there are terms.
    is_pick : bool
        Whether each result is one element as it stands.
    """

    length: int
    terms: tuple[Term, ...]
    matrix: Any = None
    is_pick: bool = False


@lru_cache(maxsize=128)
def linear(found: Map, size: int, is_back: bool) -> Linear:
    """Return the map of an axis of `size` elements, or its transpose."""
    if found[0] == "window":
        return _window(found[1], found[2], size, is_back)
    _, count, method, antialias = found
    if method == "nearest":
        # In whole numbers, so that no rounding decides.
        places = (2 * np.arange(count) + 1) * size // (2 * count)
        if not is_back:
            return Linear(count, (Term(slice(None), _plain(places), 1.0),), None, True)
        return _from_matrix((places == np.arange(size)[:, None]).astype(np.float64))
    matrix = resampling_matrix(
        np.arange(float(count))[:, None],
        np.arange(float(size))[None],
        np.asarray(count / size),
        0.0,
        method,
        antialias,
    )
    return _from_matrix(matrix.T if is_back else matrix)


def _from_matrix(matrix: np.ndarray) -> Linear:
    terms = _terms_of(matrix)
    return Linear(len(matrix), terms, None if terms else np.ascontiguousarray(matrix))


def _window(
    weights: tuple[float, ...], padding: str, size: int, is_back: bool
) -> Linear:
    before = (len(weights) - 1) // 2 if padding == "same" else 0
    count = size if padding == "same" else max(size - len(weights) + 1, 0)
    terms = []
    for k, weight in enumerate(weights):
        shift = k - before
        first, last = max(-shift, 0), min(size - shift, count)
        if weight and first < last:
            here, there = slice(first, last), slice(first + shift, last + shift)
            terms.append(Term(*((there, here) if is_back else (here, there)), weight))
    length = size if is_back else count
    if 0 < len(terms) <= _MOST_TERMS:
        return Linear(length, tuple(terms))
    matrix = np.zeros((length, count if is_back else size))
    for term in terms:
        places = (np.arange(t.start, t.stop) for t in (term.rows, term.columns))
        matrix[tuple(places)] = term.weights
    return Linear(length, (), matrix)


def _terms_of(matrix: np.ndarray) -> tuple[Term, ...]:
    """Return the rows' weights as terms: the first of each row, the second, ..."""
    used = matrix != 0
    first, last = used.argmax(axis=1), matrix.shape[1] - used[:, ::-1].argmax(axis=1)
    length = int((last - first).max(initial=0, where=used.any(axis=1)))
    if not 0 < length <= _MOST_TERMS:
        return ()
    # Rows with fewer weights get zeros to their right, or to their left at the end.
    first = np.minimum(first, matrix.shape[1] - length)
    terms = []
    for k in range(length):
        columns = first + k
        weights = matrix[np.arange(len(matrix)), columns]
        same = weights[0] if (weights == weights[0]).all() else weights
        terms.append(Term(slice(None), _plain(columns), same))
    return tuple(terms)


def _plain(positions: np.ndarray) -> Any:
    """Return evenly spaced positions as a slice, others as they are."""
    steps = np.diff(positions)
    if not steps.size or steps[0] < 1 or (steps != steps[0]).any():
        return positions
    start, step = int(positions[0]), int(steps[0])
    return slice(start, int(positions[-1]) + 1, step)


# ---- the primitive ----


def _count(found: Map, size: int | None) -> int | None:
    if found[0] == "resize":
        return int(found[1])
    if size is None or found[2] == "same":
        return size
    if size < len(found[1]):
        raise ShapeError(
            f"separable: the window covers {len(found[1])} elements, but the axis has "
            f"only {size}. Use a smaller window or larger images."
        )
    return size - len(found[1]) + 1


def _separable_infer(
    x: Spec,
    *,
    axes: tuple[int, ...],
    maps: tuple[Map, ...],
    back_to: Shape | None = None,
) -> Spec:
    shape = list(x.shape)
    for i, axis in enumerate(axes):
        if back_to is not None:
            shape[axis] = back_to[i]
            continue
        if shape[axis] == 0:
            raise ShapeError(
                f"separable: axis {axis} of shape {x.shape} has no element to work "
                f"with; it must have one."
            )
        shape[axis] = _count(maps[i], shape[axis])
    return Spec(tuple(shape), x.dtype)


@primitive(infer=_separable_infer, kind=WINDOW)
def separable(
    xp: Any,
    x: Array,
    *,
    axes: tuple[int, ...],
    maps: tuple[Map, ...],
    back_to: tuple[int, ...] | None = None,
    out: Array | None = None,
) -> Array:
    """Apply a linear map along each of some axes, or the transpose of it.

    The transpose brings those axes back to the sizes `back_to`. Integers are rounded
    to the nearest, halves to the even one, and limited to their range.
    """
    spec = _separable_infer(
        Spec(x.shape, x.dtype), axes=axes, maps=maps, back_to=back_to
    )
    found = []
    for i, axis in enumerate(axes):
        size = x.shape[axis] if back_to is None else back_to[i]
        found.append((axis, linear(maps[i], size, back_to is not None)))
    # What makes the array smaller comes first, then what moves the longest runs.
    found.sort(key=lambda pair: (pair[1].length / max(x.shape[pair[0]], 1), pair[0]))
    if all(step.is_pick for _, step in found):
        for axis, step in found:
            x = _picked(xp, x, axis, step.terms[0].columns)
        return xp.array(x) if out is None else settle(x, out)
    result = x.astype(working_dtype(x.dtype), copy=False)
    for axis, step in found:
        result = _apply(xp, result, axis, step)
    return _as(xp, result, spec.dtype, x, out)


@separable.vjp("x")
def _separable_vjp(
    g: Any,
    x_spec: Spec,
    axes: tuple[int, ...],
    maps: tuple[Map, ...],
    back_to: Shape | None,
) -> Any:
    sizes = None if back_to is not None else tuple(x_spec.shape[a] for a in axes)
    return separable(g, axes=axes, maps=maps, back_to=sizes)


def working_dtype(dtype: np.dtype) -> np.dtype:
    """Return the float type to compute in: float64 for long integers and itself."""
    wide = dtype.itemsize == 8 or (dtype.kind in "iu" and dtype.itemsize == 4)
    return np.dtype(np.float64 if wide else np.float32)


def _as(xp: Any, result: Array, dtype: np.dtype, x: Array, out: Array | None) -> Array:
    if dtype.kind in "iu":
        result = xp.rint(result)
        info = np.iinfo(dtype)
        result = xp.clip(result, info.min, info.max)
    if out is not None:
        return settle(result if dtype.kind != "b" else result != 0, out)
    return result.astype(dtype, copy=result is x)


def _apply(xp: Any, x: Array, axis: int, step: Linear) -> Array:
    shape = (*x.shape[:axis], step.length, *x.shape[axis + 1 :])
    if step.terms:
        return _by_terms(xp, x, axis, step.terms, shape)
    inner = math.prod(x.shape[axis + 1 :])
    matrix = xp.asarray(step.matrix, dtype=x.dtype)
    outer, size = math.prod(x.shape[:axis]), x.shape[axis]
    if inner == 1:
        return xp.matmul(x.reshape(outer, size), matrix.T).reshape(shape)
    if inner < _FEW:
        rows = x.reshape(outer, size, inner).transpose(0, 2, 1)
        found = xp.matmul(rows.reshape(outer * inner, size), matrix.T)
        found = found.reshape(outer, inner, step.length).transpose(0, 2, 1)
        return found.reshape(shape)
    return xp.matmul(matrix, x.reshape(outer, size, inner)).reshape(shape)


def _picked(xp: Any, x: Array, axis: int, places: Any) -> Array:
    if isinstance(places, slice):
        return x[(*(slice(None),) * axis, places)]
    return xp.take(x, xp.asarray(places), axis=axis)


def _by_terms(
    xp: Any, x: Array, axis: int, terms: tuple[Term, ...], shape: tuple[int, ...]
) -> Array:
    before = (slice(None),) * axis
    trailing = (1,) * (len(shape) - axis - 1)
    result = None
    for term in terms:
        piece = _picked(xp, x, axis, term.columns)
        weights = term.weights
        if isinstance(weights, np.ndarray):
            weights = xp.asarray(weights.astype(x.dtype).reshape(-1, *trailing))
        else:
            weights = x.dtype.type(weights)
        covers = term.rows == slice(None) or term.rows == slice(0, shape[axis])
        if result is None and covers:
            result = xp.multiply(piece, weights)
            continue
        if result is None:
            result = xp.zeros(shape, x.dtype)
        target = result[(*before, term.rows)]
        xp.add(target, piece * weights, out=target)
    return result
