"""Running a region: its equations on one granule after the other, lane by lane."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from cornu.core.primitive import ELEMENTWISE
from cornu.kernels.cpu.blas import single_threaded_blas
from cornu.kernels.cpu.blocks import GRANULE, combine, lanes
from cornu.kernels.cpu.threads import share, team_size
from cornu.kernels.cpu.workspace import aligned
from cornu.tracing.ir import Equation, Graph, Value
from cornu.tracing.lower import Call, small_calls
from cornu.tracing.passes.shard import Region
from cornu.tracing.plan import Layout, Plan
from cornu.typing import Array


class RegionRun:
    """Do a region's work when called.

    Parameters
    ----------
    region : Region
    arrays : dict of Value to array
        Where the values outside lie; results of the region included.
    may_overwrite : callable
        As :class:`Plan` takes it.
    """

    def __init__(
        self,
        region: Region,
        arrays: dict[Value, Array],
        may_overwrite: Callable[[Equation], bool],
    ) -> None:
        self.region = region
        self.arrays = {v: arrays[v] for v in (*region.operands, *region.outputs)}
        self.lanes = lanes(region.rows)
        graph = Graph(list(region.operands), region.body, list(region.outputs))
        self.plan = Plan(graph, may_overwrite, region.outputs, _granule)
        self.layouts = {v: Layout(_granule(v)) for v in self.plan.storages}
        self.sums: dict[Value, list[Array]] = {}
        for equation, staged in region.staged.items():
            if staged.summed:
                spec = staged.partial or staged.result
                for value in equation.outputs:
                    self.sums[value] = [
                        np.empty(spec.shape, spec.dtype) for _ in self.lanes
                    ]
        self._free: list[_Worker] = []

    def __call__(self) -> None:
        with single_threaded_blas():
            for equation in self.region.staged:
                self._prepare(equation)
            share(self._lane, len(self.lanes), team_size())
            for equation in self.region.staged:
                self._finish(equation)

    def _prepare(self, equation: Equation) -> None:
        # What a granule makes is never read here; only its place is kept.
        whole = [self.arrays.get(v) for v in equation.inputs]
        self.region.staged[equation].prepare(*whole)

    def _finish(self, equation: Equation) -> None:
        """Add up the lanes' sums, if the equation is a sum over the batch."""
        staged = self.region.staged[equation]
        if staged.summed:
            (value,) = equation.outputs
            sums = self.sums[value]
            combine(sums, sums[0])
            staged.finish(sums[0], self.arrays[value])

    def _lane(self, index: int) -> None:
        try:
            worker = self._free.pop()
        except IndexError:
            worker = _Worker(self)
        for number, part in enumerate(self.lanes[index]):
            for call in worker.calls(index, number, part):
                call()
        self._free.append(worker)

    def timed(self, clock: Callable[[], float]) -> list[tuple[Equation, float]]:
        """Run on one thread; return how many seconds each equation took in all."""
        seconds = dict.fromkeys(self.region.body, 0.0)
        worker = _Worker(self)

        def add(equation: Equation, work: Callable[[], None]) -> None:
            start = clock()
            work()
            seconds[equation] += clock() - start

        with single_threaded_blas():
            for equation in self.region.staged:
                add(equation, partial(self._prepare, equation))
            for index, lane in enumerate(self.lanes):
                for number, part in enumerate(lane):
                    for equation, calls in worker.bound(index, number == 0, part):
                        for call in calls:
                            add(equation, call)
            for equation in self.region.staged:
                add(equation, partial(self._finish, equation))
        return list(seconds.items())


def _granule(value: Value) -> Array:
    return value.sample[:GRANULE]


class _Worker:
    """Be one thread's memory for a granule, with the calls bound to it."""

    def __init__(self, run: RegionRun) -> None:
        self.run = run
        self.arena = aligned(run.plan.arena_bytes)
        self._calls: dict[tuple[int, int], list[Call]] = {}
        self._spare: dict[Value, Array] = {}

    def calls(self, lane: int, number: int, part: slice) -> list[Call]:
        """Return the calls for one granule of one lane."""
        found = self._calls.get((lane, number))
        if found is None:
            bound = self.bound(lane, number == 0, part)
            found = [call for _, calls in bound for call in calls]
            self._calls[lane, number] = found
        return found

    def bound(
        self, lane: int, is_first: bool, part: slice
    ) -> list[tuple[Equation, list[Call]]]:
        """Bind the equations to this worker's memory and a granule's rows."""
        run, region = self.run, self.run.region
        arrays: dict[Value, Any] = {}
        for value in region.outputs:
            if value not in run.sums:
                arrays[value] = run.arrays[value][part]
        found = []
        for equation in region.body:
            calls = self._bind(equation, arrays, lane, is_first, part)
            found.append((equation, calls))
        return found

    def _bind(
        self,
        equation: Equation,
        arrays: dict[Value, Any],
        lane: int,
        is_first: bool,
        part: slice,
    ) -> list[Call]:
        run = self.run
        rows = part.stop - part.start
        inputs = [
            self._input(v, by_rows, arrays, part) if isinstance(v, Value) else v
            for v, by_rows in zip(equation.inputs, run.region.by_rows[equation])
        ]
        staged = run.region.staged.get(equation)
        if staged is not None and staged.summed:
            return self._sum(equation, staged, inputs, lane, is_first)
        if run.plan.is_view(equation.outputs[0]):
            (value,) = equation.outputs
            params = _for_rows(equation, rows)
            arrays[value] = equation.primitive.forward(np, *inputs, **params)
            return []
        places = [self._place(v, arrays, rows) for v in equation.outputs]
        if staged is not None:
            out: Any = places[0] if len(places) == 1 else tuple(places)
            if getattr(staged, "needs_rows", False):
                return [partial(staged.part, *inputs, out=out, rows=part)]
            return [partial(staged.part, *inputs, out=out)]
        primitive, params = equation.primitive, equation.params
        body = primitive.forward
        if primitive.kind == ELEMENTWISE:
            body = primitive.body_for("cpu", inputs, params)  # as in eager calls
            if body is primitive.forward:
                calls = small_calls(primitive, inputs, places, params)
                if calls is not None:
                    return calls
        return [partial(body, np, *inputs, out=places[0], **params)]

    def _input(
        self, value: Value, by_rows: bool, arrays: dict[Value, Any], part: slice
    ) -> Array:
        found = arrays.get(value)  # made inside, these rows of it
        if found is None:
            found = self.run.arrays[value]
            return found[part] if by_rows else found
        return found

    def _place(self, value: Value, arrays: dict[Value, Any], rows: int) -> Array:
        found = arrays.get(value)
        if found is None:
            offset = self.run.plan.storages[value].offset
            found = self.run.layouts[value].place(self.arena[offset:])[:rows]
            arrays[value] = found
        return found

    def _sum(
        self,
        equation: Equation,
        staged: Any,
        inputs: list[Any],
        lane: int,
        is_first: bool,
    ) -> list[Call]:
        (value,) = equation.outputs
        total = self.run.sums[value][lane]
        if is_first:
            return [partial(staged.part, *inputs, out=total)]
        piece = self._spare.get(value)
        if piece is None:
            piece = self._spare[value] = np.empty_like(total)
        return [
            partial(staged.part, *inputs, out=piece),
            partial(np.add, total, piece, total),
        ]


def _for_rows(equation: Equation, rows: int) -> dict[str, Any]:
    """Return a view's parameters for some rows of the batch alone."""
    params = dict(equation.params)
    if "shape" in params:
        shape = equation.outputs[0].spec.shape
        params["shape"] = (rows, *shape[1:])
    return params
