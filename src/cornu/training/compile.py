"""What `compile` was given, matched with the model's outputs."""

import inspect
from collections.abc import Iterable
from typing import Any, NamedTuple

from cornu import losses as losses_module
from cornu import metrics as metrics_module
from cornu import ops
from cornu.metrics.resolve import resolve_metric
from cornu.training.outputs import Output, arrays_each, name_outputs, one_each
from cornu.utils import tree


class CompiledLoss:
    """Add up the losses of all outputs.

    Parameters
    ----------
    loss : str, Loss, callable, or a list / dictionary of them
    loss_weights : float, list, dict or None
    """

    def __init__(self, loss: Any, loss_weights: Any = None) -> None:
        self.given = loss
        self.losses = _map_items(_as_loss, loss)
        self.loss_weights = loss_weights
        _map_items(_check_weight, loss_weights)
        self.paths: list[str] | None = None
        self.functions: list[Any] = []
        self.weights: list[Any] = []
        self.trackers: list[Any] = []
        self.tracker_names: list[str] = []

    def build(self, y_pred: Any, names: list[str] | None) -> None:
        """Match losses with outputs."""
        outputs = name_outputs(y_pred, names)
        paths = [output.path for output in outputs]
        functions = one_each(self.losses, paths, "loss")
        weights = 1.0 if self.loss_weights is None else self.loss_weights
        self.weights = one_each(weights, paths, "loss_weights")
        if sum(function is not None for function in functions) > 1:
            given = one_each(self.given, paths, "loss")
            labels = [
                f"{output.path if output.is_named else _label(item)}_loss"
                for output, item in zip(outputs, given)
                if item is not None
            ]
            self.trackers = [metrics_module.Mean(name=n) for n in _distinct(labels)]
            self.tracker_names = [tracker.name for tracker in self.trackers]
            if isinstance(y_pred, dict) and isinstance(self.given, dict):
                # Results come in the order in which the losses were given.
                order = [f"{path}_loss" for path in self.given]
                self.tracker_names.sort(key=lambda n: n in order and order.index(n))
        self.functions = functions
        self.paths = paths

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Return the weighted sum of the outputs' losses."""
        assert self.paths is not None  # the trainer builds before it calls
        targets = arrays_each(y_true, self.paths, "y")
        sample = arrays_each(sample_weight, self.paths, "sample_weight")
        total: Any = None
        trackers = iter(self.trackers)
        rows = zip(self.functions, targets, tree.flatten(y_pred), sample, self.weights)
        for function, t, p, w, weight in rows:
            if function is None:
                continue
            value = function(t, p, w, mask=getattr(p, "_keras_mask", None))
            if self.trackers:
                next(trackers).update_state(value, sample_weight=p.shape[0])
            if weight is not None and weight != 1.0:
                value = value * weight
            total = value if total is None else total + value
        return total


def _map_items(function: Any, value: Any) -> Any:
    """Apply `function` to the leaves of a structure that may hold None."""
    return tree.map_structure(lambda v: None if v is None else function(v), value)


def _as_loss(loss: Any) -> Any:
    if isinstance(loss, losses_module.Loss):
        return loss
    _refuse_class(loss, losses_module.Loss, "loss")
    found = losses_module.get(loss)
    if isinstance(found, losses_module.Loss):
        return found
    if not callable(found):
        raise ValueError(
            f"compile: loss must be a name, a Loss or a function f(y_true, y_pred), "
            f"got {loss!r}."
        )
    name = getattr(found, "__name__", type(found).__name__)
    return losses_module.LossFunctionWrapper(found, name=name)


def _refuse_class(item: Any, kind: type, role: str) -> None:
    """Let classes pass only if an instance can be made of them as they are."""
    if inspect.isclass(item) and not issubclass(item, kind):
        raise TypeError(
            f"compile: {role} must be a name, a {kind.__name__} or a function, got the "
            f"class {item.__name__}; pass an object made with it: {item.__name__}(...)."
        )


def _check_weight(weight: Any) -> None:
    if not isinstance(weight, (int, float)) and getattr(weight, "shape", None) != ():
        raise TypeError(
            f"compile: loss_weights must be numbers, got {weight!r} "
            f"({type(weight).__name__})."
        )


def _label(item: Any) -> str:
    """Return the name a loss or metric goes by, as its user wrote it."""
    if isinstance(item, str):
        return item
    return str(getattr(item, "name", getattr(item, "__name__", type(item).__name__)))


def _distinct(names: Iterable[str]) -> list[str]:
    """Return the names, repeated ones with a number."""
    taken: dict[str, int] = {}
    result = []
    for name in names:
        count = taken.get(name, 0)
        taken[name] = count + 1
        result.append(f"{name}_{count}" if count else name)
    return result


class _Row(NamedTuple):
    """A metric of one output."""

    output: int
    metric: Any
    is_weighted: bool
    label: str


class CompiledMetrics:
    """Update the metrics of all outputs.

    Parameters
    ----------
    metrics, weighted_metrics : list, dict or None
        For one output a list; for several a list of lists or a dictionary by name.
    """

    def __init__(self, metrics: Any, weighted_metrics: Any = None) -> None:
        self.given = (metrics, weighted_metrics)
        self.rows: list[_Row] = []
        self.names: list[str] = []
        self.paths: list[str] = []
        self.built = False
        for item in _all_items(metrics) + _all_items(weighted_metrics):
            _check_metric(item)

    @property
    def metrics(self) -> list[Any]:
        """The metric objects, in order."""
        return [row.metric for row in self.rows]

    def build(
        self, y_true: Any, y_pred: Any, names: list[str] | None, losses: list[Any]
    ) -> None:
        """Match metrics with outputs; "accuracy" becomes the form that fits."""
        outputs = name_outputs(y_pred, names)
        self.paths = [output.path for output in outputs]
        targets = arrays_each(y_true, self.paths, "y")
        predictions = tree.flatten(y_pred)
        rows: list[_Row] = []
        for given, is_weighted in zip(self.given, (False, True)):
            for i, items in enumerate(_per_output(given, self.paths)):
                loss = losses[i] if i < len(losses) else None
                taken = [row.label for row in rows if row.output == i]
                for item in items:
                    metric = _as_metric(item, targets[i], predictions[i], loss)
                    if metric is None:
                        continue
                    label = _label(item) if isinstance(item, str) else metric.name
                    if is_weighted and label in taken:
                        label = f"weighted_{label}"
                    rows.append(_Row(i, metric, is_weighted, label))
        self.rows = rows
        self.names = _distinct(_full_name(row, outputs) for row in rows)
        self.built = True

    def update(self, y_true: Any, y_pred: Any, sample_weight: Any) -> None:
        """Show every metric a batch."""
        if not self.rows:
            return
        targets = arrays_each(y_true, self.paths, "y")
        predictions = tree.flatten(y_pred)
        sample = arrays_each(sample_weight, self.paths, "sample_weight")
        for i, metric, is_weighted, _ in self.rows:
            if targets[i] is None:
                continue
            mask = getattr(predictions[i], "_keras_mask", None)
            weight = sample[i] if is_weighted else None
            if mask is not None:
                weight = _masked(weight, mask, predictions[i].dtype)
            metric.update_state(targets[i], predictions[i], sample_weight=weight)


def _full_name(row: _Row, outputs: list[Output]) -> str:
    output = outputs[row.output]
    shows = len(outputs) > 1 and output.is_named
    return f"{output.path}_{row.label}" if shows else row.label


def _masked(weight: Any, mask: Any, dtype: Any) -> Any:
    mask = ops.cast(mask, dtype)
    if weight is None:
        return mask
    if len(weight.shape) < len(mask.shape):
        weight = ops.expand_dims(weight, -1)
    return weight * mask


def _all_items(given: Any) -> list[Any]:
    return [item for item in tree.flatten(given) if item is not None]


def _check_metric(item: Any) -> None:
    _refuse_class(item, metrics_module.Metric, "a metric")
    if isinstance(item, str):
        if item not in _RESOLVED:
            metrics_module.get(item)
    elif not callable(item):
        raise ValueError(
            f"compile: a metric must be a name, a Metric or a function "
            f"f(y_true, y_pred), got {item!r}."
        )


_RESOLVED = ("accuracy", "acc", "crossentropy", "ce")


def _per_output(given: Any, paths: list[str]) -> list[list[Any]]:
    if given is None:
        return [[] for _ in paths]
    if len(paths) == 1 and not isinstance(given, dict):
        return [_all_items(given)]
    if isinstance(given, dict) or (
        isinstance(given, (list, tuple)) and len(given) == len(paths)
    ):
        return [_all_items(items) for items in one_each(given, paths, "metrics")]
    raise ValueError(
        f"metrics: the model has {len(paths)} outputs ({paths}); pass a list of "
        f"{len(paths)} lists or a dictionary by output name."
    )


def _as_metric(item: Any, y_true: Any, y_pred: Any, loss: Any) -> Any:
    if isinstance(item, str) and item in _RESOLVED:
        target = y_pred if y_true is None else y_true
        return resolve_metric(item, tuple(target.shape), tuple(y_pred.shape), loss)
    found = metrics_module.get(item)
    if isinstance(found, metrics_module.Metric):
        return found
    return metrics_module.MeanMetricWrapper(found, name=_label(item))
