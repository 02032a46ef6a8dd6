"""Distances between points."""

from typing import Any

from cornu.ops.arguments import as_float, to_common
from cornu.primitives import distances


def cdist(x: Any, y: Any) -> Any:
    """Return the Euclidean distance of every point of `x` to every point of `y`.

    Parameters
    ----------
    x : array-like, shape (..., n, d)
    y : array-like, shape (..., m, d)
        Leading axes broadcast.

    Returns
    -------
    Tensor, shape (..., n, m), of the common float type

    Raises
    ------
    ShapeError
        If the points have different numbers of coordinates.

    Notes
    -----
    Where two points coincide the gradient is 0, not NaN.

    Examples
    --------
    >>> cdist([[0.0, 0.0]], [[3.0, 4.0], [0.0, 1.0]]).tolist()
    [[5.0, 1.0]]
    """
    x, y = (as_float(v) for v in to_common((x, y)))
    return distances.cdist(x, y)
