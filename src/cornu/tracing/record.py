"""The recorder: an observer of calls that writes down one step as a graph.

It keeps every array it has seen alive until it is done, so that an array's identity
stands for its value as long as the recording lasts, and no longer.
"""

import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cornu.autodiff import Tensor, Variable, wrap
from cornu.core import observers
from cornu.core.primitive import Primitive
from cornu.tracing.ir import CONSTANT, INPUT, RESULT, STATE, Equation, Graph, Value
from cornu.typing import Array

# Frames of the library, of NumPy and of Python's own are not the user's.
NOT_THEIRS = (
    str(Path(__file__).resolve().parents[1]),
    str(Path(np.__file__).resolve().parent),
    "<frozen",
)


class Recording:
    """Watch the calls inside a ``with`` block and write them down.

    Parameters
    ----------
    inputs : list of array
        Where the batch is; no two may be the same array.

    Attributes
    ----------
    broken : str or None
        Why the step cannot be replayed, with file and line.
    """

    def __init__(self, inputs: Sequence[Array]) -> None:
        self.broken: str | None = None
        self.variables: list[Variable] = []
        self._before: dict[int, Value] = {}
        self._known: dict[int, Value] = {}
        self._kept: list[Array] = []
        self._count = 0
        self._equations: list[Equation] = []
        self._scopes: dict[int, str] = {}
        self._thread = threading.get_ident()
        self._floor: Any = None
        self.inputs = [self._number(array, INPUT) for array in inputs]

    # ---- watching ----

    def __enter__(self) -> "Recording":
        self._floor = sys._getframe(1)
        for listeners, own in self._ears():
            listeners.append(own)
        return self

    def __exit__(self, *_: Any) -> None:
        for listeners, own in self._ears():
            listeners.remove(own)
        self._floor = None

    def _ears(self) -> list[tuple[list[Any], Callable[..., Any]]]:
        return [
            (observers.active, self._on_call),
            (observers.host_read, self._on_read),
            (observers.variable_read, self._on_variable),
            (observers.refusals, self.refuse),
        ]

    def _on_call(
        self,
        primitive: Primitive,
        args: tuple[Any, ...],
        params: dict[str, Any],
        result: Any,
    ) -> None:
        if threading.get_ident() != self._thread:
            return
        inputs = tuple(self._operand(arg) for arg in args)
        boxes = result if isinstance(result, tuple) else (result,)
        arrays = [_array(box) for box in boxes]
        given = {id(v.sample) for v in inputs if isinstance(v, Value)}
        if all(id(a) in given for a in arrays):
            return  # nothing was computed: the answer is an input
        node = observers.WATCH.node
        scope = observers.WATCH.scope()
        if node is not None:
            scope = self._scopes.get(node.order, scope)
        outputs = tuple(self._number(a, RESULT) for a in arrays)
        made = getattr(boxes[0], "_node", None)
        if made is not None:
            self._scopes[made.order] = scope
        backward = node is not None
        place = self._place()
        self._equations.append(
            Equation(primitive, inputs, dict(params), outputs, scope, backward, place)
        )

    def _on_variable(self, variable: Variable) -> bool:
        if threading.get_ident() != self._thread:
            return False
        self._state(variable)
        return True

    def _on_read(self, array: Array) -> None:
        if threading.get_ident() != self._thread:
            return
        value = self._known.get(id(array))
        if value is not None and value.origin != CONSTANT:
            self.refuse(
                "Python read a tensor's value (print, float(), bool(), `if`, .numpy() "
                "or a NumPy function); use cornu.ops instead"
            )

    def refuse(self, reason: str) -> None:
        """Mark the step as one that cannot be replayed; the first reason counts."""
        if self.broken is None and threading.get_ident() == self._thread:
            place = self._place()
            self.broken = f"{reason} ({place})" if place else reason

    # ---- numbering ----

    def _number(self, array: Array, origin: str, held: Any = None) -> Value:
        value = Value(self._count, array, origin, held)
        self._count += 1
        self._known[id(array)] = value
        self._kept.append(array)
        return value

    def _operand(self, arg: Any) -> Any:
        if isinstance(arg, Variable):
            return self._state(arg)
        array = _array(arg)
        if not hasattr(array, "shape") or isinstance(array, np.generic):
            return array
        value = self._known.get(id(array))
        return self._number(array, CONSTANT, array) if value is None else value

    def _state(self, variable: Variable) -> Value:
        if id(variable) not in self._before:
            found = self._known.get(id(variable._data))
            if found is not None and found.origin != CONSTANT:
                return found  # born inside the step
            self.variables.append(variable)
            value = self._number(variable._data, STATE, variable)
            self._before[id(variable)] = value
        return self._known[id(variable._data)]

    def value_of(self, tensor: Any) -> Value:
        """Return the value that a tensor is; a constant if it was never seen."""
        found: Value = self._operand(wrap(_array(tensor)))
        return found

    def graph(self, outputs: Sequence[Any]) -> Graph:
        """Return what was recorded.

        Parameters
        ----------
        outputs : list of Tensor
            What the step returned.
        """
        ends = [self.value_of(o) for o in outputs]
        updates = []
        for variable in self.variables:
            now = self._known.get(id(variable._data))
            if now is None:
                self.refuse(
                    f"variable {variable.path!r} got a value from outside the engine"
                )
            elif now is not self._before[id(variable)]:
                updates.append((variable, now))
        return Graph(self.inputs, self._equations, ends, updates)

    def _place(self) -> str:
        """Return file and line of the user's code that is running inside the step."""
        frame: Any = sys._getframe(2)
        while frame is not None and frame is not self._floor:
            name = frame.f_code.co_filename
            if not name.startswith(NOT_THEIRS):
                return f"{name}:{frame.f_lineno}"
            frame = frame.f_back
        return ""


def _array(box: Any) -> Any:
    return box._data if isinstance(box, Tensor) else box


# ---- two recordings of the same step ----


def difference(first: Graph, second: Graph) -> str | None:
    """Return in words where two recordings differ; None if they agree."""
    pairs: dict[Value, Value] = dict(zip(first.inputs, second.inputs))
    for a, b in zip(first.equations, second.equations):
        if a.primitive is not b.primitive or len(a.inputs) != len(b.inputs):
            return _at(b, f"{a.primitive.name} was {b.primitive.name} the second time")
        if not _same_plain(a.params, b.params):
            return _at(b, f"{b.primitive.name} got {a.params}, then {b.params}")
        for x, y in zip(a.inputs, b.inputs):
            reason = _differ(x, y, pairs)
            if reason is not None:
                return _at(b, f"{b.primitive.name} {reason}")
        for x, y in zip(a.outputs, b.outputs):
            if x.spec != y.spec:
                return _at(b, f"{b.primitive.name} gave {x.describe()}, then "
                              f"{y.describe()}")  # fmt: skip
            pairs[x] = y
    if len(first.equations) != len(second.equations):
        longer = max((first, second), key=lambda g: len(g.equations))
        shorter = min(len(first.equations), len(second.equations))
        extra = longer.equations[shorter]
        return _at(extra, f"{extra.primitive.name} was called in one step only")
    if len(first.outputs) != len(second.outputs):
        return "the step returned more values in one step than in the other"
    for x, y in zip(first.outputs, second.outputs):
        reason = _differ(x, y, pairs)
        if reason is not None:
            return f"a value the step returns {reason}"
    if [v for v, _ in first.updates] != [v for v, _ in second.updates] or any(
        _differ(x, y, pairs) for (_, x), (_, y) in zip(first.updates, second.updates)
    ):
        return "different variables changed"
    return None


def _at(equation: Equation, text: str) -> str:
    where = equation.place or equation.origin
    return f"{text} ({where})" if where else text


def _same_plain(a: Any, b: Any) -> bool:
    return type(a) is type(b) and repr(a) == repr(b)


def _differ(x: Any, y: Any, pairs: dict[Value, Value]) -> str | None:
    """Return how two operands differ; note pairs of values met for the first time."""
    if not isinstance(x, Value) or not isinstance(y, Value):
        if isinstance(x, Value) or isinstance(y, Value) or not _same_plain(x, y):
            return f"got {x!r}, then {y!r}; Python values must stay the same"
        return None
    if x in pairs:
        return None if pairs[x] is y else "got another value"
    if x.origin != y.origin or x.origin not in (STATE, CONSTANT):
        return "got another value"
    if x.origin == STATE:
        if x.held is not y.held:
            return f"read {x.held.path}, then {y.held.path}"
    elif x.held is not y.held:
        if x.spec != y.spec or x.held.tobytes() != y.held.tobytes():
            return (
                "got an array made outside the engine that was another one the second "
                "time; draw random numbers with cornu.random and keep state in "
                "variables"
            )
        y.fresh = True
    pairs[x] = y
    return None
