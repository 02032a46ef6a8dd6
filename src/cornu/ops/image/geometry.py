"""Images turned, sheared, seen at an angle, and crumpled."""

import math
from typing import Any

from cornu.autodiff import Tensor
from cornu.core import spec_of
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_float, as_operand, cast_to, dtype_of, is_symbolic
from cornu.ops.creation import broadcast_to
from cornu.ops.image.arguments import Layout, channels_last, one_of, restored
from cornu.ops.image.filters import gaussian_window
from cornu.ops.movement import stack
from cornu.ops.seeds import draw_state
from cornu.primitives import contraction, elementwise, movement, reduction
from cornu.primitives.interpolation import MODES, interpolate
from cornu.primitives.random import random_uniform
from cornu.primitives.separable import separable
from cornu.symbolic import from_spec

_ORDERS = {"nearest": 0, "bilinear": 1}
_ALL = (None, None, None)


def affine_transform(
    images: Any,
    transform: Any,
    interpolation: str = "bilinear",
    fill_mode: str = "constant",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    """Return images shifted, turned, stretched or sheared.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    transform : array-like, shape (8,) or (batch, 8)
        Numbers ``a0 a1 a2 b0 b1 b2 c0 c1``: the result at (x, y) is what the image has
        at ``(a0 x + a1 y + a2, b0 x + b1 y + b2)``. The last two are not used.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
    fill_mode : str, default "constant"
        How images go on outside: see :func:`map_coordinates`.
    fill_value : float, default 0
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape and type of `images`

    Raises
    ------
    ShapeError
        If shapes do not fit together.
    ArgumentError
        If a word is unknown.

    Examples
    --------
    >>> shift = [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    >>> affine_transform([[[1.0], [2.0], [3.0]]], shift).numpy()[0, :, 0].tolist()
    [2.0, 3.0, 0.0]
    """
    op = "affine_transform"
    order = _ORDERS[one_of(op, "interpolation", interpolation, tuple(_ORDERS))]
    one_of(op, "fill_mode", fill_mode, MODES)
    x, layout = channels_last(op, images, data_format)
    numbers = as_float(as_operand(transform))
    rank = len(numbers.shape)
    if rank not in (1, 2) or numbers.shape[-1] not in (8, None):
        raise ShapeError(
            f"{op}: transform must have shape (8,) or (batch, 8), got "
            f"{tuple(numbers.shape)}."
        )
    if rank == 1:
        numbers = movement.slice_view(numbers, index=(None, _ALL))
    _check_batch(op, "transform", numbers, x)
    if is_symbolic(x) or is_symbolic(numbers):
        return restored(layout, from_spec(spec_of(x)))
    rows = movement.slice_axis(_accurate(numbers, x), 1, 0, 6)
    matrix = movement.reshape(rows, shape=(numbers.shape[0], 2, 3))
    places = _over(_grid(x, dtype_of(matrix).name), movement.flip(matrix, axes=(1,)))
    return _moved(x, layout, places, order, fill_mode, fill_value)


def perspective_transform(
    images: Any,
    start_points: Any,
    end_points: Any,
    interpolation: str = "bilinear",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    """Return images as seen at an angle: four points go to four others.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    start_points, end_points : array-like, shape (4, 2) or (batch, 4, 2)
        Where the points (x, y) are in the images, and where in the result. No three
        of them may lie on a line.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
    fill_value : float, default 0
        What stands where the images do not reach.
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape and type of `images`

    Raises
    ------
    ShapeError
        If shapes do not fit together.
    ArgumentError
        If a word is unknown.

    References
    ----------
    .. [1] Heckbert, "Fundamentals of Texture Mapping and Image Warping", Master's
       thesis, University of California, Berkeley, 1989, section 2.2.

    Examples
    --------
    >>> corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    >>> aside = [[1.0, 0.0], [1.0, 1.0], [2.0, 0.0], [2.0, 1.0]]
    >>> image = [[[1.0], [2.0], [3.0]]]
    >>> perspective_transform(image, corners, aside).numpy()[0, :, 0].round(3).tolist()
    [0.0, 1.0, 2.0]
    """
    op = "perspective_transform"
    order = _ORDERS[one_of(op, "interpolation", interpolation, tuple(_ORDERS))]
    x, layout = channels_last(op, images, data_format)
    start, end = (as_float(as_operand(p)) for p in (start_points, end_points))
    for name, points in (("start_points", start), ("end_points", end)):
        shape = tuple(points.shape)
        if len(shape) not in (2, 3) or any(
            n not in (m, None) for n, m in zip(shape[-2:], (4, 2))
        ):
            raise ShapeError(
                f"{op}: {name} must have shape (4, 2) or (batch, 4, 2), got {shape}."
            )
    if len(start.shape) != len(end.shape):
        raise ShapeError(
            f"{op}: start_points is {tuple(start.shape)} and end_points is "
            f"{tuple(end.shape)}; they must have the same shape."
        )
    if len(start.shape) == 2:
        start, end = (movement.slice_view(p, index=(None, _ALL)) for p in (start, end))
    _check_batch(op, "start_points", start, x)
    _check_batch(op, "end_points", end, x)
    if any(map(is_symbolic, (x, start, end))):
        return restored(layout, from_spec(spec_of(x)))
    matrix = _homography(cast_to(end, "float64"), cast_to(start, "float64"))
    matrix = cast_to(matrix, dtype_of(_accurate(start, x)).name)
    ahead = _over(_grid(x, dtype_of(matrix).name), matrix)
    depth = movement.slice_axis(ahead, 1, 2, 3)
    places = movement.slice_axis(ahead, 1, 0, 2) / depth
    return _moved(x, layout, places, order, "constant", fill_value)


def _check_batch(op: str, name: str, given: Any, x: Any) -> None:
    n, batch = given.shape[0], x.shape[0]
    if n not in (1, batch, None) and batch is not None:
        raise ShapeError(
            f"{op}: {name} has {n} rows for {batch} images; it must have one for all, "
            f"or one for each."
        )


def _accurate(numbers: Any, x: Any) -> Any:
    """Return coordinates' data in a type with digits enough for pixels."""
    wide = dtype_of(numbers).name == "float64" and dtype_of(x).name == "float64"
    return cast_to(numbers, "float64" if wide else "float32")


def _grid(x: Any, dtype: str) -> Any:
    """Return x, y and 1 at each pixel, shape (3, height, width)."""
    height, width = x.shape[1:3]
    across = broadcast_to(Tensor(range(width), dtype), (height, width))
    down = broadcast_to(Tensor(range(height), dtype).reshape(-1, 1), (height, width))
    return stack([across, down, movement.full_like(across, value=1)])


def _over(grid: Any, matrix: Any) -> Any:
    """Return what matrices of three columns make of a grid, the batch first."""
    return contraction.einsum(matrix, grid, subscripts="nik,khw->nihw")


def _moved(
    x: Any, layout: Layout, places: Any, order: int, mode: str, value: Any
) -> Any:
    """Read images at (y, x), in the layout they came in."""
    if places.shape[0] != x.shape[0]:
        places = broadcast_to(places, (x.shape[0], *places.shape[1:]))
    found = interpolate(x, places, order=order, mode=mode, value=float(value))
    return restored(layout, found)


def _homography(source: Any, target: Any) -> Any:
    """Return the matrices that take (x, y, 1) at `source` to (y, x, 1) at `target`.

    Each point is a corner of a projective frame: three of them, weighted so that their
    sum is the fourth. The map leads from one frame to the other, up to a factor.
    """
    outer = None
    into, out_of = _frame(source), _frame(target)
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        # Row i of the inverse of the source's frame, up to a factor common to all.
        weight = into.weights[j] * into.weights[k]
        row = [weight * c for c in into.lines[i]]
        x, y = out_of.points[i]
        column = [out_of.weights[i] * c for c in (y, x, 1.0)]
        part = stack([stack([a * b for b in row], 1) for a in column], 1)
        outer = part if outer is None else outer + part
    return outer / reduction.reduce_sum(
        elementwise.absolute(outer), axes=(1, 2), keepdims=True
    )


class _Frame:
    """Three points, the lines across from them, and their weights in the fourth."""

    def __init__(self, points: list[tuple[Any, Any]]) -> None:
        *self.points, last = points
        self.lines = [
            _line(self.points[(i + 1) % 3], self.points[(i + 2) % 3]) for i in range(3)
        ]
        self.weights = [a * last[0] + b * last[1] + c for a, b, c in self.lines]


def _frame(points: Any) -> _Frame:
    def number(i: int, k: int) -> Any:
        return movement.slice_view(points, index=(_ALL, i, k))

    return _Frame([(number(i, 0), number(i, 1)) for i in range(4)])


def _line(p: tuple[Any, Any], q: tuple[Any, Any]) -> tuple[Any, Any, Any]:
    """Return a, b, c of the line ``a x + b y + c = 0`` through two points."""
    return p[1] - q[1], q[0] - p[0], p[0] * q[1] - p[1] * q[0]


# ---- crumpled ----


def elastic_transform(
    images: Any,
    alpha: float = 20.0,
    sigma: float = 5.0,
    interpolation: str = "bilinear",
    fill_mode: str = "reflect",
    fill_value: float = 0.0,
    seed: Any = None,
    data_format: str | None = None,
) -> Any:
    """Return images whose pixels are shifted at random, neighbours alike.

    Parameters
    ----------
    images : array-like, shape (height, width, channels) or (batch, ...)
    alpha : float, default 20.0
        How far: shifts have a standard deviation of about ``0.28 * alpha`` pixels.
    sigma : float > 0, default 5.0
        How alike neighbours are: the width, in pixels, of the bell that random shifts
        are smoothed with.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
    fill_mode : str, default "reflect"
        How images go on outside: see :func:`map_coordinates`.
    fill_value : float, default 0.0
    seed : int, SeedGenerator or None, default None
        An integer always gives the same shifts, a generator new ones each time; None
        uses the shared generator (see ``set_random_seed``).
    data_format : {"channels_last", "channels_first"}, optional
        The configured one by default.

    Returns
    -------
    Tensor, shape and type of `images`

    Raises
    ------
    ShapeError
        If `images` has neither 3 nor 4 axes.
    ArgumentError
        If `sigma` is not above 0 or a word is unknown.

    References
    ----------
    .. [1] Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
       Networks Applied to Visual Document Analysis", ICDAR 2003, section 2.

    Examples
    --------
    >>> from cornu.ops import ones
    >>> elastic_transform(ones((2, 8, 8, 3)), seed=1).shape
    (2, 8, 8, 3)
    """
    op = "elastic_transform"
    order = _ORDERS[one_of(op, "interpolation", interpolation, tuple(_ORDERS))]
    one_of(op, "fill_mode", fill_mode, MODES)
    if not sigma > 0:
        raise ArgumentError(f"{op}: sigma={sigma!r} must be above 0.")
    x, layout = channels_last(op, images, data_format)
    if is_symbolic(x):
        return restored(layout, from_spec(spec_of(x)))
    batch, height, width = x.shape[:3]
    state = draw_state(seed)
    noise = random_uniform(state, shape=(batch, 2, height, width), dtype="float32")
    window = gaussian_window(2 * math.ceil(3 * sigma) + 1, float(sigma))
    smooth = separable(noise - 0.5, axes=(2, 3), maps=(("window", window, "same"),) * 2)
    # Noise of deviation sigma stays equally strong whatever it is smoothed with.
    shifts = smooth * (math.sqrt(12.0) * sigma * alpha)
    grid = _grid(x, "float32")
    places = movement.flip(movement.slice_axis(grid, 0, 0, 2), axes=(0,)) + shifts
    return _moved(x, layout, places, order, fill_mode, fill_value)
