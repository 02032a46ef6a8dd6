"""Runner: what the loop calls, once a batch."""

from typing import Any

from cornu.config import current_backend
from cornu.core.quiet import quiet
from cornu.errors import TraceBreak
from cornu.tracing import Replayer, explain
from cornu.tracing.settings import Settings
from cornu.training.data.batching import to_tensors
from cornu.training.logs import LazyLogs
from cornu.utils import tree


class Runner:
    """Run one step of one kind after another, by calling the model's own method.

    Parameters
    ----------
    model : Model
    kind : {"train", "test", "predict"}

    Attributes
    ----------
    reuses_outputs : bool
        Whether the outputs of one prediction are overwritten by the next.

    Raises
    ------
    TypeError
        When called, if a step for training or testing returns no dictionary.
    """

    reuses_outputs: bool = False

    def __init__(self, model: Any, kind: str, trainer: Any = None) -> None:
        self.model = model
        self.kind = kind
        self._method = f"{kind}_step"
        self._home: Any = None
        self._trainer = trainer
        self._replayer: Replayer | None = None
        self._replayed: Any = None

    @property
    def copies_inputs(self) -> bool:
        """Whether no step keeps the arrays it was given.

        The next batch may overwrite them then. A step that runs eagerly may keep them.
        """
        return self._replayer is not None and self._replayer.copies_inputs

    def __call__(self, batch: tuple[Any, ...]) -> Any:
        """Run one step.

        Parameters
        ----------
        batch : tuple
            ``(x,)``, ``(x, y)`` or ``(x, y, sample_weight)`` of arrays, or structures
            of them.

        Returns
        -------
        LazyLogs, or for predictions what the model gives
        """
        step = self._look_up()
        if self._replayer is not None:
            result = self._replayer(batch)
        else:
            if self._home is None:
                self._home = self.model._home()
            with quiet():
                result = step(to_tensors(batch, self._home))
        if type(result) is LazyLogs or self.kind == "predict":
            return result
        return self._as_logs(result)

    def look_again(self) -> None:
        """Let the next step look for settings that changed without being heard."""
        if self._replayer is not None:
            self._replayer.look_again()

    @property
    def replayer(self) -> Replayer | None:
        """What records and replays the step; None if it runs eagerly by choice."""
        self._look_up()
        return self._replayer

    def program_for(self, batch: tuple[Any, ...]) -> Any:
        """Return the program that stands in for the step, and the batch's arrays.

        None if such batches run eagerly.
        """
        if self._replayer is None:
            return None
        program = self._replayer.program_for(batch)
        if program is None:
            return None
        return program, [a for a in tree.flatten(batch) if a is not None]

    def _look_up(self) -> Any:
        # Each time, since the method may be replaced between steps.
        step = getattr(self.model, self._method)
        if step != self._replayed:
            self._prepare(step)
        return step

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_replayer": None, "_replayed": None}

    def _prepare(self, step: Any) -> None:
        """Decide whether steps are recorded, and forget what was."""
        self._replayed = step
        self._replayer = None
        trainer, model = self._trainer, self.model
        if trainer is not None and not trainer.records:
            return
        by_text = _on_host(model)
        if by_text is not None:
            if trainer is not None and trainer.jit_compile is True:
                raise TraceBreak(
                    f"{model.name}: compiled with jit_compile=True, but its layer "
                    f"{by_text.name!r} ({type(by_text).__name__}) works on values in "
                    f"main memory, such as strings, which cannot be recorded. Drop "
                    f"jit_compile, or apply that layer to the data beforehand."
                )
            return
        home = model._home() or current_backend()
        if home.name != "cpu":
            return
        settings = Settings(model, trainer)
        self._replayer = Replayer(
            step,
            f"{model.name}.{self._method}",
            settings,
            _remake,
            strict=trainer is not None and trainer.jit_compile is True,
            variables=settings.variables,
        )

    def _as_logs(self, result: Any) -> LazyLogs:
        if not isinstance(result, dict):
            raise TypeError(
                f"{self.model.name}: train_step and test_step must return a dictionary "
                f"of metric values, got {type(result).__name__}."
            )
        kept = dict(result)
        return LazyLogs(lambda: kept)


def _remake(result: Any) -> Any:
    """Return how to make logs anew that are computed at the first look."""
    if type(result) is not LazyLogs or result._compute is None:
        return None
    compute = result._compute
    return lambda: LazyLogs(compute)


def _on_host(model: Any) -> Any:
    """Return a layer of a model that needs values in main memory, or None."""
    return next((x for x in model._flatten_layers() if x._works_on_host), None)


def takes_text(model: Any) -> bool:
    """Tell whether a model may be given strings."""
    return _on_host(model) is not None


def model_runner(model: Any) -> Runner:
    """Return what computes a model's outputs, batch by batch; no `compile` needed."""
    trainer = model._trainer
    if trainer is not None:
        found: Runner = trainer.runner("predict")
        return found
    kept: Runner = model.__dict__.setdefault("_runner", Runner(model, "predict"))
    return kept


def explain_model(model: Any, equations: bool = False) -> str:
    """Return in words how the steps of a model run; see :meth:`Model.explain`."""
    trainer = model._trainer
    if trainer is not None and not trainer.records:
        return f"{model.name}: compiled to run eagerly."
    by_text = _on_host(model)
    if by_text is not None:
        return (
            f"{model.name}: runs eagerly, since its layer {by_text.name!r} "
            f"({type(by_text).__name__}) works on values in main memory."
        )
    kinds = ("train", "test", "predict") if trainer is not None else ()
    runners = [trainer.runner(kind) for kind in kinds] or [model_runner(model)]
    found = [r.replayer for r in runners]
    known = [each for each in found if each is not None and each.entries]
    if not known:
        return f"{model.name}: no step has run yet; train or predict first."
    return "\n\n".join(explain(each, equations) for each in known)
