"""How far predictions are from targets, sample by sample.

These are the public loss functions (``keras.losses.mean_squared_error``); losses add
weights and a reduction to them, metrics keep their running mean. Each returns one
number for each sample, ``(batch, ...)`` without the last axis.
"""

import math
from typing import Any

from cornu import config, ops
from cornu.errors import ShapeError
from cornu.ops.arguments import as_float, cast_to, dtype_of
from cornu.primitives.elementwise import absolute, log, softplus, sqrt, square

# ---- shapes ----


def to_same_rank(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Add or drop a last axis of size 1 where the ranks differ by one.

    Targets of shape (batch,) meet predictions of shape (batch, 1) as (batch, 1).
    """
    a, b = len(y_true.shape), len(y_pred.shape)
    if a == b + 1:
        y_pred, y_true = to_same_rank(y_pred, y_true)
    elif b == a + 1 and y_pred.shape[-1] == 1:
        if a == 1:
            y_true = ops.expand_dims(y_true, -1)
        else:
            y_pred = ops.squeeze(y_pred, -1)
    elif b == a + 1 == 2 and y_pred.shape[-1] is None:
        y_true = ops.expand_dims(y_true, -1)
    return y_true, y_pred


def pair(name: str, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Return targets and predictions in one shape and one float type.

    Raises
    ------
    ShapeError
        If the shapes differ.
    """
    y_pred = as_float(ops.convert_to_tensor(y_pred))
    y_true = cast_to(ops.convert_to_tensor(y_true), dtype_of(y_pred).name)
    before = tuple(y_true.shape), tuple(y_pred.shape)
    y_true, y_pred = to_same_rank(y_true, y_pred)
    a, b = y_true.shape, y_pred.shape
    if len(a) != len(b) or any(
        m != n for m, n in zip(a, b) if m is not None and n is not None
    ):
        raise ShapeError(
            f"{name}: y_true has shape {before[0]} but y_pred has {before[1]}; they "
            f"must be equal.{_hint(name, *before)}"
        )
    return y_true, y_pred


def _hint(name: str, true: Any, pred: Any) -> str:
    """Return what to do about targets that do not fit, for the usual cases."""
    if not pred or pred[-1] is None:
        return ""
    last = pred[-1]
    single = true == pred[:-1] or true == (*pred[:-1], 1)
    if name.startswith("categorical") and single:
        return (
            f" Labels given as integers need sparse_categorical_crossentropy; or "
            f"one-hot them with keras.utils.to_categorical(y, {last})."
        )
    if single and last > 1:
        return (
            f" The model gives {last} values a sample, the targets have 1: give its "
            f"last layer 1 unit, or pass {last} values a sample as targets."
        )
    if true[:-1] == pred[:-1]:
        return (
            f" The model gives {last} values a sample, the targets have {true[-1]}: "
            f"its last layer needs {true[-1]} units."
        )
    return ""


def _mean(x: Any, axis: Any = -1) -> Any:
    return ops.mean(x, axis=axis)


# ---- regression ----


def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean((y_true - y_pred) ** 2)`` over the last axis.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)

    Returns
    -------
    Tensor, shape (batch, ...)

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> mean_squared_error([[0.0, 1.0]], [[1.0, 3.0]]).numpy()
    array([2.5], dtype=float32)
    """
    y_true, y_pred = pair("mean_squared_error", y_true, y_pred)
    return _mean(square(y_true - y_pred))


def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean(abs(y_true - y_pred))`` over the last axis.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> mean_absolute_error([[0.0, 1.0]], [[1.0, 3.0]]).numpy()
    array([1.5], dtype=float32)
    """
    y_true, y_pred = pair("mean_absolute_error", y_true, y_pred)
    return _mean(absolute(y_true - y_pred))


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Any:
    """Return ``100 * mean(abs((y_true - y_pred) / y_true))`` over the last axis.

    Targets nearer to zero than `config.epsilon()` count as that.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)

    Returns
    -------
    Tensor, shape (batch, ...)
        Percent.

    Examples
    --------
    >>> mean_absolute_percentage_error([[2.0, 1.0]], [[1.0, 1.0]]).numpy()
    array([25.], dtype=float32)
    """
    y_true, y_pred = pair("mean_absolute_percentage_error", y_true, y_pred)
    size = ops.maximum(absolute(y_true), config.epsilon())
    return 100.0 * _mean(absolute((y_true - y_pred) / size))


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean((log(y_true + 1) - log(y_pred + 1)) ** 2)`` over the last axis.

    Values below `config.epsilon()` count as that.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> mean_squared_logarithmic_error([[1.0]], [[3.0]]).numpy().round(4)
    array([0.4805], dtype=float32)
    """
    y_true, y_pred = pair("mean_squared_logarithmic_error", y_true, y_pred)
    small = config.epsilon()
    true = log(ops.maximum(y_true, small) + 1.0)
    pred = log(ops.maximum(y_pred, small) + 1.0)
    return _mean(square(true - pred))


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Any:
    """Return the mean of a loss that is square near zero and straight far from it.

    With ``e = y_true - y_pred`` it is ``e ** 2 / 2`` where ``abs(e) <= delta`` and
    ``delta * abs(e) - delta ** 2 / 2`` elsewhere.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)
    delta : float, > 0, default 1.0

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> huber([[0.0, 0.0]], [[0.5, 3.0]]).numpy()
    array([1.3125], dtype=float32)
    """
    y_true, y_pred = pair("huber", y_true, y_pred)
    error = y_pred - y_true
    size = absolute(error)
    far = delta * size - 0.5 * delta * delta
    return _mean(ops.where(size <= delta, 0.5 * square(error), far))


def log_cosh(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean(log(cosh(y_pred - y_true)))`` over the last axis.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> log_cosh([[0.0]], [[1.0]]).numpy().round(4)
    array([0.4338], dtype=float32)
    """
    y_true, y_pred = pair("log_cosh", y_true, y_pred)
    error = y_pred - y_true
    # log(cosh(e)) = e + log(1 + exp(-2 e)) - log(2), without overflow.
    return _mean(error + softplus(-2.0 * error) - math.log(2.0))


def poisson(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean(y_pred - y_true * log(y_pred))`` over the last axis.

    Parameters
    ----------
    y_true : array-like, shape (batch, ..., n)
        Counts.
    y_pred : array-like, shape (batch, ..., n)
        Expected counts, > 0.

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> poisson([[2.0]], [[1.0]]).numpy().round(4)
    array([1.], dtype=float32)
    """
    y_true, y_pred = pair("poisson", y_true, y_pred)
    return _mean(y_pred - y_true * log(y_pred + config.epsilon()))


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    """Return minus the cosine of the angle between targets and predictions.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)
    axis : int, default -1
        Axis of the vectors.

    Returns
    -------
    Tensor
        -1 for the same direction, 0 where one is zero.

    Examples
    --------
    >>> cosine_similarity([[3.0, 4.0]], [[4.0, 3.0]]).numpy().round(4)
    array([-0.96], dtype=float32)
    """
    y_true, y_pred = pair("cosine_similarity", y_true, y_pred)
    return -ops.sum(unit(y_true, axis) * unit(y_pred, axis), axis=axis)


def unit(x: Any, axis: int) -> Any:
    """Return vectors of length one in the same directions; zeros stay zeros."""
    length = sqrt(ops.maximum(ops.sum(square(x), axis=axis, keepdims=True), 1e-12))
    return x / length


# ---- margins ----


def _signed(labels: Any) -> Any:
    """Turn labels 0 and 1 into -1 and 1, if there are no others."""
    zero_or_one = ops.logical_or(labels == 0.0, labels == 1.0)
    return ops.where(ops.all(zero_or_one), 2.0 * labels - 1.0, labels)


def hinge(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean(max(1 - y_true * y_pred, 0))`` over the last axis.

    Parameters
    ----------
    y_true : array-like, shape (batch, ..., n)
        -1 or 1; if all are 0 or 1, 0 stands for -1.
    y_pred : array-like, shape (batch, ..., n)
        Scores; their sign is the class.

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> hinge([[1.0, -1.0]], [[0.5, 0.5]]).numpy()
    array([1.], dtype=float32)
    """
    y_true, y_pred = pair("hinge", y_true, y_pred)
    return _mean(ops.maximum(1.0 - _signed(y_true) * y_pred, 0.0))


def squared_hinge(y_true: Any, y_pred: Any) -> Any:
    """Return ``mean(max(1 - y_true * y_pred, 0) ** 2)`` over the last axis.

    Parameters
    ----------
    y_true : array-like, shape (batch, ..., n)
        -1 or 1; if all are 0 or 1, 0 stands for -1.
    y_pred : array-like, shape (batch, ..., n)
        Scores; their sign is the class.

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> squared_hinge([[1.0, -1.0]], [[0.5, 0.5]]).numpy()
    array([1.25], dtype=float32)
    """
    y_true, y_pred = pair("squared_hinge", y_true, y_pred)
    return _mean(square(ops.maximum(1.0 - _signed(y_true) * y_pred, 0.0)))


def categorical_hinge(y_true: Any, y_pred: Any) -> Any:
    """Return by how much the best wrong class comes within one of the right one.

    Parameters
    ----------
    y_true : array-like, shape (batch, ..., classes)
        One-hot.
    y_pred : array-like, shape (batch, ..., classes)
        Scores.

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> categorical_hinge([[1.0, 0.0]], [[2.0, 1.5]]).numpy()
    array([0.5], dtype=float32)
    """
    y_true, y_pred = pair("categorical_hinge", y_true, y_pred)
    right = ops.sum(y_true * y_pred, axis=-1)
    wrong = ops.max((1.0 - y_true) * y_pred, axis=-1)
    return ops.maximum(wrong - right + 1.0, 0.0)


# ---- probabilities ----


def _away_from_zero(p: Any) -> Any:
    return ops.clip(p, config.epsilon(), 1.0)


def kl_divergence(y_true: Any, y_pred: Any) -> Any:
    """Return ``sum(y_true * log(y_true / y_pred))`` over the last axis.

    Parameters
    ----------
    y_true, y_pred : array-like, shape (batch, ..., n)
        Distributions, limited to ``[config.epsilon(), 1]``.

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> kl_divergence([[0.5, 0.5]], [[0.25, 0.75]]).numpy().round(4)
    array([0.1438], dtype=float32)
    """
    y_true, y_pred = pair("kl_divergence", y_true, y_pred)
    y_true, y_pred = _away_from_zero(y_true), _away_from_zero(y_pred)
    return ops.sum(y_true * log(y_true / y_pred), axis=-1)


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Any:
    """Return the mean cross-entropy of yes-or-no questions over one axis.

    Parameters
    ----------
    y_true : array-like in [0, 1], shape (batch, ..., n)
    y_pred : array-like, shape (batch, ..., n)
        Probabilities, or logits.
    from_logits : bool, default False
    label_smoothing : float in [0, 1], default 0.0
        How far targets are drawn towards one half.
    axis : int, default -1

    Returns
    -------
    Tensor, shape (batch, ...)

    Examples
    --------
    >>> binary_crossentropy([[1.0, 0.0]], [[0.5, 0.5]]).numpy().round(4)
    array([0.6931], dtype=float32)
    """
    y_true, y_pred = pair("binary_crossentropy", y_true, y_pred)
    y_true = _smooth_binary(y_true, label_smoothing)
    return _mean(ops.binary_crossentropy(y_true, y_pred, from_logits), axis)


def _smooth_binary(y_true: Any, amount: float) -> Any:
    return y_true * (1.0 - amount) + 0.5 * amount if amount else y_true


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Any:
    """Return the cross-entropy of one-hot targets.

    Parameters
    ----------
    y_true : array-like, shape (batch, ..., classes)
        One-hot, or a distribution.
    y_pred : array-like, shape (batch, ..., classes)
        Probabilities, or logits.
    from_logits : bool, default False
    label_smoothing : float in [0, 1], default 0.0
        Share of each target that is spread evenly over the classes.
    axis : int, default -1
        Axis of the classes.

    Returns
    -------
    Tensor, shape (batch, ...)

    Raises
    ------
    ShapeError
        If the shapes differ; labels given as integers belong to
        :func:`sparse_categorical_crossentropy`.

    Examples
    --------
    >>> categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]]).numpy().round(4)
    array([0.6931], dtype=float32)
    """
    y_true, y_pred = pair("categorical_crossentropy", y_true, y_pred)
    y_true = _smooth_classes(y_true, label_smoothing, axis)
    return ops.categorical_crossentropy(y_true, y_pred, from_logits, axis)


def _smooth_classes(y_true: Any, amount: float, axis: int) -> Any:
    if not amount:
        return y_true
    return y_true * (1.0 - amount) + amount / y_true.shape[axis]


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Any:
    """Return the cross-entropy of targets given as class numbers.

    Parameters
    ----------
    y_true : array-like of int, shape (batch, ...) or (batch, ..., 1)
    y_pred : array-like, shape (batch, ..., classes)
        Probabilities, or logits.
    from_logits : bool, default False
    ignore_class : int, optional
        Class number whose samples give 0.
    axis : int, default -1
        Axis of the classes.

    Returns
    -------
    Tensor, shape (batch, ...)

    Raises
    ------
    ShapeError
        If there is not one class number for each vector of probabilities.

    Examples
    --------
    >>> sparse_categorical_crossentropy([1], [[0.5, 0.5]]).numpy().round(4)
    array([0.6931], dtype=float32)
    """
    y_pred = as_float(ops.convert_to_tensor(y_pred))
    y_true = ops.convert_to_tensor(y_true)
    if ignore_class is None:
        return ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis)
    counted = y_true != ignore_class
    safe = ops.where(counted, y_true, 0)
    values = ops.sparse_categorical_crossentropy(safe, y_pred, from_logits, axis)
    if len(counted.shape) > len(values.shape):
        counted = ops.squeeze(counted, -1)
    return ops.where(counted, values, 0.0)


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Any:
    """Return the binary cross-entropy, less of it where the answer is sure and right.

    Parameters
    ----------
    y_true : array-like in [0, 1], shape (batch, ..., n)
    y_pred : array-like, shape (batch, ..., n)
        Probabilities, or logits.
    apply_class_balancing : bool, default False
        Whether class 1 weighs `alpha` and class 0 ``1 - alpha``.
    alpha : float in [0, 1], default 0.25
    gamma : float >= 0, default 2.0
        Exponent of the probability of being wrong.
    from_logits : bool, default False
    label_smoothing : float in [0, 1], default 0.0
    axis : int, default -1

    Returns
    -------
    Tensor, shape (batch, ...)

    References
    ----------
    .. [1] Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    >>> binary_focal_crossentropy([[1.0]], [[0.5]]).numpy().round(4)
    array([0.1733], dtype=float32)
    """
    y_true, y_pred = pair("binary_focal_crossentropy", y_true, y_pred)
    y_true = _smooth_binary(y_true, label_smoothing)
    p = ops.sigmoid(y_pred) if from_logits else y_pred
    right = y_true * p + (1.0 - y_true) * (1.0 - p)
    values = ops.power(1.0 - right, gamma) * ops.binary_crossentropy(y_true, p)
    if apply_class_balancing:
        values = values * (y_true * alpha + (1.0 - y_true) * (1.0 - alpha))
    return _mean(values, axis)


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Any:
    """Return the categorical cross-entropy, less of it where the answer is sure.

    Parameters
    ----------
    y_true : array-like, shape (batch, ..., classes)
        One-hot, or a distribution.
    y_pred : array-like, shape (batch, ..., classes)
        Probabilities, or logits.
    alpha : float, default 0.25
        Factor of the whole.
    gamma : float >= 0, default 2.0
        Exponent of the probability of being wrong.
    from_logits : bool, default False
    label_smoothing : float in [0, 1], default 0.0
    axis : int, default -1

    Returns
    -------
    Tensor, shape (batch, ...)

    References
    ----------
    .. [1] Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    >>> categorical_focal_crossentropy([[0.0, 1.0]], [[0.5, 0.5]]).numpy().round(4)
    array([0.0433], dtype=float32)
    """
    y_true, y_pred = pair("categorical_focal_crossentropy", y_true, y_pred)
    y_true = _smooth_classes(y_true, label_smoothing, axis)
    p = ops.softmax(y_pred, axis=axis) if from_logits else y_pred
    p = p / ops.sum(p, axis=axis, keepdims=True)
    small = config.epsilon()
    p = ops.clip(p, small, 1.0 - small)
    values = alpha * ops.power(1.0 - p, gamma) * -(y_true * log(p))
    return ops.sum(values, axis=axis)


# ---- overlap ----


def dice(y_true: Any, y_pred: Any, axis: Any = None) -> Any:
    """Return one minus twice the overlap over the sum of both.

    Parameters
    ----------
    y_true, y_pred : array-like
        Memberships in [0, 1].
    axis : int or tuple of int, optional
        Axes to sum over; all by default.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> round(dice([1.0, 1.0, 0.0], [1.0, 0.0, 0.0]).item(), 4)
    0.3333
    """
    y_true, y_pred = pair("dice", y_true, y_pred)
    overlap = ops.sum(y_true * y_pred, axis=axis)
    both = ops.sum(y_true, axis=axis) + ops.sum(y_pred, axis=axis)
    return 1.0 - 2.0 * overlap / (both + config.epsilon())


def tversky(
    y_true: Any, y_pred: Any, alpha: float = 0.5, beta: float = 0.5, axis: Any = None
) -> Any:
    """Return one minus the overlap over itself and weighted misses.

    Parameters
    ----------
    y_true, y_pred : array-like
        Memberships in [0, 1].
    alpha : float, default 0.5
        Weight of what is predicted and not there.
    beta : float, default 0.5
        Weight of what is there and not predicted.
    axis : int or tuple of int, optional
        Axes to sum over; all by default.

    Returns
    -------
    Tensor

    References
    ----------
    .. [1] Salehi et al., "Tversky Loss Function for Image Segmentation Using 3D Fully
       Convolutional Deep Networks", MLMI 2017.

    Examples
    --------
    >>> round(tversky([1.0, 1.0, 0.0], [1.0, 0.0, 0.0]).item(), 4)
    0.3333
    """
    y_true, y_pred = pair("tversky", y_true, y_pred)
    overlap = ops.sum(y_true * y_pred, axis=axis)
    false_alarms = ops.sum((1.0 - y_true) * y_pred, axis=axis)
    misses = ops.sum(y_true * (1.0 - y_pred), axis=axis)
    weighted = overlap + alpha * false_alarms + beta * misses
    return 1.0 - overlap / (weighted + config.epsilon())


FUNCTIONS = (
    mean_squared_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_logarithmic_error,
    huber,
    log_cosh,
    poisson,
    cosine_similarity,
    hinge,
    squared_hinge,
    categorical_hinge,
    kl_divergence,
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
    binary_focal_crossentropy,
    categorical_focal_crossentropy,
    dice,
    tversky,
)
"""All of them, for the registries of losses and metrics."""

ALIASES = {
    "mse": mean_squared_error,
    "mae": mean_absolute_error,
    "mape": mean_absolute_percentage_error,
    "msle": mean_squared_logarithmic_error,
    "bce": binary_crossentropy,
    "kld": kl_divergence,
}
"""Short names; their capitals are known as well."""
