"""Whether predictions hit their targets, sample by sample."""

from typing import Any

from cornu import ops
from cornu.ops.criteria import pair


def accuracy(y_true: Any, y_pred: Any) -> Any:
    """Return 1 where predictions equal targets, else 0.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ...)

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> accuracy([1, 2], [1, 3]).numpy()
    array([1., 0.], dtype=float32)
    """
    y_true, y_pred = pair("accuracy", y_true, y_pred)
    return ops.cast(ops.equal(y_true, y_pred), y_pred.dtype)


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """Return the share of the last axis on the right side of a threshold.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (batch, ..., n)
    y_pred : array-like, shape (batch, ..., n)
    threshold : float, default 0.5
        Predictions above it stand for 1.

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> binary_accuracy([[1.0, 0.0]], [[0.9, 0.6]]).numpy()
    array([0.5], dtype=float32)
    """
    y_true, y_pred = pair("binary_accuracy", y_true, y_pred)
    if len(y_pred.shape) == 1:  # one answer a sample
        y_true, y_pred = y_true[:, None], y_pred[:, None]
    answers = ops.cast(y_pred > threshold, y_true.dtype)
    return ops.mean(ops.cast(ops.equal(y_true, answers), y_pred.dtype), axis=-1)


def categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """Return 1 where the best class is the target's, else 0.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., classes)

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> categorical_accuracy([[0.0, 1.0]], [[0.4, 0.6]]).numpy()
    array([1.], dtype=float32)
    """
    y_true, y_pred = pair("categorical_accuracy", y_true, y_pred)
    hits = ops.equal(ops.argmax(y_true, axis=-1), ops.argmax(y_pred, axis=-1))
    return ops.cast(hits, y_pred.dtype)


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """Return 1 where the best class is the target, else 0.

    Parameters
    ----------
    y_true : array-like, shape (batch, ...) or (batch, ..., 1)
        Class numbers.
    y_pred : array-like, shape (batch, ..., classes)

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> sparse_categorical_accuracy([1], [[0.4, 0.6]]).numpy()
    array([1.], dtype=float32)
    """
    y_pred = _floats(y_pred)
    y_true = _class_numbers("sparse_categorical_accuracy", y_true, y_pred)
    hits = ops.equal(y_true, ops.cast(ops.argmax(y_pred, axis=-1), y_true.dtype))
    return ops.cast(hits, y_pred.dtype)


def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Any:
    """Return 1 where the target's class is among the k best, else 0.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., classes)
    k : int, default 5

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> y_pred = [[0.1, 0.3, 0.6]]
    >>> top_k_categorical_accuracy([[0.0, 1.0, 0.0]], y_pred, k=2).numpy()
    array([1.], dtype=float32)
    """
    y_true, y_pred = pair("top_k_categorical_accuracy", y_true, y_pred)
    return _in_top_k(ops.argmax(y_true, axis=-1), y_pred, k)


def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: int = 5, from_sorted_ids: bool = False
) -> Any:
    """Return 1 where the target is among the k best classes, else 0.

    Parameters
    ----------
    y_true : array-like, shape (batch, ...) or (batch, ..., 1)
        Class numbers.
    y_pred : array-like, shape (batch, ..., classes)
        Scores; or class numbers, the best first, if `from_sorted_ids`.
    k : int, default 5
    from_sorted_ids : bool, default False

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> sparse_top_k_categorical_accuracy([1], [[0.1, 0.3, 0.6]], k=2).numpy()
    array([1.], dtype=float32)
    """
    if from_sorted_ids:
        y_pred = ops.convert_to_tensor(y_pred)
        y_true = _class_numbers("sparse_top_k_categorical_accuracy", y_true, y_pred)
        best = y_pred[..., :k]
        hits = ops.equal(ops.expand_dims(ops.cast(y_true, best.dtype), -1), best)
        return ops.cast(ops.any(hits, axis=-1), "float32")
    y_pred = _floats(y_pred)
    y_true = _class_numbers("sparse_top_k_categorical_accuracy", y_true, y_pred)
    return _in_top_k(y_true, y_pred, k)


def _floats(x: Any) -> Any:
    x = ops.convert_to_tensor(x)
    return x if "float" in str(x.dtype) else ops.cast(x, "float32")


def _class_numbers(name: str, y_true: Any, y_pred: Any) -> Any:
    """Return class numbers without an axis of size 1, one for each row of scores."""
    y_true = ops.convert_to_tensor(y_true)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    pair(name, ops.expand_dims(y_true, -1), y_pred[..., :1])
    return y_true


def _in_top_k(classes: Any, scores: Any, k: int) -> Any:
    flat = ops.reshape(scores, (-1, scores.shape[-1]))
    hits = ops.in_top_k(ops.cast(ops.reshape(classes, (-1,)), "int32"), flat, k=k)
    return ops.reshape(ops.cast(hits, scores.dtype), tuple(classes.shape))
