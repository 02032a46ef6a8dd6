"""Gather equations that work row by row into regions that run part by part.

A region does a few rows of the batch from its first equation to its last while they
are in the cache, and threads share out the parts. Only equations whose results are the
same to the bit when rows are done in granules may join: elementwise ones, views that
keep the first axis, and those with a staged kernel.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from cornu.core.primitive import ELEMENTWISE, OPAQUE, Primitive
from cornu.kernels.cpu.blocks import GRANULE
from cornu.tracing.ir import RESULT, Equation, Graph, Value
from cornu.tracing.plan import Layout

LEAST_ROWS = 16
"""Smaller batches have no two granules for two threads."""

LEAST_BYTES = 2**21
"""Results a region must make in all; below this the cache holds them anyway."""

LEAST_PART = 2**16
"""Bytes of an equation's largest array, per part; with less, calls cost more than the
work."""

_VIEWS = ("reshape", "transpose", "broadcast_to", "slice_view", "stop_gradient")


def _refuse(xp: Any, *arrays: Any) -> Any:
    raise TypeError("a region is run by a program, not called")


def _no_rule(*specs: Any) -> Any:
    raise TypeError("a region has no shape rule")


REGION = Primitive(_refuse, _no_rule, OPAQUE, None, None, None, False)
"""Stands where a primitive would: what regions are equations of."""
REGION.name = "region"


class Region(Equation):
    """Be a run of equations done part by part.

    Attributes
    ----------
    body : list of Equation
    rows : int
        The batch's length.
    by_rows : dict of Equation to tuple of bool
        Which inputs of each equation are taken row by row, the others as a whole.
    staged : dict of Equation to Staged
    """

    __slots__ = ("body", "by_rows", "rows", "staged")

    def __init__(
        self,
        body: list[Equation],
        outputs: list[Value],
        rows: int,
        by_rows: dict[Equation, tuple[bool, ...]],
        staged: dict[Equation, Any],
    ) -> None:
        made = {v for e in body for v in e.outputs}
        given = dict.fromkeys(v for e in body for v in e.operands if v not in made)
        super().__init__(REGION, tuple(given), {}, tuple(outputs))
        self.body = body
        self.rows = rows
        self.by_rows = by_rows
        self.staged = staged

    def __repr__(self) -> str:
        head = f"region of {len(self.body)} equations over {self.rows} rows"
        return "\n".join([head, *(f"    {e!r}" for e in self.body)])


def shard(graph: Graph) -> Graph:
    """Return the graph with regions in the place of what they do."""
    rows = next((v.spec.shape[0] for v in graph.inputs if v.spec.shape), 0)
    if not rows or rows < LEAST_ROWS:
        return graph
    builder = _Builder(graph, rows)
    for equation in graph.equations:
        builder.add(equation)
    builder.close()
    return replace(graph, equations=builder.result)


class _Builder:
    """Walk over the equations with one region open.

    Those that cannot join go before it if they do not depend on it, else after it.
    """

    def __init__(self, graph: Graph, rows: int) -> None:
        self.rows = rows
        self.result: list[Equation] = []
        self._ends = set(graph.ends())
        self._readers: dict[Value, list[Equation]] = {}
        for equation in graph.equations:
            for value in equation.operands:
                self._readers.setdefault(value, []).append(equation)
        self._start()

    def _start(self) -> None:
        self._inside: list[Equation] = []
        self._made: set[Value] = set()
        self._staged: dict[Equation, Any] = {}
        self._later: list[Equation] = []
        self._pending: set[Value] = set()
        self._sums: set[Value] = set()

    def add(self, equation: Equation) -> None:
        """Take the next equation."""
        operands = equation.operands
        waits = any(v in self._pending or v in self._sums for v in operands)
        fits, staged = self._fit(equation)
        if fits and waits:
            self.close()
            waits = False
        if fits:
            self._inside.append(equation)
            self._made.update(equation.outputs)
            if staged is not None:
                self._staged[equation] = staged
            if staged is not None and staged.summed:
                self._sums.update(equation.outputs)
        elif waits or any(v in self._made for v in operands):
            self._later.append(equation)
            self._pending.update(equation.outputs)
        else:
            self.result.append(equation)

    def close(self) -> None:
        """End the open region; what waited for it follows."""
        if self._is_worth():
            self.result += self._region()
        else:
            self.result += self._inside
        self.result += self._later
        self._start()

    def _is_worth(self) -> bool:
        made = sum(
            v.sample.nbytes
            for e in self._inside
            if e.primitive.kind != "view"
            for v in e.outputs
        )
        return len(self._inside) > 1 and made >= LEAST_BYTES

    def _region(self) -> list[Equation]:
        inside = set(self._inside)
        outer: dict[Value, None] = {}
        views: list[Equation] = []
        wanted = {
            v
            for v in self._made
            if v in self._ends
            or any(reader not in inside for reader in self._readers.get(v, ()))
        }
        # A view that others need is made again outside; it costs nothing.
        for equation in reversed(self._inside):
            needed = [v for v in equation.outputs if v in wanted]
            if not needed:
                continue
            if equation.primitive.kind == "view":
                views.insert(0, equation)
                wanted.update(v for v in equation.operands if v in self._made)
            else:
                outer.update(dict.fromkeys(reversed(needed)))
        body = list(self._inside)
        if views:
            body, swap = _renamed(body, views)
            staged = {swap.get(e, e): s for e, s in self._staged.items()}
        else:
            staged = dict(self._staged)
        by_rows = {e: self._by_rows(e, staged.get(e)) for e in body}
        outputs = list(outer)[::-1]
        return [Region(body, outputs, self.rows, by_rows, staged), *views]

    def _by_rows(self, equation: Equation, staged: Any) -> tuple[bool, ...]:
        if staged is not None:
            return tuple(staged.batched)
        return tuple(
            isinstance(v, Value) and self._is_aligned(v, equation)
            for v in equation.inputs
        )

    # ---- what may join ----

    def _fit(self, equation: Equation) -> tuple[bool, Any]:
        """Return whether an equation may join, and its staged kernel if it has one."""
        touched = (*equation.operands, *equation.outputs)
        most = max((v.sample.nbytes for v in touched), default=0)
        if most * GRANULE < LEAST_PART * self.rows:
            return False, None
        primitive = equation.primitive
        factory = primitive.stages.get("cpu")
        if factory is not None and all(isinstance(v, Value) for v in equation.inputs):
            staged = factory(
                tuple(v.spec for v in equation.inputs), dict(equation.params)
            )
            if staged is not None and self._agrees(staged, equation):
                return True, staged
        if primitive.kind == ELEMENTWISE and primitive.takes_out:
            return self._is_rowwise(equation), None
        if primitive.name in ("cast", "copy"):
            return self._is_rowwise(equation), None
        if primitive.kind == "view" and primitive.name in _VIEWS:
            return self._keeps_rows(equation), None
        return False, None

    def _agrees(self, staged: Any, equation: Equation) -> bool:
        return len(staged.batched) == len(equation.inputs) and all(
            _leads(v, self.rows) if batched else v not in self._made
            for v, batched in zip(equation.inputs, staged.batched)
        )

    def _is_aligned(self, value: Value, equation: Equation) -> bool:
        ndim = len(equation.outputs[0].spec.shape)
        if equation.primitive.kind == "view":
            return _leads(value, self.rows)
        return _leads(value, self.rows) and len(value.spec.shape) == ndim

    def _is_rowwise(self, equation: Equation) -> bool:
        aligned = [self._is_aligned(v, equation) for v in equation.operands]
        whole = [v for v, a in zip(equation.operands, aligned) if not a]
        return (
            _leads(equation.outputs[0], self.rows)
            and any(aligned)
            and not any(v in self._made for v in whole)
        )

    def _keeps_rows(self, equation: Equation) -> bool:
        (x,), (out,) = equation.operands, equation.outputs
        if not _leads(out, self.rows) or not _leads(x, self.rows):
            return False
        if not np.may_share_memory(out.sample, x.sample):
            return False
        name, params = equation.primitive.name, equation.params
        if name == "transpose":
            return bool(params["axes"][0] == 0)
        if name == "broadcast_to":
            return len(x.spec.shape) == len(out.spec.shape)
        if name == "slice_view":
            index = params["index"]
            return bool(index) and index[0] == (None, None, None)
        if name == "reshape":
            return Layout(x.sample).order[:1] == (0,)
        return True


def _leads(value: Value, rows: int) -> bool:
    return bool(value.spec.shape) and value.spec.shape[0] == rows


def _renamed(
    body: list[Equation], views: list[Equation]
) -> tuple[list[Equation], dict[Equation, Equation]]:
    """Give views that are repeated outside other names inside."""
    names: dict[Value, Value] = {}
    for view in views:
        for v in view.outputs:
            names[v] = Value(-1 - v.number, v.sample, RESULT)
    swap: dict[Equation, Equation] = {}
    result = []
    for equation in body:
        fresh = equation.replaced(names)
        if equation in views:
            outputs = tuple(names[v] for v in equation.outputs)
            fresh = Equation(
                fresh.primitive, fresh.inputs, fresh.params, outputs,
                fresh.scope, fresh.backward, fresh.place,
            )  # fmt: skip
        if fresh is not equation:
            swap[equation] = fresh
        result.append(fresh)
    return result, swap
