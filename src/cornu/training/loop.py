"""Epochs, batches, validation and callbacks."""

from typing import Any

from cornu.callbacks import CallbackList
from cornu.core.quiet import quiet
from cornu.errors import DataError
from cornu.training.data import Source
from cornu.training.data.batching import Collected
from cornu.training.data.sources import comes_in_batches
from cornu.training.logs import LazyLogs, to_floats


def fit(
    trainer: Any,
    source: Source,
    validation: Source | None,
    callbacks: CallbackList,
    *,
    epochs: int,
    initial_epoch: int,
    validation_freq: Any,
) -> None:
    """Train for `epochs` epochs."""
    model = trainer.model
    model.stop_training = False
    callbacks.on_train_begin()
    logs: dict[str, Any] = {}
    for epoch in range(initial_epoch, epochs):
        trainer.reset()
        callbacks.on_epoch_begin(epoch)
        last: Any = {}
        for step, batch in enumerate(source.batches(epoch)):
            callbacks.on_train_batch_begin(step)
            last = _run(model.train_step, trainer, batch, trainer.model)
            callbacks.on_train_batch_end(step, last)
            if model.stop_training:
                break
        logs = to_floats(last.copy() if isinstance(last, LazyLogs) else dict(last))
        if validation is not None and _due(epoch, validation_freq):
            inner = CallbackList(callbacks.callbacks, model=model, inner=True)
            measured = evaluate(trainer, validation, inner)
            logs.update({f"val_{k}": v for k, v in measured.items()})
        callbacks.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    callbacks.on_train_end(logs)


def _run(step: Any, trainer: Any, batch: Any, model: Any) -> Any:
    """Run one step; what it returns is looked at only when someone asks."""
    with quiet():
        result = step(trainer.to_device(_without_none(batch)))
    if isinstance(result, LazyLogs):
        return result
    if not isinstance(result, dict):
        raise TypeError(
            f"{model.name}: train_step and test_step must return a dictionary of "
            f"metric values, got {type(result).__name__}."
        )
    kept = dict(result)
    return LazyLogs(lambda: kept)


def _without_none(batch: tuple[Any, Any, Any]) -> tuple[Any, ...]:
    x, y, weight = batch
    if weight is not None:
        return x, y, weight
    return (x, y) if y is not None else (x,)


def is_frequency(value: Any) -> bool:
    """Tell whether `value` can say when to validate: every n-th epoch, or which."""
    return value >= 1 if isinstance(value, int) else hasattr(value, "__contains__")


def _due(epoch: int, frequency: Any) -> bool:
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    return epoch + 1 in frequency


def evaluate(trainer: Any, source: Source, callbacks: CallbackList) -> dict[str, Any]:
    """Measure the metrics over all batches."""
    model = trainer.model
    trainer.reset()
    model.stop_evaluating = False
    callbacks.on_test_begin()
    last: Any = {}
    for step, batch in enumerate(source.batches(0)):
        callbacks.on_test_batch_begin(step)
        last = _run(model.test_step, trainer, batch, model)
        callbacks.on_test_batch_end(step, last)
    logs = to_floats(last.copy() if isinstance(last, LazyLogs) else dict(last))
    callbacks.on_test_end(logs)
    return logs


def predict(model: Any, source: Source, callbacks: CallbackList) -> Any:
    """Compute the outputs for all batches, joined along the first axis."""
    callbacks.on_predict_begin()
    collected = Collected()
    for step, (x, y, weight) in enumerate(source.batches(0)):
        callbacks.on_predict_batch_begin(step)
        outputs = model.predict_step(_without_none((x, y, weight)))
        collected.add(outputs)
        callbacks.on_predict_batch_end(step, {"outputs": outputs})
    callbacks.on_predict_end()
    return collected.joined()


def validation_parts(data: Any) -> tuple[Any, Any, Any]:
    """Split `validation_data` into x, y and sample weights.

    Raises
    ------
    DataError
        If it is neither a pair, a triple nor a source of batches.
    """
    if comes_in_batches(data):
        return data, None, None
    if isinstance(data, (tuple, list)) and len(data) in (1, 2, 3):
        padded = (*data, None, None)
        return padded[0], padded[1], padded[2]
    raise DataError(
        f"validation_data must be (x, y), (x, y, sample_weight) or a source of "
        f"batches, got {type(data).__name__}"
        + (f" of length {len(data)}." if hasattr(data, "__len__") else ".")
    )
