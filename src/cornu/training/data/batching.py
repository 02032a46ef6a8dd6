"""Between arrays on the host and tensors where the model lives."""

from typing import Any

import numpy as np

from cornu.autodiff import Tensor, to_array, wrap
from cornu.config import floatx
from cornu.errors import ShapeError
from cornu.utils import tree


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
    if array.dtype.kind == "f" and array.dtype != floatx():
        array = array.astype(floatx())
    if home is None:
        return wrap(to_array(array))
    return wrap(home.asarray(array))


class Collected:
    """Gather the outputs of many batches on the host and join them at the end.

    Examples
    --------
    >>> rows = Collected()
    >>> rows.add(np.ones((2, 3)))
    >>> rows.add(np.ones((1, 3)))
    >>> rows.joined().shape
    (3, 3)
    """

    def __init__(self) -> None:
        self._structure: Any = None
        self._columns: list[list[np.ndarray]] = []

    def add(self, outputs: Any) -> None:
        """Take the outputs of one batch."""
        rows = [_host(o) for o in tree.flatten(outputs)]
        if not self._columns:
            self._structure = outputs
            self._columns = [[] for _ in rows]
        for column, row in zip(self._columns, rows):
            column.append(row)

    def joined(self) -> Any:
        """Return all rows, in the structure of the outputs.

        Raises
        ------
        ShapeError
            If batches gave outputs whose shapes differ beyond the first axis.
        """
        return tree.pack_like(self._structure, [_join(c) for c in self._columns])


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
