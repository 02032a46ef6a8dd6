"""MeanIoU: intersection over union, averaged over all classes."""

from typing import Any

from cornu.metrics.iou import IoU
from cornu.metrics.registry import metric_registry


@metric_registry.register()
class MeanIoU(IoU):
    """Average intersection over union of all classes that occur.

    Parameters
    ----------
    num_classes : int
    name : str, optional
    dtype : str, default "int32"
        Type of the counts.
    ignore_class : int, optional
        Class number of targets that do not count.
    sparse_y_true, sparse_y_pred : bool, default True
        Whether these are class numbers; if not, the largest along `axis` is meant.
    axis : int, default -1
        Axis of the classes where they are not class numbers.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.MeanIoU(num_classes=2)
    >>> metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    >>> round(metric.result().item(), 4)
    0.3333
    """

    def __init__(
        self,
        num_classes: int,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        super().__init__(
            num_classes=num_classes,
            target_class_ids=list(range(num_classes)),
            name=name,
            dtype=dtype,
            ignore_class=ignore_class,
            sparse_y_true=sparse_y_true,
            sparse_y_pred=sparse_y_pred,
            axis=axis,
        )
