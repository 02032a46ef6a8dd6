"""String names and configs of metrics."""

from collections.abc import Mapping
from typing import Any

from cornu.utils import registry

metric_registry = registry.Registry("metric", "keras.metrics")


def get(identifier: Any) -> Any:
    """Turn a name, a config, a metric or a function into a metric or a function.

    Parameters
    ----------
    identifier : str, dict, Metric, callable or None
        Names: ``"mse"``, ``"auc"``, ``"BinaryAccuracy"``.

    Returns
    -------
    Metric, callable or None

    Raises
    ------
    ValueError
        If there is no such name; the message gives the nearest one.

    Examples
    --------
    >>> from cornu import metrics
    >>> metrics.get("mse")
    <MeanSquaredError name=mean_squared_error>
    """
    return metric_registry.get(identifier)


def serialize(metric: Any) -> Any:
    """Return the JSON-ready description of a metric, as Keras 3 writes it."""
    return registry.serialize(metric)


def deserialize(
    config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Rebuild a metric from what :func:`serialize` returned.

    Parameters
    ----------
    config : dict
    custom_objects : dict of str to class, optional
        Metrics of your own that `config` names.
    """
    with registry.custom_object_scope(custom_objects or {}):
        return registry.deserialize(config, metric_registry)
