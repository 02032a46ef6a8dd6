"""The memory plan: which values share memory, and where in one arena each one lies."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cornu.core.primitive import ELEMENTWISE
from cornu.kernels.cpu.workspace import ALIGNMENT
from cornu.tracing.ir import Equation, Graph, Value
from cornu.typing import Array

IN_PLACE_BYTES = 2**14
"""Below this NumPy's look at overlapping memory costs more than fresh memory."""


class Layout:
    """Say how an array without gaps lies in memory: its shape and its order of axes.

    Examples
    --------
    >>> layout = Layout(np.zeros((2, 3), np.float32).T)
    >>> layout.place(np.zeros(24, np.uint8)).strides
    (4, 12)
    """

    __slots__ = ("_turned", "_turns", "dtype", "nbytes", "order", "shape", "strides")

    def __init__(self, sample: Array) -> None:
        self.shape = tuple(sample.shape)
        self.strides = tuple(sample.strides)
        self.dtype = sample.dtype
        self.nbytes = sample.size * sample.dtype.itemsize
        # A BLAS goes other ways for arrays that run backwards, too.
        self._turns = tuple(
            [slice(None, None, -1 if s < 0 else None) for s in sample.strides]
        )
        self._turned = any(s < 0 for s in sample.strides)
        self.order = _order(sample[self._turns] if self._turned else sample)

    def place(self, memory: Array) -> Array:
        """Return the array in `memory`, bytes of which it takes the first."""
        flat = memory[: self.nbytes].view(self.dtype)
        packed = flat.reshape([self.shape[i] for i in self.order])
        inverse = [0] * len(self.order)
        for i, axis in enumerate(self.order):
            inverse[axis] = i
        found = packed.transpose(inverse)
        if self._turned:
            found = found[self._turns]
        pairs = zip(found.strides, self.strides, self.shape)
        if found.strides != self.strides and all(a == b or n == 1 for a, b, n in pairs):
            # A BLAS goes other ways by the strides of axes of length 1, too.
            return as_strided(found, self.shape, self.strides)
        return found


def _order(sample: Array) -> tuple[int, ...]:
    """Return the axes from the slowest to the fastest."""
    axes = tuple(range(sample.ndim))
    if sample.flags.c_contiguous:
        return axes
    order = tuple(sorted(axes, key=lambda i: -abs(sample.strides[i])))
    return order if sample.transpose(order).flags.c_contiguous else axes


class Storage:
    """Be a piece of memory for as long as some values need it.

    Attributes
    ----------
    nbytes : int
    first, last : int
        The equations between which it is in use.
    offset : int
        Where in the arena it lies; -1 if it lies elsewhere.
    """

    __slots__ = ("first", "last", "nbytes", "offset")

    def __init__(self, nbytes: int, first: int) -> None:
        self.nbytes = nbytes
        self.first = first
        self.last = first
        self.offset = -1


class Plan:
    """Decide for every value of a graph where it lives.

    Attributes
    ----------
    roots : dict of Value to Value
        The value in whose memory each one lies (itself, unless it is a view).
    storages : dict of Value to Storage
        Of roots that live in the arena.
    homes : dict of Value to Variable
        Results written straight into a variable's memory.
    commits : list of (Variable, Value)
        Results to be copied into variables when the step ends.
    arena_bytes : int

    Parameters
    ----------
    graph : Graph
    may_overwrite : callable
        Whether an equation may write its result over an operand of the same layout.
    elsewhere : list of Value
        Results that get memory from somebody else.
    sample : callable
        Returns an array that lies in memory as the value is to.
    """

    def __init__(
        self,
        graph: Graph,
        may_overwrite: Callable[[Equation], bool],
        elsewhere: Sequence[Value] = (),
        sample: Callable[[Value], Array] = lambda value: value.sample,
    ) -> None:
        self.graph = graph
        self._sample = sample
        self.roots: dict[Value, Value] = {}
        self.storages: dict[Value, Storage] = {}
        self.homes: dict[Value, Any] = {}
        self.commits: list[tuple[Any, Value]] = []
        self._may_overwrite = may_overwrite
        self._elsewhere = set(elsewhere)
        self._find_roots()
        self._last = self._find_last_uses()
        self._find_homes()
        self._assign_storage()
        self.arena_bytes = _pack(list(dict.fromkeys(self.storages.values())))

    def is_view(self, value: Value) -> bool:
        """Tell whether a value lies in the memory of another."""
        return self.roots[value] is not value

    # ---- which values share memory ----

    def _find_roots(self) -> None:
        for value in (*self.graph.inputs, *self.graph.states, *self.graph.constants):
            self.roots[value] = value
        for equation in self.graph.equations:
            for out in equation.outputs:
                self.roots[out] = out
                if equation.primitive.kind == "state":
                    continue
                for value in equation.operands:
                    if np.may_share_memory(out.sample, value.sample):
                        self.roots[out] = self.roots[value]
                        break

    def _find_last_uses(self) -> dict[Value, int]:
        last: dict[Value, int] = {}
        end = len(self.graph.equations)
        for i, equation in enumerate(self.graph.equations):
            for value in (*equation.operands, *equation.outputs):
                last[self.roots[value]] = i
        for value in self.graph.ends():
            last[self.roots[value]] = end
        return last

    def _find_homes(self) -> None:
        """Let results be born in the variables they are for, where that is safe."""
        makers = {v: i for i, e in enumerate(self.graph.equations) for v in e.outputs}
        states = {id(v.held): v for v in self.graph.states}
        taken: set[Value] = set()
        for variable, value in self.graph.updates:
            state = states.get(id(variable))
            i = makers.get(value)
            safe = (
                i is not None
                and value not in taken
                and not self.is_view(value)
                and Layout(value.sample).order == tuple(range(value.sample.ndim))
                and value.spec.dtype == variable._data.dtype
                and not any(v is value for v in self.graph.outputs)
            )
            if safe and state is not None:
                assert i is not None
                equation = self.graph.equations[i]
                last = self._last.get(state, -1)
                reads_it = any(self.roots[v] is state for v in equation.operands)
                safe = last < i or (
                    last == i and (not reads_it or self._may_overwrite(equation))
                )
                # An in-place result must not be read through a view with other strides.
                if reads_it and state not in equation.operands:
                    safe = False
            if safe:
                self.homes[value] = variable
                taken.add(value)
            else:
                self.commits.append((variable, value))

    # ---- memory over time ----

    def _assign_storage(self) -> None:
        for i, equation in enumerate(self.graph.equations):
            for out in equation.outputs:
                if self.is_view(out) or out in self.homes or out in self._elsewhere:
                    continue
                storage = None
                if len(equation.outputs) == 1:
                    storage = self._reusable(equation, out, i)
                if storage is None:
                    nbytes = Layout(self._sample(out)).nbytes
                    storage = Storage(max(nbytes, 1), i)
                storage.last = max(storage.last, self._last[out])
                self.storages[out] = storage

    def _reusable(self, equation: Equation, out: Value, i: int) -> Storage | None:
        if equation.primitive.kind != ELEMENTWISE or not self._may_overwrite(equation):
            return None
        if out.sample.nbytes < IN_PLACE_BYTES:
            return None
        for value in equation.operands:
            if (
                value in self.storages
                and self._last[value] == i
                and self.storages[value].last == i
                and value.spec == out.spec
                and value.sample.strides == out.sample.strides
                and not any(
                    v is not value and self.roots[v] is value for v in equation.operands
                )
            ):
                return self.storages[value]
        return None


def _pack(storages: list[Storage]) -> int:
    """Give every storage an offset; those in use together do not overlap.

    Large ones first, each at the lowest place that is free while it is in use.
    """
    placed: list[Storage] = []
    top = 0
    for storage in sorted(storages, key=lambda s: (-s.nbytes, s.first)):
        size = -(-storage.nbytes // ALIGNMENT) * ALIGNMENT
        busy = sorted(
            (other.offset, other.offset + -(-other.nbytes // ALIGNMENT) * ALIGNMENT)
            for other in placed
            if other.first <= storage.last and storage.first <= other.last
        )
        offset = 0
        for start, stop in busy:
            if offset + size <= start:
                break
            offset = max(offset, stop)
        storage.offset = offset
        placed.append(storage)
        top = max(top, offset + size)
    return top
