"""IoU: how well predicted regions cover the true ones."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.metrics.metric import Metric
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import divide_or_zero, masked
from cornu.primitives.indexing import take_transpose


@metric_registry.register()
class IoU(Metric):
    """Average intersection over union of chosen classes.

    For each class it is true positives over true positives, false positives and false
    negatives.

    Parameters
    ----------
    num_classes : int
    target_class_ids : list of int
        Classes to average over; of these, those that occur.
    name : str, optional
    dtype : str, default "int32"
        Type of the counts.
    ignore_class : int, optional
        Class number of targets that do not count.
    sparse_y_true, sparse_y_pred : bool, default True
        Whether these are class numbers; if not, the largest along `axis` is meant.
    axis : int, default -1
        Axis of the classes where they are not class numbers.

    Raises
    ------
    ValueError
        If a target class is not below `num_classes`.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.IoU(num_classes=2, target_class_ids=[0])
    >>> metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    >>> round(metric.result().item(), 4)
    0.3333
    """

    def __init__(
        self,
        num_classes: int,
        target_class_ids: Sequence[int],
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        if max(target_class_ids) >= num_classes:
            raise ValueError(
                f"{self.name}: target class {max(target_class_ids)} is not below "
                f"num_classes ({num_classes})."
            )
        self.num_classes = num_classes
        self.target_class_ids = list(target_class_ids)
        self.ignore_class = ignore_class
        self.sparse_y_true = sparse_y_true
        self.sparse_y_pred = sparse_y_pred
        self.axis = axis
        self.total_confusion_matrix = self.add_variable(
            (num_classes, num_classes), name="total_confusion_matrix"
        )

    def update_state(
        self,
        y_true: Any,
        y_pred: Any,
        sample_weight: Any = None,
        mask: Any = None,
    ) -> None:
        """Take in a batch.

        Parameters
        ----------
        y_true, y_pred : array-like, shape (batch, ...)
        sample_weight : array-like, optional
        mask : array-like of bool, optional
            Which targets count.
        """
        true = self._numbers(y_true, self.sparse_y_true)
        pred = self._numbers(y_pred, self.sparse_y_pred)
        weights = _spread(masked(sample_weight, mask, "float32"), y_true)
        if self.ignore_class is not None:
            counts = ops.not_equal(true, self.ignore_class)
            weights = masked(weights, counts, "float32")
            true = ops.where(counts, true, 0)
        rows = ops.ones_like(true, dtype="float32")
        if weights is not None:
            # Counts are whole by default, and weights are then cut to whole numbers.
            rows = rows * ops.cast(ops.cast(weights, self.dtype), "float32")
        place = true * self.num_classes + pred
        found = take_transpose(
            ops.expand_dims(rows, -1),
            place,
            shape=(self.num_classes * self.num_classes, 1),
            axis=0,
        )
        matrix = self.total_confusion_matrix
        matrix.adopt(matrix + ops.cast(ops.reshape(found, matrix.shape), self.dtype))

    def _numbers(self, classes: Any, sparse: bool) -> Any:
        classes = ops.convert_to_tensor(classes)
        if not sparse:
            classes = ops.argmax(classes, axis=self.axis)
        return ops.cast(ops.reshape(classes, (-1,)), "int32")

    def result(self) -> Any:
        """Return the average, a Tensor of shape ()."""
        matrix = ops.cast(self.total_confusion_matrix.value, "float32")
        chosen = ops.convert_to_tensor(self.target_class_ids, dtype="int32")
        hits = ops.take(ops.diag(matrix), chosen)
        rows = ops.take(ops.sum(matrix, axis=1), chosen)
        columns = ops.take(ops.sum(matrix, axis=0), chosen)
        union = rows + columns - hits
        occurring = ops.cast(union > 0, "float32")
        return divide_or_zero(ops.sum(divide_or_zero(hits, union)), ops.sum(occurring))


def _spread(weights: Any, targets: Any) -> Any:
    """Return one weight a target, in one row; None stays None."""
    if weights is None:
        return None
    weights = ops.cast(weights, "float32")
    shape = tuple(ops.convert_to_tensor(targets).shape)
    while 0 < len(weights.shape) < len(shape):
        weights = ops.expand_dims(weights, -1)
    return ops.reshape(ops.broadcast_to(weights, shape), (-1,))
