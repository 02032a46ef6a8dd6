"""`cornu.profile`: a table of where a model's step spends its time and memory."""

from typing import Any

from cornu.autodiff import no_grad
from cornu.errors import DataError
from cornu.tracing.profile import Row, profile_calls, profile_program
from cornu.training.data import make_source
from cornu.training.runner import Runner, model_runner
from cornu.utils import tree

_WARM_UP = 5


class Profile:
    """Hold the figures of :func:`profile`; printing it shows the table.

    Attributes
    ----------
    rows : list of Row
        One per layer, part of the step and operation, the slowest first.
    seconds : float
        Time of a whole step.
    replayed : bool
        Whether a recorded program was measured, or eager calls.
    """

    def __init__(
        self, title: str, rows: list[Row], seconds: float, replayed: bool
    ) -> None:
        self.title = title
        self.rows = sorted(_added_up(rows), key=lambda row: -row.seconds)
        self.seconds = seconds
        self.replayed = replayed

    def __str__(self) -> str:
        return self.table()

    __repr__ = __str__

    def table(self, limit: int = 20) -> str:
        """Return the table as text.

        Parameters
        ----------
        limit : int, default 20
            Rows to show; the others are added up in a last one.
        """
        total = sum(row.seconds for row in self.rows) or 1.0
        shown, rest = self.rows[:limit], self.rows[limit:]
        if rest:
            seconds, nbytes = sum(r.seconds for r in rest), sum(r.nbytes for r in rest)
            calls = sum(r.calls for r in rest)
            shown = [*shown, Row("", "", "all others", seconds, nbytes, calls)]
        body = [
            (
                row.layer or "-",
                row.part,
                row.name,
                f"{row.calls}",
                f"{1000 * row.seconds:.3f}",
                f"{row.nbytes / 1e6:.3f}",
                f"{row.seconds / total:.1%}",
            )
            for row in shown
        ]
        head = ("layer", "part", "operation", "calls", "ms", "MB", "share")
        widths = [max(len(r[i]) for r in (head, *body)) for i in range(len(head))]
        lines = [self.title]
        for row in (head, *body):
            left = [text.ljust(w) for text, w in zip(row[:3], widths)]
            right = [text.rjust(w) for text, w in zip(row[3:], widths[3:])]
            lines.append("  ".join([*left, *right]).rstrip())
        how = "replayed program" if self.replayed else "eager calls"
        lines.append(
            f"{how}: {1000 * self.seconds:.3f} ms a step; the rows are timed one by "
            f"one, regions on one thread, and add up to {1000 * total:.3f} ms"
        )
        return "\n".join(lines)


def profile(
    model: Any, x: Any, y: Any = None, *, batch_size: int | None = None, steps: int = 10
) -> Profile:
    """Measure where a step of a model spends its time.

    With targets it is a step of training, without a prediction. Weights, optimizer and
    metrics are put back as they were.

    Parameters
    ----------
    model : Model
        Compiled, if `y` is given.
    x : array, or a list or dictionary of arrays
    y : array or structure of arrays, optional
    batch_size : int, default 32
        Rows of the one batch that is measured, the first ones.
    steps : int, default 10
        Runs to average over.

    Returns
    -------
    Profile
        Print it for the table.

    Raises
    ------
    NotBuiltError
        If targets come for a model that is not compiled.
    DataError
        If there are no rows.

    Examples
    --------
    >>> import numpy as np
    >>> import cornu as keras
    >>> model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])
    >>> model.compile("adam", "mse")
    >>> found = profile(model, np.ones((32, 8)), np.ones((32, 4)))
    >>> found.rows[0].seconds > 0
    True
    """
    if hasattr(steps, "__index__") and steps < 1:
        raise ValueError(f"profile: steps must be at least 1, got {steps}.")
    source = make_source(
        x, y, None, batch_size=batch_size, steps=1, who="profile", finite=False
    )
    batch = tuple(p for p in next(iter(source.batches(0)), ()) if p is not None)
    if not batch:
        raise DataError("profile: there are no rows to measure.")
    run: Runner
    if y is None:
        run = model_runner(model)
    else:
        trainer = model._need_trainer("profile")
        run = trainer.runner("train")
    kept = [(v, v.numpy()) for v in _state(model)]
    try:
        if y is not None:
            return _measure(model, run, batch, steps)
        with no_grad():
            return _measure(model, run, batch, steps)
    finally:
        for variable, value in kept:
            variable.assign(value)


def _state(model: Any) -> list[Any]:
    found = [*model.variables, *(v for m in model.metrics for v in m.variables)]
    if model.optimizer is not None:
        found += model.optimizer.variables
    return found


def _measure(model: Any, run: Runner, batch: tuple[Any, ...], steps: int) -> Profile:
    for _ in range(_WARM_UP):
        run(batch)
    sizes = ", ".join(str(tuple(a.shape)) for a in tree.flatten(batch))
    title = f"{model.name}.{run.kind}_step on {sizes}"
    found = run.program_for(batch)
    if found is not None:
        program, arrays = found
        rows, seconds = profile_program(program, arrays, steps)
        return Profile(title, rows, seconds, True)
    rows, seconds = [], 0.0
    for _ in range(steps):
        more, took = profile_calls(lambda: run(batch))
        rows += [r._replace(seconds=r.seconds / steps, calls=0) for r in more]
        seconds += took / steps
    calls = [r._replace(seconds=0.0, nbytes=0) for r in more]
    rows = [r._replace(nbytes=r.nbytes // steps) for r in rows] + calls
    return Profile(title, rows, seconds, False)


def _added_up(rows: list[Row]) -> list[Row]:
    table: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = row.layer, row.part, row.name
        old = table.get(key)
        if old is None:
            table[key] = row
        else:
            table[key] = old._replace(
                seconds=old.seconds + row.seconds,
                nbytes=old.nbytes + row.nbytes,
                calls=old.calls + row.calls,
            )
    return list(table.values())
