"""MeanMetricWrapper: the running mean of a function of targets and predictions."""

from collections.abc import Callable
from typing import Any

from cornu import ops
from cornu.metrics.mean import Mean
from cornu.metrics.metric import Metric
from cornu.metrics.registry import get, metric_registry
from cornu.metrics.weighting import masked
from cornu.utils import registry


@metric_registry.register()
class MeanMetricWrapper(Mean):
    """Average a function of targets and predictions.

    Parameters
    ----------
    fn : callable
        ``fn(y_true, y_pred, **settings)`` returns one value a sample.
    name : str, optional
    dtype : str, optional
        Type to compute in.
    **settings
        Further arguments of `fn`.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.MeanMetricWrapper(metrics.binary_accuracy, threshold=0.7)
    >>> metric.update_state([[1.0], [0.0]], [[0.6], [0.6]])
    >>> metric.result().item()
    0.5
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: str | None = None,
        dtype: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self._function = fn
        self._settings = settings

    def update_state(  # type: ignore[override] # two arrays in place of one
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
            Of the shape of the function's values, or of its first axes.
        mask : array-like of bool, optional
            Which of the values count.
        """
        values = self._function(y_true, ops.cast(y_pred, self.dtype), **self._settings)
        super().update_state(values, masked(sample_weight, mask, self.dtype))

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config = super().get_config()
        if type(self) is MeanMetricWrapper:
            config["fn"] = registry.serialize(self._function)
            config.update(self._settings)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Metric":
        """Create a metric from what :meth:`get_config` returned."""
        if "fn" in config:
            config = {**config, "fn": get(config["fn"])}
        return cls(**config)


def as_metric(identifier: Any) -> Metric | None:
    """Turn what ``compile(metrics=[...])`` takes into a Metric.

    Parameters
    ----------
    identifier : str, dict, Metric, callable or None

    Returns
    -------
    Metric or None
    """
    found = get(identifier)
    if found is None or isinstance(found, Metric):
        return found
    return MeanMetricWrapper(found, name=getattr(found, "__name__", None))
