"""One flat buffer for weights, one for gradients, one for each slot of an optimizer.

A fused optimizer step over many variables then is a step over one long array. It goes
element by element, so that the result is the same to the bit.
"""

from collections.abc import Collection
from functools import partial

import numpy as np

from cornu.autodiff import Variable
from cornu.errors import TraceBreak
from cornu.primitives.optimizer_steps import scalars_and_slots
from cornu.tracing.ir import RESULT, STATE, Equation, Graph, Value
from cornu.tracing.lower import Call, lower
from cornu.tracing.plan import Layout, Plan
from cornu.typing import Array


class FlatStep:
    """Be one optimizer step on flat buffers.

    Attributes
    ----------
    rows : list of list of Variable
        The weights, then each slot's variables.
    places : dict of Value to array
        Where gradients shall be born: pieces of the flat gradient.
    outputs : list of array
        The variables' memory, in the order of the equation's outputs.
    size : int
        Numbers in a flat buffer.
    """

    def __init__(self, equation: Equation, scalars: int, slots: int) -> None:
        self.equation = equation
        self.scalars = scalars
        arrays = equation.inputs[scalars:]
        count = len(arrays) // (2 + slots)
        rows = [arrays[i * count : (i + 1) * count] for i in range(2 + slots)]
        self.gradients: list[Value] = list(rows.pop(1))
        self.values = rows
        self.rows: list[list[Variable]] = [[v.held for v in row] for row in rows]
        self.placed: list[Value] = []
        self.places: dict[Value, Array] = {}
        self.outputs: list[Array] = []
        self.size = sum(v.size for v in self.rows[0])
        self._flats: list[Array] = []

    def bind(self) -> None:
        """Move the variables into flat buffers, unless they are in some already."""
        self._flats = [_flattened(row) for row in self.rows]
        self.outputs = [v._data for row in self.rows for v in row]
        self._gradient = np.empty_like(self._flats[0])
        start = 0
        self._pieces = []
        for variable in self.rows[0]:
            size = variable._data.size
            piece = self._gradient[start : start + size]
            self._pieces.append(piece.reshape(variable._data.shape))
            start += size
        for value, piece in zip(self.gradients, self._pieces):
            if value in self.placed:
                self.places[value] = piece

    def lower(self, arrays: dict[Value, Array]) -> list[Call]:
        """Return the calls: stray gradients are brought in, then one long step."""
        calls: list[Call] = []
        for value, piece in zip(self.gradients, self._pieces):
            if value not in self.places:
                np.copyto(piece, arrays[value])
                calls.append(partial(np.copyto, piece, arrays[value]))
        equation = self.equation
        leading = [
            arrays[v] if isinstance(v, Value) else v
            for v in equation.inputs[: self.scalars]
        ]
        weights, *slots = self._flats
        inputs = [*leading, weights, self._gradient, *slots]
        count = len(self.rows[0])
        samples = [v.sample for v in equation.outputs]
        expected = [
            np.concatenate([s.reshape(-1) for s in samples[i : i + count]])
            for i in range(0, len(samples), count)
        ]
        found = lower(equation.primitive, inputs, self._flats, equation.params,
                      expected)  # fmt: skip
        if found is None:
            raise TraceBreak(
                f"{equation.primitive.name}: done for all variables at once it does "
                f"not give what was recorded, so the step cannot be replayed."
            )
        return calls + found


def _flattened(variables: list[Variable]) -> Array:
    """Return one flat array whose pieces the variables' arrays are, moved if needed."""
    base = _shared_memory(variables)
    if base is not None:
        for variable in variables:
            variable.bind()
        return base
    total = sum(v._data.size for v in variables)
    flat = np.empty(total, variables[0]._data.dtype)
    start = 0
    for variable in variables:
        size = variable._data.size
        variable.bind(flat[start : start + size].reshape(variable._data.shape))
        start += size
    return flat


def _shared_memory(variables: list[Variable]) -> Array | None:
    """Return the flat array that the variables' memory makes up, in this order."""
    first = variables[0]._memory
    base = None if first is None else first.base
    if not isinstance(base, np.ndarray) or base.ndim != 1:
        return None
    start = 0
    for variable in variables:
        memory = variable._memory
        at = base.ctypes.data + start * base.itemsize
        if memory is None or memory.base is not base or memory.ctypes.data != at:
            return None
        start += memory.size
    return base if start == base.size else None


def find_flat_steps(
    graph: Graph, plan: Plan, held: Collection[int] = ()
) -> dict[Equation, FlatStep]:
    """Return the optimizer steps that can run on flat buffers.

    Parameters
    ----------
    graph : Graph
    plan : Plan
    held : collection of int
        Identities of variables in the flat buffers of other programs: moving them would
        end these programs, which would move them back, and so on.
    """
    found: dict[Equation, FlatStep] = {}
    taken: set[int] = set()
    for equation in graph.equations:
        shape = scalars_and_slots(equation.primitive, equation.params)
        if shape is None:
            continue
        step = _fitting(equation, plan, *shape)
        if step is None:
            continue
        if any(
            any(id(v) in held for v in row) and _shared_memory(row) is None
            for row in step.rows
        ):
            continue
        own = {id(v) for row in step.rows for v in row}
        if not own & taken:
            taken |= own
            found[equation] = step
    return found


def _fitting(
    equation: Equation, plan: Plan, scalars: int, slots: int
) -> FlatStep | None:
    arrays = equation.inputs[scalars:]
    count = len(arrays) // (2 + slots)
    kept = (*arrays[:count], *arrays[2 * count :])
    if count < 2 or not all(isinstance(v, Value) for v in arrays):
        return None
    if any(v.origin != STATE for v in kept) or len(set(map(id, kept))) < len(kept):
        return None
    for state, result in zip(kept, equation.outputs):
        if plan.homes.get(result) is not state.held:
            return None
    step = FlatStep(equation, scalars, slots)
    for value in step.gradients:
        layout = Layout(value.sample)
        if (
            value.origin == RESULT
            and not plan.is_view(value)
            and value not in plan.homes
            and step.gradients.count(value) == 1
            and layout.order == tuple(range(len(layout.order)))
            and value.spec.dtype == step.values[0][0].spec.dtype
        ):
            step.placed.append(value)
    return step
