"""Values of arrays between their elements."""

from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_float, as_operand
from cornu.ops.image.arguments import one_of
from cornu.primitives import movement
from cornu.primitives.interpolation import MODES, interpolate

_ALL = (None, None, None)


def map_coordinates(
    inputs: Any,
    coordinates: Any,
    order: int,
    fill_mode: str = "constant",
    fill_value: float = 0,
) -> Any:
    """Return the values of an array at coordinates between its elements.

    Parameters
    ----------
    inputs : array-like, any number of axes
    coordinates : array-like, shape (number of axes, ...)
        Element i along the first axis says where on axis i, counted from 0.
    order : {0, 1}
        0 takes the nearest element (halves away from zero), 1 a linear mean.
    fill_mode : str, default "constant"
        How the array goes on outside: "constant" ``k k|a b c|k k``, "nearest"
        ``a a|a b c|c c``, "wrap" ``b c|a b c|a b``, "mirror" ``c b|a b c|b a``,
        "reflect" ``b a|a b c|c b``.
    fill_value : float, default 0
        The k of "constant".

    Returns
    -------
    Tensor, shape of `coordinates` without the first axis, type of `inputs`
        Integers are rounded, halves away from zero.

    Raises
    ------
    ShapeError
        If the first size of `coordinates` is not the number of axes.
    ArgumentError
        If `order` or `fill_mode` has no meaning.

    Examples
    --------
    >>> map_coordinates([10.0, 20.0], [[0.25, 1.0]], 1).tolist()
    [12.5, 20.0]
    """
    op = "map_coordinates"
    one_of(op, "fill_mode", fill_mode, MODES)
    if order not in (0, 1):
        raise ArgumentError(f"{op}: order={order!r} must be 0 or 1.")
    x, places = as_operand(inputs), as_float(as_operand(coordinates))
    ndim = len(x.shape)
    if len(places.shape) < 2 or places.shape[0] not in (ndim, None) or not ndim:
        raise ShapeError(
            f"{op}: coordinates must have shape (number of axes of inputs, ...) and at "
            f"least two axes; inputs is {tuple(x.shape)}, coordinates is "
            f"{tuple(places.shape)}."
        )
    x = movement.slice_view(x, index=(None, *(_ALL,) * ndim, None))
    places = movement.slice_view(places, index=(None, *(_ALL,) * len(places.shape)))
    found = interpolate(
        x, places, order=int(order), mode=fill_mode, value=float(fill_value)
    )
    middle = (_ALL,) * (len(found.shape) - 2)
    return movement.slice_view(found, index=(0, *middle, 0))
