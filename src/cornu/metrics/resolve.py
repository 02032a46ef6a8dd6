"""What "accuracy" and "crossentropy" stand for, given shapes."""

from typing import Any

from cornu.metrics.binary_accuracy import BinaryAccuracy
from cornu.metrics.binary_crossentropy import BinaryCrossentropy
from cornu.metrics.categorical_accuracy import CategoricalAccuracy
from cornu.metrics.categorical_crossentropy import CategoricalCrossentropy
from cornu.metrics.mean_metric_wrapper import as_metric
from cornu.metrics.metric import Metric
from cornu.metrics.sparse_categorical_accuracy import SparseCategoricalAccuracy
from cornu.metrics.sparse_categorical_crossentropy import SparseCategoricalCrossentropy
from cornu.typing import Shape

ACCURACY = ("accuracy", "acc")
CROSSENTROPY = ("crossentropy", "ce")


def resolve_metric(
    name: Any, y_true_shape: Shape, y_pred_shape: Shape, loss: Any = None
) -> Metric | None:
    """Turn one entry of ``compile(metrics=[...])`` into a metric.

    Parameters
    ----------
    name : str, Metric, callable, dict or None
        "accuracy" and "acc", "crossentropy" and "ce" depend on the shapes; they stay
        the metric's name.
    y_true_shape, y_pred_shape : tuple of int or None
        With the batch axis.
    loss : Loss or callable, optional
        Where it takes logits, "crossentropy" does.

    Returns
    -------
    Metric or None

    Examples
    --------
    >>> resolve_metric("acc", (None, 1), (None, 10))
    <SparseCategoricalAccuracy name=acc>
    """
    if name not in ACCURACY + CROSSENTROPY:
        return as_metric(name)
    kind = kind_of_targets(y_true_shape, y_pred_shape)
    if name in ACCURACY:
        accuracies = {
            "binary": BinaryAccuracy,
            "sparse": SparseCategoricalAccuracy,
            "one-hot": CategoricalAccuracy,
        }
        made: Metric = accuracies[kind](name=name)
        return made
    logits = bool(getattr(loss, "from_logits", False))
    entropies: dict[str, Any] = {
        "binary": BinaryCrossentropy,
        "sparse": SparseCategoricalCrossentropy,
        "one-hot": CategoricalCrossentropy,
    }
    return entropies[kind](name=name, from_logits=logits)


def kind_of_targets(y_true_shape: Shape, y_pred_shape: Shape) -> str:
    """Return "binary", "sparse" or "one-hot".

    Parameters
    ----------
    y_true_shape, y_pred_shape : tuple of int or None
        With the batch axis.
    """
    if len(y_pred_shape) < 2 or y_pred_shape[-1] == 1:
        return "binary"
    if len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1:
        return "sparse"
    return "one-hot"
