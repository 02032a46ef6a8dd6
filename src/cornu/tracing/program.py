"""A program: a recorded step as a list of calls, all memory bound."""

import threading
import weakref
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from cornu.autodiff import Variable
from cornu.core.observers import CHANGES
from cornu.core.primitive import ELEMENTWISE, Primitive
from cornu.errors import TraceBreak
from cornu.kernels.cpu.workspace import aligned
from cornu.tracing.flat import FlatStep, find_flat_steps
from cornu.tracing.ir import STATE, Equation, Graph, Value, value_bytes
from cornu.tracing.lower import Call, lower, same_bits
from cornu.tracing.passes.shard import Region
from cornu.tracing.plan import Layout, Plan
from cornu.tracing.region import RegionRun
from cornu.typing import Array


class PartsDifferError(Exception):
    """Report that a region does not give what its equations give."""


class Program:
    """Replay a step.

    Building it runs every call once, on the recorded values, and compares each result
    with the recorded one, bit for bit: a program that is built has proved itself.

    Parameters
    ----------
    graph : Graph
        After all passes.
    recorded : int, optional
        How many equations there were before the passes.

    Raises
    ------
    TraceBreak
        If a call does not reproduce what was recorded; the message names it.
    """

    def __init__(self, graph: Graph, recorded: int = 0) -> None:
        self.graph = graph
        self.lock = threading.RLock()
        self.thread = threading.get_ident()
        self.recorded = recorded or len(graph.equations)
        self.calls: list[Call] = []
        self.labels: list[tuple[Equation, int]] = []
        self.regions: list[RegionRun] = []
        self.states = [v.held for v in graph.states]
        known = {id(v) for v in self.states}
        self.states += [v for v, _ in graph.updates if id(v) not in known]
        plan = Plan(graph, _may_overwrite)
        self._flat = find_flat_steps(graph, plan, _held())
        self._bind_states()
        if self._flat:
            own = [v for step in self._flat.values() for v in step.placed]
            plan = Plan(graph, _may_overwrite, own)
        self.plan = plan
        self.arena = aligned(plan.arena_bytes)
        self._arrays: dict[Value, Array] = {}
        self._build()
        self.stamp = CHANGES.stamp
        _alive.add(self)

    # ---- building ----

    def _bind_states(self) -> None:
        for step in self._flat.values():
            step.bind()
        for variable in self.states:
            variable.bind()

    def _build(self) -> None:
        now = [(v, v._data.copy()) for v in self.states]
        try:
            self._lower_all()
        finally:
            for variable, data in now:
                np.copyto(variable._data, data)

    def _lower_all(self) -> None:
        """Bind every equation, by doing the recorded step again."""
        graph, arrays = self.graph, self._arrays
        for value in graph.inputs:
            layout = Layout(value.sample)
            arrays[value] = layout.place(aligned(layout.nbytes))
            np.copyto(arrays[value], value.sample)
        for value in graph.constants:
            arrays[value] = value.held
        for value in graph.states:
            arrays[value] = value.held._data
            np.copyto(value.held._data, value.sample)
        for step in self._flat.values():
            arrays.update(step.places)
        for equation in graph.equations:
            calls = self._lower(equation)
            self.labels.append((equation, len(calls)))
            self.calls += calls
        ends = self._saved_ends()
        for variable, value in self.plan.commits:
            self.calls.append(partial(np.copyto, variable._data, ends[value]))
        self.inputs = [arrays[v] for v in graph.inputs]
        self.outputs = [ends[v] for v in graph.outputs]
        self._buffers = [(v, v._data) for v in self.states]

    def _saved_ends(self) -> dict[Value, Array]:
        """Return where the values at the step's end are when variables take theirs.

        What lies in a variable that changes is saved first.
        """
        arrays = self._arrays
        changed = {id(variable) for variable, _ in self.graph.updates}
        found: dict[Value, Array] = {}
        for value in self.graph.ends():
            root = self.plan.roots[value]
            found.setdefault(value, arrays[value])
            if root.origin == STATE and id(root.held) in changed:
                if found[value] is arrays[value]:
                    found[value] = arrays[value].copy()
                    self.calls.append(partial(np.copyto, found[value], arrays[value]))
        return found

    def _lower(self, equation: Equation) -> list[Call]:
        arrays = self._arrays
        inputs = [arrays[v] if isinstance(v, Value) else v for v in equation.inputs]
        if isinstance(equation, Region):
            return self._region(equation)
        flat = self._flat.get(equation)
        if flat is not None:
            for value, array in zip(equation.outputs, flat.outputs):
                arrays[value] = array
            return flat.lower(arrays)
        if any(self.plan.is_view(v) for v in equation.outputs):
            return self._view(equation, inputs)
        places = [self._place(v) for v in equation.outputs]
        expected = [v.sample for v in equation.outputs]
        calls = lower(equation.primitive, inputs, places, equation.params, expected)
        if calls is None:
            raise TraceBreak(
                f"{equation!r}: replaying it does not give what was recorded, so the "
                f"step cannot be replayed."
            )
        return calls

    def _region(self, region: Region) -> list[Call]:
        for value in region.outputs:
            self._place(value)
        run = RegionRun(region, self._arrays, _may_overwrite)
        self.regions.append(run)
        run()
        for value in region.outputs:
            if not same_bits(self._arrays[value], value.sample):
                raise PartsDifferError(f"{value.describe()} differs when done by parts")
        return [run]

    def _place(self, value: Value) -> Array:
        arrays, plan = self._arrays, self.plan
        if value not in arrays:
            if value in plan.homes:
                arrays[value] = plan.homes[value]._data
            else:
                offset = plan.storages[value].offset
                arrays[value] = Layout(value.sample).place(self.arena[offset:])
        return arrays[value]

    def _view(self, equation: Equation, inputs: list[Any]) -> list[Call]:
        result = equation.primitive.forward(np, *inputs, **equation.params)
        results = result if isinstance(result, tuple) else (result,)
        for value, array in zip(equation.outputs, results):
            root = self._arrays[self.plan.roots[value]]
            if not np.may_share_memory(array, root) and array.size:
                raise TraceBreak(
                    f"{equation!r}: it gave a view when it was recorded and gives a "
                    f"copy now, so the step cannot be replayed."
                )
            if not same_bits(array, value.sample):
                raise TraceBreak(f"{equation!r}: its view shows other values now.")
            self._arrays[value] = array
        return []

    # ---- what there is to tell ----

    @property
    def flat_steps(self) -> list[FlatStep]:
        """The optimizer steps that run on flat buffers."""
        return list(self._flat.values())

    @property
    def result_bytes(self) -> int:
        """Memory that all intermediate results would take without sharing."""
        return sum(value_bytes(v) for v in self.plan.storages)

    @property
    def state_bytes(self) -> int:
        """Memory of the variables the step reads or changes."""
        return sum([int(v._data.nbytes) for v in self.states])

    # ---- running ----

    def refresh(self) -> bool:
        """Take over values that variables got from outside since the last run.

        Returns
        -------
        bool
            False if a variable's memory is another program's now: then this one is of
            no use any more.
        """
        if any(v._memory is not b for v, b in self._buffers):
            return False
        for variable, buffer in self._buffers:
            if variable._data is not buffer:
                variable.bind()
        self.stamp = CHANGES.stamp
        return True

    def run(self, inputs: Sequence[Array]) -> None:
        """Run the step on a batch; results are in `outputs` and in the variables."""
        for place, array in zip(self.inputs, inputs):
            np.copyto(place, array, "same_kind")
        for call in self.calls:
            call()

    def results(self) -> list[Array]:
        """Return copies of what the step returned."""
        return [a.copy() for a in self.outputs]


def forget_samples(graph: Graph) -> None:
    """Let go of the recorded arrays: a program has its own memory."""
    for equation in graph.equations:
        body = equation.body if isinstance(equation, Region) else [equation]
        for inner in body:
            for value in (*inner.operands, *inner.outputs):
                value.sample = None
    for value in graph.inputs:
        value.sample = None


_alive: "weakref.WeakSet[Program]" = weakref.WeakSet()


def _held() -> set[int]:
    """Return the identities of variables that lie in programs' flat buffers."""
    return {
        id(variable)
        for program in list(_alive)
        for step in program.flat_steps
        for row in step.rows
        for variable in row
    }


def release_variables(own: Sequence[Variable]) -> None:
    """Let no variable live in memory that a program writes to.

    While a step is recorded, what was read must stay as it was. Programs that another
    thread uses keep their variables, unless they are among the step's `own`.
    """
    ours = {id(v) for v in own}
    here = threading.get_ident()
    for program in list(_alive):
        if program.thread != here and ours.isdisjoint(map(id, program.states)):
            continue
        if program.lock.acquire(blocking=False):
            try:
                for variable in program.states:
                    variable.release()
            finally:
                program.lock.release()


# ---- bodies that may write over what they read ----

_single: dict[Primitive, bool] = {}


def _may_overwrite(equation: Equation) -> bool:
    """Tell whether a result may take the place of an operand of the same layout."""
    primitive = equation.primitive
    if primitive.kind == "state":
        return primitive.takes_out  # fused steps read each block before they write it
    if primitive.kind != ELEMENTWISE or not primitive.takes_out:
        return False
    bodies = [body for body, _ in primitive.overrides.get("cpu", ())]
    if not all(getattr(body, "works_in_place", False) for body in bodies):
        return False
    found = _single.get(primitive)
    if found is None:
        found = _single[primitive] = _calls_once(primitive, equation)
    return found


def _calls_once(primitive: Primitive, equation: Equation) -> bool:
    """Tell whether the body is one ufunc call, which may work in place."""
    seen: list[Any] = []

    class Counter:
        def __getattr__(self, name: str) -> Any:
            function = getattr(np, name)
            if isinstance(function, np.ufunc):
                seen.append(function)
            elif callable(function) and not isinstance(function, type):
                seen.extend((None, None))
            return function

    inputs = [
        np.ones((1,) * len(v.spec.shape), v.spec.dtype) if isinstance(v, Value) else v
        for v in equation.inputs
    ]
    spec = equation.outputs[0].spec
    out = np.ones((1,) * len(spec.shape), spec.dtype)
    try:
        result = primitive.forward(Counter(), *inputs, out=out, **equation.params)
    except Exception:  # a body may refuse the stand-in, which only costs memory
        return False
    return result is out and len(seen) == 1 and seen[0] is not None
