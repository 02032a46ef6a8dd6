"""InputSpec: what a layer demands of its inputs, checked before it works."""

from typing import Any

from cornu.errors import DTypeError, ShapeError
from cornu.utils import tree


class InputSpec:
    """State what an input must look like.

    Parameters
    ----------
    dtype : str, optional
        Name of the data type.
    shape : tuple of int or None, optional
        Exact sizes; None matches any.
    ndim : int, optional
        Number of axes.
    max_ndim, min_ndim : int, optional
        Bounds of the number of axes.
    axes : dict of int to int, optional
        Sizes of single axes; negative positions count from the end.
    allow_last_axis_squeeze : bool, default False
        Whether a last axis of size 1 may be missing or superfluous.
    name : str, optional
        Name of the input, for dictionaries.
    optional : bool, default False
        Whether None is accepted.

    Examples
    --------
    >>> InputSpec(min_ndim=2, axes={-1: 8})
    InputSpec(min_ndim=2, axes={-1: 8})
    """

    def __init__(
        self,
        dtype: Any = None,
        shape: Any = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, int] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ) -> None:
        self.dtype = str(dtype) if dtype is not None else None
        self.shape = tuple(shape) if shape is not None else None
        self.ndim = len(self.shape) if self.shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = {int(k): v for k, v in (axes or {}).items()}
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        self.name = name
        self.optional = optional

    def __repr__(self) -> str:
        fields = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        given = [(f, getattr(self, f)) for f in fields]
        return f"InputSpec({', '.join(f'{k}={v}' for k, v in given if v)})"

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        fields = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        return {f: getattr(self, f) for f in fields}


def check_inputs(specs: Any, inputs: Any, who: str) -> None:
    """Compare inputs with what a layer demands.

    Raises
    ------
    ShapeError
        If their number, rank or sizes do not fit; names layer, input, both sides.
    DTypeError
        If a data type does not fit.
    """
    wanted = tree.flatten(specs)
    given = tree.flatten(inputs)
    if len(wanted) != len(given):
        raise ShapeError(
            f"{who} expects {len(wanted)} input(s), got {len(given)}: "
            f"{[getattr(x, 'shape', type(x).__name__) for x in given]}."
        )
    for position, (spec, x) in enumerate(zip(wanted, given)):
        if spec is None or (x is None and spec.optional):
            continue
        label = (
            f"input {position} of {who}" if len(wanted) > 1 else f"the input of {who}"
        )
        _check_one(spec, x, label)


def _check_one(spec: InputSpec, x: Any, label: str) -> None:
    shape = tuple(x.shape)
    rank = len(shape)
    advice = ""
    if spec.ndim is not None and rank != spec.ndim and not spec.allow_last_axis_squeeze:
        if rank == spec.ndim - 1:
            advice = (
                " Add the missing axis (a batch axis: x[None]; channels or features: "
                "x[..., None]), or check the layer before."
            )
        elif rank < spec.ndim:
            advice = (
                " A layer before it may have removed axes, as Flatten does; Reshape "
                "brings them back."
            )
        elif rank > spec.ndim:
            advice = (
                " Remove axes before it: with Flatten, a pooling layer, or "
                "return_sequences=False."
            )
        raise ShapeError(
            f"{label} must have {spec.ndim} axes, got {rank}: shape {shape}.{advice}"
        )
    if spec.max_ndim is not None and rank > spec.max_ndim:
        raise ShapeError(
            f"{label} must have at most {spec.max_ndim} axes, got shape {shape}."
        )
    if spec.min_ndim is not None and rank < spec.min_ndim:
        raise ShapeError(
            f"{label} must have at least {spec.min_ndim} axes (the first is the "
            f"batch), got shape {shape}. Add the missing axis: x[None] or x[..., None]."
        )
    if spec.dtype is not None and str(x.dtype) != spec.dtype:
        raise DTypeError(f"{label} must be of dtype {spec.dtype}, got {x.dtype}.")
    for axis, size in spec.axes.items():
        if (
            size is not None
            and -rank <= axis < rank
            and shape[axis] not in (size, None)
        ):
            raise ShapeError(
                f"{label} must have size {size} on axis {axis}, as it was built, got "
                f"shape {shape}."
            )
    if spec.shape is not None:
        for a, b in zip(spec.shape, shape):
            if a is not None and b is not None and a != b:
                raise ShapeError(f"{label} must have shape {spec.shape}, got {shape}.")
