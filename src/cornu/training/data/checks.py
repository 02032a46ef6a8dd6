"""Targets that a loss cannot learn from are refused before any work is done."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from cornu.errors import DataError, DTypeError, ShapeError
from cornu.ops.criteria import FUNCTIONS
from cornu.symbolic import SymbolicTensor
from cornu.typing import Shape
from cornu.utils.naming import to_snake_case


def check_targets(loss: Any, y: Any, shape: Shape) -> None:
    """Look through all targets once, with the eyes of their loss.

    Losses of the user's own are not known, so nothing is asked of their targets.

    Parameters
    ----------
    loss : Loss
    y : array-like, shape (samples, ...)
        All targets of one output, in main memory.
    shape : tuple of int or None
        Shape of that output, with the batch axis.

    Raises
    ------
    ShapeError
        If targets and output do not fit together.
    DataError
        If values are missing (NaN, infinite) or outside what the loss is made for.
    """
    kind = kind_of(loss)
    if kind is None or not hasattr(y, "dtype"):
        return
    host = np.asarray(y)
    if host.dtype.kind not in "biuf":
        raise DataError(
            f"y holds {host.dtype} values, {kind} needs numbers. Encode text as class "
            f"numbers first."
        )
    _check_shapes(loss, host, shape)
    _check_finite(kind, host)
    if host.size:
        _CHECKS.get(kind, _nothing)(kind, loss, host, shape)


def kind_of(loss: Any) -> str | None:
    """Return the name of the library's loss function behind `loss`, None if its own."""
    function = getattr(loss, "fn", None)
    if function is not None:
        return function.__name__ if function in FUNCTIONS else None
    name = to_snake_case(type(loss).__name__)
    ours = type(loss).__module__.startswith("cornu.")
    return name if ours and name in {f.__name__ for f in FUNCTIONS} else None


# What last fitted each loss: asking it takes as long as measuring a small batch.
_fitting: "WeakKeyDictionary[Any, tuple[Shape, Shape]]" = WeakKeyDictionary()


def _check_shapes(loss: Any, y: np.ndarray, shape: Shape) -> None:
    """Let the loss itself say, on symbols, whether the shapes fit."""
    sizes = (y.shape[1:], tuple(shape[1:]))
    if _fitting.get(loss) == sizes:
        return
    target = SymbolicTensor((None, *y.shape[1:]), dtype="float32")
    output = SymbolicTensor((None, *shape[1:]), dtype="float32")
    try:
        loss.call(target, output)
        _fitting[loss] = sizes
    except (ShapeError, DTypeError):
        raise
    except Exception:  # what symbols cannot tell, the first batch will
        return


def _check_finite(kind: str, y: np.ndarray) -> None:
    if y.dtype.kind != "f":
        return
    good = np.isfinite(y)
    if good.all():
        return
    rows = np.flatnonzero(~good.reshape(len(y), -1).all(axis=1))
    raise DataError(
        f"y has missing values: {len(rows)} of {len(y)} rows hold NaN or infinity, the "
        f"first is row {rows[0]}. {kind} would be NaN from there on; drop or fill them."
    )


def _number(x: Any) -> str:
    return f"{float(x):g}"


def _check_class_numbers(kind: str, loss: Any, y: np.ndarray, shape: Shape) -> None:
    settings = getattr(loss, "settings", {})
    ignored = settings.get("ignore_class", getattr(loss, "ignore_class", None))
    axis = settings.get("axis", getattr(loss, "axis", -1))
    classes = shape[axis]
    labels = y if ignored is None else y[y != ignored]
    if not labels.size or classes is None:
        return
    if labels.dtype.kind == "f" and (labels != np.floor(labels)).any():
        odd = labels[labels != np.floor(labels)].flat[0]
        raise DataError(
            f"y holds {_number(odd)}, but {kind} needs whole class numbers from 0 to "
            f"{classes - 1}. For quantities use a loss of regression, such as 'mse'."
        )
    low, high = int(labels.min()), int(labels.max())
    if low < 0 or high >= classes:
        hint = ""
        if low >= 1 and high == classes:
            hint = " Subtract 1: classes are counted from 0."
        elif high >= classes:
            hint = f" The last layer needs {high + 1} units."
        elif low < 0:
            hint = " Class numbers start at 0; for a class to skip, see ignore_class."
        raise DataError(
            f"labels run from {low} to {high} but the output has {classes} classes (0 "
            f"to {classes - 1}).{hint}"
        )


def _check_unit_interval(kind: str, loss: Any, y: np.ndarray, shape: Shape) -> None:
    low, high = y.min(), y.max()
    if low >= 0 and high <= 1:
        return
    hint = ""
    if low == -1 and high == 1:
        hint = " Turn -1 and 1 into 0 and 1: y = (y + 1) / 2."
    elif low >= 0 and kind.startswith("binary") and (y == np.floor(y)).all():
        hint = (
            f" Labels of {int(high) + 1} classes need sparse_categorical_crossentropy "
            f"and as many units in the last layer."
        )
    raise DataError(
        f"y runs from {_number(low)} to {_number(high)}, but {kind} needs targets "
        f"between 0 and 1.{hint}"
    )


def _check_signs(kind: str, loss: Any, y: np.ndarray, shape: Shape) -> None:
    zero, minus, one = y == 0, y == -1, y == 1
    other = ~(zero | minus | one)
    if other.any():
        raise DataError(
            f"y holds {_number(y[other].flat[0])}, but {kind} needs labels -1 and 1, "
            f"or 0 and 1."
        )
    if zero.any() and minus.any():
        raise DataError(
            f"y holds both -1 and 0, but {kind} needs labels -1 and 1, or 0 and 1."
        )


def _check_counts(kind: str, loss: Any, y: np.ndarray, shape: Shape) -> None:
    if y.min() < 0:
        raise DataError(
            f"y goes down to {_number(y.min())}, but {kind} needs counts, 0 or more."
        )


def _nothing(kind: str, loss: Any, y: np.ndarray, shape: Shape) -> None:
    """Ask nothing of targets that may be any number."""


_CHECKS: dict[str, Callable[[str, Any, np.ndarray, Shape], None]] = {
    "sparse_categorical_crossentropy": _check_class_numbers,
    "categorical_crossentropy": _check_unit_interval,
    "categorical_focal_crossentropy": _check_unit_interval,
    "binary_crossentropy": _check_unit_interval,
    "binary_focal_crossentropy": _check_unit_interval,
    "hinge": _check_signs,
    "squared_hinge": _check_signs,
    "poisson": _check_counts,
}
