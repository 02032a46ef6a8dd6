"""Preparing labels and sequences: plain functions on NumPy arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cornu.errors import DataError


def to_categorical(x: Any, num_classes: int | None = None) -> np.ndarray:
    """Turn integer labels into one-hot rows.

    Parameters
    ----------
    x : array-like of int, any shape; a last axis of size 1 is dropped
    num_classes : int, optional
        One more than the largest label by default.

    Returns
    -------
    ndarray of float32, shape (..., num_classes)

    Raises
    ------
    DataError
        If a label is negative or not below `num_classes`.

    Examples
    --------
    >>> to_categorical([0, 2])
    array([[1., 0., 0.],
           [0., 0., 1.]], dtype=float32)
    """
    labels = np.asarray(x)
    if labels.dtype.kind == "f" and not (labels == np.floor(labels)).all():
        raise DataError("to_categorical: labels must be whole numbers.")
    labels = labels.astype(np.int64)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels.reshape(labels.shape[:-1])
    low, high = (int(labels.min()), int(labels.max())) if labels.size else (0, -1)
    count = high + 1 if num_classes is None else int(num_classes)
    if low < 0 or high >= count:
        raise DataError(
            f"to_categorical: labels run from {low} to {high}, but must lie from 0 to "
            f"{count - 1} for {count} classes."
        )
    rows = np.zeros((labels.size, count), np.float32)
    rows[np.arange(labels.size), labels.reshape(-1)] = 1
    return rows.reshape(*labels.shape, count)


def normalize(x: Any, axis: int = -1, order: int = 2) -> np.ndarray:
    """Divide by the norm along an axis; vectors of zeros stay zero.

    Parameters
    ----------
    x : array-like of float
    axis : int, default -1
    order : int, default 2
        Which norm: 2 is the Euclidean one.

    Returns
    -------
    ndarray, same shape

    Examples
    --------
    >>> normalize([[3.0, 4.0]])
    array([[0.6, 0.8]])
    """
    array = np.atleast_1d(np.asarray(x, dtype=float if np.ndim(x) == 0 else None))
    norm = np.linalg.norm(array, order, axis, keepdims=True)
    return array / np.where(norm == 0, 1, norm)


def pad_sequences(
    sequences: Sequence[Sequence[Any]],
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> np.ndarray:
    """Bring sequences to one length.

    Parameters
    ----------
    sequences : list of sequences
    maxlen : int, optional
        Length of the result; the longest sequence's by default.
    dtype : str, default "int32"
    padding, truncating : {"pre", "post"}, default "pre"
        Where to fill short sequences and to cut long ones.
    value : number, default 0
        What to fill with.

    Returns
    -------
    ndarray, shape (number of sequences, maxlen, ...)

    Raises
    ------
    ValueError
        If `padding` or `truncating` is something else.

    Examples
    --------
    >>> pad_sequences([[1], [2, 3]])
    array([[0, 1],
           [2, 3]], dtype=int32)
    """
    for name, given in (("padding", padding), ("truncating", truncating)):
        if given not in ("pre", "post"):
            raise ValueError(
                f"pad_sequences: {name} must be 'pre' or 'post', got {given!r}."
            )
    lengths = []
    for i, sequence in enumerate(sequences):
        if not hasattr(sequence, "__len__"):
            raise DataError(
                f"pad_sequences: entry {i} is a {type(sequence).__name__}, not a "
                f"sequence."
            )
        lengths.append(len(sequence))
    length = max(lengths, default=0) if maxlen is None else maxlen
    example = next((np.asarray(s) for s in sequences if len(s)), np.empty(0))
    result = np.full((len(lengths), length, *example.shape[1:]), value, dtype)
    for row, sequence in zip(result, sequences):
        if not len(sequence):
            continue
        cut = sequence[-length:] if truncating == "pre" else sequence[:length]
        if length == 0:
            continue
        part = np.asarray(cut, dtype)
        if padding == "post":
            row[: len(part)] = part
        else:
            row[-len(part) :] = part
    return result
