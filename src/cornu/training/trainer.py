"""Trainer: what `compile` makes, and what `fit`, `evaluate` and `predict` run."""

import inspect
from typing import Any

from cornu import config, ops, optimizers
from cornu import metrics as metrics_module
from cornu.autodiff import no_grad
from cornu.callbacks import CallbackList, History
from cornu.errors import DataError, NotBuiltError, ShapeError
from cornu.random import make_default_seed
from cornu.training import loop
from cornu.training.compile import CompiledLoss, CompiledMetrics
from cornu.training.data import Source, make_source
from cornu.training.data.arrays import split_validation, to_host_arrays
from cornu.training.data.batching import to_tensors
from cornu.training.data.checks import check_targets
from cornu.training.data.sources import comes_in_batches
from cornu.training.logs import to_floats
from cornu.training.outputs import arrays_each
from cornu.training.runner import Runner, takes_text
from cornu.utils import tree


class Trainer:
    """Hold optimizer, losses and metrics of a compiled model.

    Parameters
    ----------
    model : Model
    optimizer : Optimizer, str or None
    loss, loss_weights, metrics, weighted_metrics
        As :meth:`Model.compile` takes them.
    run_eagerly, steps_per_execution, jit_compile, auto_scale_loss
        As :meth:`Model.compile` takes them.
    """

    def __init__(
        self,
        model: Any,
        optimizer: Any,
        loss: Any,
        loss_weights: Any,
        metrics: Any,
        weighted_metrics: Any,
        run_eagerly: bool,
        steps_per_execution: int,
        jit_compile: Any,
        auto_scale_loss: bool,
    ) -> None:
        if not hasattr(steps_per_execution, "__index__") or steps_per_execution < 1:
            raise ValueError(
                f"compile: steps_per_execution must be a positive integer, got "
                f"{steps_per_execution!r}."
            )
        if jit_compile not in (True, False, "auto"):
            raise ValueError(
                f"compile: jit_compile must be True, False or 'auto', got "
                f"{jit_compile!r}."
            )
        if run_eagerly and jit_compile is True:
            raise ValueError(
                "compile: run_eagerly=True and jit_compile=True exclude each other; "
                "drop one of them."
            )
        if inspect.isclass(optimizer):
            name = optimizer.__name__
            raise TypeError(
                f"compile: optimizer is the class {name}; pass an object made with it: "
                f"{name}(...)."
            )
        self.model = model
        self.optimizer = _scaled(optimizers.get(optimizer), model, auto_scale_loss)
        self.loss = CompiledLoss(loss, loss_weights) if loss is not None else None
        self.metrics = CompiledMetrics(metrics, weighted_metrics)
        self.loss_tracker = metrics_module.Mean(name="loss")
        self.run_eagerly = run_eagerly
        self.steps_per_execution = int(steps_per_execution)
        self.jit_compile = jit_compile
        self.auto_scale_loss = auto_scale_loss
        self._runners: dict[str, Runner] = {}

    # ---- steps ----

    @property
    def records(self) -> bool:
        """Whether steps may be recorded and replayed."""
        return not self.run_eagerly and self.jit_compile is not False

    def runner(self, kind: str) -> Runner:
        """Return what runs steps for "train", "test" or "predict"."""
        found = self._runners.get(kind)
        if found is None:
            found = self._runners[kind] = Runner(self.model, kind, self)
        return found

    # ---- metrics ----

    def all_metrics(self) -> list[Any]:
        """Return the loss tracker and every compiled metric."""
        trackers = self.loss.trackers if self.loss is not None else []
        return [self.loss_tracker, *trackers, *self.metrics.metrics]

    def results(self) -> dict[str, Any]:
        """Return the running value of every metric, by its name in logs."""
        named = {id(m): n for m, n in zip(self.metrics.metrics, self.metrics.names)}
        logs: dict[str, Any] = {}
        for metric in self.model.metrics:
            value = metric.result()
            name = named.get(id(metric), metric.name)
            logs.update(value if isinstance(value, dict) else {name: value})
        return logs

    def reset(self) -> None:
        """Forget what all metrics have seen."""
        for metric in self.model.metrics:
            metric.reset_state()

    def build(self, y: Any, y_pred: Any) -> None:
        """Match losses and metrics with the outputs, once."""
        names = self.model.output_names
        if self.loss is not None and self.loss.paths is None:
            self.loss.build(y_pred, names)
        if not self.metrics.built:
            losses = self.loss.functions if self.loss is not None else []
            self.metrics.build(y, y_pred, names, losses)

    def compute_loss(self, y: Any, y_pred: Any, sample_weight: Any) -> Any:
        """Return the compiled losses and those the layers added, as one number."""
        total: Any = None
        if self.loss is not None and y is not None:
            self.build(y, y_pred)
            total = self.loss(y, y_pred, sample_weight)
        for extra in self.model.losses:
            extra = ops.sum(extra) if extra.shape else extra
            total = extra if total is None else total + extra
        if total is None:
            if self.loss is not None:
                raise DataError(
                    f"{self.model.name}: the model was compiled with a loss, but no "
                    f"targets came: pass y, or let the data yield (x, y)."
                )
            raise ValueError(
                f"{self.model.name}: there is nothing to minimise. Pass a loss to "
                f"compile(), or call add_loss() in a layer."
            )
        return total

    def update_metrics(self, y: Any, y_pred: Any, sample_weight: Any) -> None:
        """Show the compiled metrics a batch."""
        if y is None:
            return
        self.build(y, y_pred)
        self.metrics.update(y, y_pred, sample_weight)

    # ---- data ----

    def arrays(self, x: Any, y: Any, sample_weight: Any) -> tuple[Any, Any, Any]:
        """Return data as arrays."""
        return (
            to_host_arrays(x, "x", takes_text(self.model)),
            to_host_arrays(y, "y"),
            to_host_arrays(sample_weight, "sample_weight"),
        )

    def to_device(self, batch: Any) -> Any:
        """Turn one batch of arrays into tensors where the model lives."""
        return to_tensors(batch, self.model._home())

    def source(
        self,
        x: Any,
        y: Any,
        sample_weight: Any,
        who: str,
        *,
        batch_size: int | None = None,
        steps: int | None = None,
        shuffle: bool | str = False,
        seed: int = 0,
        class_weight: dict[int, float] | None = None,
        finite: bool = True,
    ) -> Source:
        """Return a checked source of batches."""
        return make_source(
            x,
            y,
            sample_weight,
            batch_size=batch_size,
            steps=steps,
            shuffle=shuffle,
            seed=seed,
            class_weight=class_weight,
            who=who,
            finite=finite,
            text=takes_text(self.model),
        )

    def check(self, source: Any, who: str) -> None:
        """Refuse data that does not fit the model or the losses, before any work."""
        data = getattr(source, "data", None)  # only arrays are there to be looked at
        if data is None:
            return
        x, y, _ = data
        if x is None:
            raise DataError(f"{who}: x is missing; pass {who}(x, y).")
        outputs = self.model.output_specs(x)
        if self.loss is None:
            return
        if y is None:
            if self.model.losses or not self.loss.given:
                return
            raise DataError(
                f"{who}: the model was compiled with a loss but y is missing; pass "
                f"{who}(x, y)."
            )
        if outputs is None:
            return
        self.build(y, outputs)
        _refuse_dead_outputs(self.loss.functions, outputs)
        assert self.loss.paths is not None
        rows = zip(
            self.loss.functions,
            arrays_each(y, self.loss.paths, "y"),
            tree.flatten(outputs),
        )
        for function, target, output in rows:
            if function is not None and target is not None:
                check_targets(function, target, tuple(output.shape))

    # ---- entry points ----

    def fit(
        self,
        x: Any,
        y: Any,
        *,
        batch_size: int | None,
        epochs: int,
        verbose: Any,
        callbacks: Any,
        validation_split: float,
        validation_data: Any,
        shuffle: bool | str,
        class_weight: Any,
        sample_weight: Any,
        initial_epoch: int,
        steps_per_epoch: int | None,
        validation_steps: int | None,
        validation_batch_size: int | None,
        validation_freq: Any,
    ) -> History:
        """Train; see :meth:`Model.fit`."""
        model = self.model
        if self.optimizer is None and model.trainable_variables:
            raise ValueError(
                f"{model.name}: compile the model with an optimizer first."
            )
        for name, value in (("epochs", epochs), ("initial_epoch", initial_epoch)):
            if not hasattr(value, "__index__") or value < 0:
                raise ValueError(
                    f"fit: {name} must be a non-negative integer, got {value!r}."
                )
        most = config.max_epochs()
        epochs = epochs if most is None else min(epochs, initial_epoch + most)
        if not loop.is_frequency(validation_freq):
            raise ValueError(
                f"fit: validation_freq must be a positive integer or a list of epochs, "
                f"got {validation_freq!r}."
            )
        if validation_split and validation_data is None:
            if comes_in_batches(x):
                raise ValueError(
                    f"fit: validation_split needs arrays; x is a {type(x).__name__} "
                    f"that gives batches. Pass validation_data instead."
                )
            data = self.arrays(x, y, sample_weight)
            (x, y, sample_weight), validation_data = split_validation(
                data, validation_split
            )
        source = self.source(
            x,
            y,
            sample_weight,
            "fit",
            batch_size=batch_size,
            steps=steps_per_epoch,
            shuffle=shuffle,
            seed=make_default_seed(),
            class_weight=class_weight,
        )
        self.check(source, "fit")
        validation = None
        if validation_data is not None:
            vx, vy, vw = loop.validation_parts(validation_data)
            validation = self.source(
                vx,
                vy,
                vw,
                "fit: validation_data",
                batch_size=validation_batch_size or batch_size,
                steps=validation_steps,
            )
            self.check(validation, "fit: validation_data")
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(
                callbacks,
                add_history=True,
                add_progbar=verbose != 0,
                verbose=verbose,
                epochs=epochs,
                steps=source.steps,
                model=model,
            )
        with callbacks:
            loop.fit(
                self,
                source,
                validation,
                callbacks,
                epochs=epochs,
                initial_epoch=initial_epoch,
                validation_freq=validation_freq,
            )
        history: History = model.history
        return history

    def evaluate(
        self,
        x: Any,
        y: Any,
        *,
        batch_size: int | None,
        verbose: Any,
        sample_weight: Any,
        steps: int | None,
        callbacks: Any,
        return_dict: bool,
    ) -> Any:
        """Measure; see :meth:`Model.evaluate`."""
        source = self.source(
            x, y, sample_weight, "evaluate", batch_size=batch_size, steps=steps
        )
        self.check(source, "evaluate")
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(
                callbacks,
                add_progbar=verbose != 0,
                verbose=verbose,
                epochs=1,
                steps=source.steps,
                model=self.model,
            )
        with callbacks:
            logs = loop.evaluate(self, source, callbacks)
        if return_dict:
            return logs
        return in_order(logs, self.names())

    def names(self) -> list[str]:
        """Return the names of all results, in the order `evaluate` has them.

        The loss comes first, then metrics whose name is that of no output, in the order
        given, then the outputs' losses and the layers' metrics; all others by name.
        """
        labels = [row.label for row in self.metrics.rows]
        kept = [name for name in labels if name in self.metrics.names]
        trackers = self.loss.tracker_names if self.loss is not None else []
        compiled = {id(m) for m in self.all_metrics()}
        own = [m for m in self.model.metrics if id(m) not in compiled]
        first = ["loss", *kept, *trackers, *(m.name for m in own)]
        return list(dict.fromkeys([*first, *sorted(self.metrics.names)]))

    def on_batch(
        self, kind: str, x: Any, y: Any, sample_weight: Any, return_dict: bool
    ) -> Any:
        """Run one step on one batch; see :meth:`Model.train_on_batch`."""
        batch = self.arrays(x, y, sample_weight)
        self.reset()
        logs = to_floats(dict(self.runner(kind)(loop._without_none(batch))))
        return logs if return_dict else in_order(logs, self.names())


def _scaled(optimizer: Any, model: Any, wanted: bool) -> Any:
    """Return an optimizer that scales losses, if the model computes in float16.

    Gradients too small for float16 would be lost; bfloat16 has them.
    """
    if not wanted or optimizer is None:
        return optimizer
    if model.dtype_policy.name != "mixed_float16":
        return optimizer
    if isinstance(optimizer, optimizers.LossScaleOptimizer):
        return optimizer
    return optimizers.LossScaleOptimizer(optimizer)


def _refuse_dead_outputs(functions: list[Any], outputs: Any) -> None:
    """Refuse a softmax over one unit: whatever goes in, 1 comes out."""
    for function, output in zip(functions, tree.flatten(outputs)):
        history = getattr(output, "_history", None)
        if function is None or history is None:
            continue
        layer = history[0].operation
        if getattr(getattr(layer, "activation", None), "__name__", "") != "softmax":
            continue
        if output.shape and output.shape[-1] == 1:
            raise ShapeError(
                f"layer {layer.name!r} ({type(layer).__name__}): softmax over 1 unit "
                f"always gives 1, so nothing can be learned. For two classes use "
                f"activation='sigmoid' with binary_crossentropy, or 2 units."
            )


def in_order(logs: dict[str, Any], names: list[str]) -> Any:
    """Return the values in the order of `names`; a single one by itself."""
    values = [logs[n] for n in names if n in logs]
    values += [logs[n] for n in sorted(logs) if n not in names]
    return values[0] if len(values) == 1 else values


def predict(
    model: Any,
    x: Any,
    *,
    batch_size: int | None,
    verbose: Any,
    steps: int | None,
    callbacks: Any,
) -> Any:
    """Compute outputs for all rows; see :meth:`Model.predict`."""
    source = make_source(
        x,
        batch_size=batch_size,
        steps=steps,
        who="predict",
        finite=False,
        text=takes_text(model),
    )
    if not isinstance(callbacks, CallbackList):
        callbacks = CallbackList(
            callbacks,
            add_progbar=verbose != 0,
            verbose=verbose,
            epochs=1,
            steps=source.steps,
            model=model,
        )
    data = getattr(source, "data", None)
    if data is not None:
        model.output_specs(data[0])
    with no_grad(), callbacks:
        return loop.predict(model, source, callbacks)


def require_compiled(trainer: Trainer | None, model: Any, what: str) -> Trainer:
    """Return the trainer.

    Raises
    ------
    NotBuiltError
        If `compile` was forgotten.
    """
    if trainer is None:
        raise NotBuiltError(
            f"{model.name}: call compile(optimizer, loss) before {what}()."
        )
    return trainer
