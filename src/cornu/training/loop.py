"""Epochs, batches, validation and callbacks."""

import itertools
from collections.abc import Iterator
from typing import Any

from cornu.callbacks import CallbackList
from cornu.errors import DataError
from cornu.training.data import Source
from cornu.training.data.batching import Collected
from cornu.training.data.sources import comes_in_batches
from cornu.training.logs import LazyLogs, to_floats
from cornu.training.runner import Runner, model_runner


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
    _go_on(model, "stop_training")
    callbacks.on_train_begin()
    logs: dict[str, Any] = {}
    run = trainer.runner("train")
    run.look_again()
    own = [c for c in callbacks.callbacks if not type(c).__module__.startswith("cornu")]
    for epoch in range(initial_epoch, epochs):
        trainer.reset()
        callbacks.on_epoch_begin(epoch)
        if own:  # they may have changed anything
            run.look_again()
        batches = source.batches(epoch, reuse=run.copies_inputs)
        logs = _run_all(run, batches, trainer, callbacks, "stop_training")
        if validation is not None and _due(epoch, validation_freq):
            inner = CallbackList(callbacks.callbacks, model=model, inner=True)
            measured = evaluate(trainer, validation, inner)
            logs.update({f"val_{k}": v for k, v in measured.items()})
        callbacks.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    callbacks.on_train_end(logs)


def _go_on(model: Any, stop: str) -> None:
    # Setting any attribute of a model makes recorded steps look at all of them again.
    if getattr(model, stop, True):
        setattr(model, stop, False)


def _run_all(
    run: Runner,
    batches: Iterator[tuple[Any, Any, Any]],
    trainer: Any,
    callbacks: CallbackList,
    stop: str,
) -> dict[str, Any]:
    """Run a step for each batch; return the logs of the last one.

    Batch hooks are called around every `steps_per_execution` steps, with the numbers of
    the first and the last of them, also where the data ends before the last, as Keras
    does. The attribute `stop` of the model tells to end early.
    """
    model, together = trainer.model, trainer.steps_per_execution
    begin = callbacks.batch_hook(f"on_{run.kind}_batch_begin")
    end = callbacks.batch_hook(f"on_{run.kind}_batch_end")
    number = 0
    last: Any = {}
    for batch in batches:
        if begin is not None:
            begin(number)
        last = run(_without_none(batch))
        for following in itertools.islice(batches, together - 1):
            last = run(_without_none(following))
        number += together
        if end is not None:
            end(number - 1, last)
        if getattr(model, stop):
            break
    return to_floats(last.copy() if isinstance(last, LazyLogs) else dict(last))


def _without_none(batch: tuple[Any, Any, Any]) -> tuple[Any, ...]:
    if batch[2] is not None:
        return batch
    return batch[:2] if batch[1] is not None else batch[:1]


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
    _go_on(model, "stop_evaluating")
    callbacks.on_test_begin()
    run = trainer.runner("test")
    run.look_again()
    batches = source.batches(0, reuse=run.copies_inputs)
    logs = _run_all(run, batches, trainer, callbacks, "stop_evaluating")
    callbacks.on_test_end(logs)
    return logs


def predict(model: Any, source: Source, callbacks: CallbackList) -> Any:
    """Compute the outputs for all batches, joined along the first axis."""
    _go_on(model, "stop_predicting")
    callbacks.on_predict_begin()
    run = model_runner(model)
    run.look_again()
    together = getattr(model._trainer, "steps_per_execution", 1)
    begin = callbacks.batch_hook("on_predict_batch_begin")
    end = callbacks.batch_hook("on_predict_batch_end")
    collected = Collected(source.rows_per_epoch)
    batches = source.batches(0, reuse=run.copies_inputs)
    number = 0
    for batch in batches:
        if begin is not None:
            begin(number)
        before = collected.batches
        collected.add(run(_without_none(batch)), run.reuses_outputs)
        for following in itertools.islice(batches, together - 1):
            collected.add(run(_without_none(following)), run.reuses_outputs)
        number += together
        if end is not None:
            end(number - 1, {"outputs": collected.last(collected.batches - before)})
        if model.stop_predicting:
            break
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
