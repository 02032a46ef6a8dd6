"""Where the time of a step goes, equation by equation."""

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from cornu.core import observers
from cornu.core.quiet import quiet
from cornu.tracing.ir import Value, value_bytes
from cornu.tracing.program import Program
from cornu.typing import Array


class Row(NamedTuple):
    """Hold what one equation costs, per step.

    Attributes
    ----------
    layer : str
        Path of the layer; "" for what belongs to none.
    part : str
        "forward", "gradient", "update" or "other".
    name : str
        The primitive.
    seconds : float
    nbytes : int
        Read and written.
    calls : int
        Equations added up in this row.
    """

    layer: str
    part: str
    name: str
    seconds: float
    nbytes: int
    calls: int = 1


def profile_program(
    program: Program, inputs: Sequence[Array], steps: int
) -> tuple[list[Row], float]:
    """Time a program's equations.

    Parameters
    ----------
    program : Program
    inputs : list of array
        A batch.
    steps : int
        Runs to average over.

    Returns
    -------
    rows : list of Row
    seconds : float
        A whole step as it usually runs, on all threads.
    """
    clock = time.perf_counter
    for place, array in zip(program.inputs, inputs):
        np.copyto(place, array, "same_kind")
    whole = _time_whole(program, inputs, steps)
    totals: dict[int, float] = {}
    found: dict[int, Any] = {}
    runs = {id(run): run for run in program.regions}

    def add(equation: Any, seconds: float) -> None:
        found[id(equation)] = equation
        totals[id(equation)] = totals.get(id(equation), 0.0) + seconds

    with quiet():
        for _ in range(steps):
            at = 0
            for equation, count in program.labels:
                calls = program.calls[at : at + count]
                at += count
                run = runs.get(id(calls[0])) if count == 1 else None
                if run is not None:
                    for inner, seconds in run.timed(clock):
                        add(inner, seconds)
                    continue
                start = clock()
                for call in calls:
                    call()
                add(equation, clock() - start)
            for call in program.calls[at:]:
                call()
    rows = [_row(e, totals[key] / steps) for key, e in found.items()]
    return rows, whole


def _time_whole(program: Program, inputs: Sequence[Array], steps: int) -> float:
    times = []
    with quiet():
        for _ in range(steps):
            start = time.perf_counter()
            program.run(inputs)
            times.append(time.perf_counter() - start)
    return float(np.median(times))


def _row(equation: Any, seconds: float) -> Row:
    values = [v for v in (*equation.inputs, *equation.outputs) if isinstance(v, Value)]
    nbytes = sum(value_bytes(v) for v in values)
    part = "gradient" if equation.backward else "forward" if equation.scope else "other"
    if equation.primitive.kind == "state":
        part = "update"
    return Row(equation.scope, part, equation.primitive.name, seconds, nbytes)


def profile_calls(run: Callable[[], Any]) -> tuple[list[Row], float]:
    """Time the calls of an eager step by the gaps between them."""
    rows: list[Row] = []
    last = [time.perf_counter()]

    def observer(primitive: Any, args: Any, params: Any, result: Any) -> None:
        now = time.perf_counter()
        node = observers.WATCH.node
        parts = result if isinstance(result, tuple) else (result,)
        boxes = [a for a in (*args, *parts) if hasattr(a, "_data")]
        nbytes = sum(b._data.nbytes for b in boxes)
        scope = observers.WATCH.scope()
        part = "gradient" if node is not None else "forward" if scope else "other"
        if primitive.kind == "state":
            part = "update"
        rows.append(Row(scope, part, primitive.name, now - last[0], nbytes))
        last[0] = time.perf_counter()

    observers.active.append(observer)
    try:
        start = time.perf_counter()
        run()
        return rows, time.perf_counter() - start
    finally:
        observers.active.remove(observer)
