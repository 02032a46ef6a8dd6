"""Between arrays on the host and tensors where the model lives."""

from typing import Any

import numpy as np

from cornu.autodiff import Tensor, to_array, wrap
from cornu.config import floatx
from cornu.errors import ShapeError
from cornu.utils import tree
from cornu.utils.text import TEXT_KINDS


def to_tensors(batch: Any, home: Any) -> Any:
    """Turn one batch of arrays into tensors on a backend.

    Parameters
    ----------
    batch : nested structure of arrays and None
    home : Backend or None
        Where the model's weights are; None for the configured device.
    """
    return tree.map_structure(lambda a: _to_tensor(a, home), batch)


def _to_tensor(array: Any, home: Any) -> Any:
    if array is None or isinstance(array, Tensor):
        return array
    if array.dtype.kind in TEXT_KINDS:
        return array  # there are no tensors of strings
    if array.dtype.kind == "f" and array.dtype != floatx():
        array = array.astype(floatx())
    if home is None:
        return wrap(to_array(array))
    return wrap(home.asarray(array))


class Collected:
    """Gather the outputs of many batches on the host and join them.

    Parameters
    ----------
    rows : int, optional
        How many there will be in all, if known: then each is copied only once, to where
        it belongs.

    Examples
    --------
    >>> collected = Collected(rows=3)
    >>> collected.add(np.ones((2, 3)))
    >>> collected.add(np.ones((1, 3)))
    >>> collected.joined().shape
    (3, 3)
    """

    def __init__(self, rows: int | None = None) -> None:
        self._rows = rows
        self._structure: Any = None
        self._columns: list[_Column] = []
        self.batches = 0

    def add(self, outputs: Any, will_change: bool = False) -> None:
        """Take the outputs of one batch, by copy if they `will_change`."""
        parts = [_host(o) for o in tree.flatten(outputs)]
        if not self.batches:
            self._structure = outputs
            self._columns = [_Column(self._rows, part) for part in parts]
        for column, part in zip(self._columns, parts):
            column.add(part, will_change)
        self.batches += 1

    def joined(self) -> Any:
        """Return all rows, in the structure of the outputs.

        Raises
        ------
        ShapeError
            If batches gave outputs whose shapes differ beyond the first axis.
        """
        return tree.pack_like(self._structure, [c.joined() for c in self._columns])

    def last(self, batches: int) -> Any:
        """Return the rows of the last few batches; they must not be written to."""
        parts = [c.parts[-batches:] for c in self._columns]
        rows = [p[0] if len(p) == 1 else _join(p) for p in parts]
        return tree.pack_like(self._structure, rows)


class _Column:
    """Gather one output, in an array for all its rows as long as that works out."""

    def __init__(self, rows: int | None, first: np.ndarray) -> None:
        self.parts: list[np.ndarray] = []
        self._filled = 0
        self._whole: np.ndarray | None = None
        if rows is not None and first.ndim:
            self._whole = np.empty((rows, *first.shape[1:]), first.dtype)

    def add(self, part: np.ndarray, will_change: bool) -> None:
        whole = self._whole
        if whole is None:
            self.parts.append(part.copy() if will_change else part)
            return
        place = whole[self._filled : self._filled + (len(part) if part.ndim else 0)]
        if place.shape != part.shape or place.dtype != part.dtype:
            self._whole = None
            self.add(part, will_change)
            return
        place[...] = part
        self.parts.append(place)
        self._filled += len(part)

    def joined(self) -> np.ndarray:
        if self._whole is not None and self._filled == len(self._whole):
            return self._whole
        return _join(self.parts)


def _host(value: Any) -> np.ndarray:
    return value.numpy() if hasattr(value, "numpy") else np.asarray(value)


def _join(parts: list[np.ndarray]) -> np.ndarray:
    try:  # also a single part is copied: it may be a view of the inputs
        return np.concatenate(parts)
    except ValueError:
        shapes = sorted({p.shape[1:] for p in parts})
        raise ShapeError(
            f"predict: batches gave outputs of different shapes {shapes}, which cannot "
            f"be joined. Use predict_on_batch, or pad the inputs to one length."
        ) from None
