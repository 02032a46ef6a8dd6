"""The record of a step: values, equations, and the graph they make."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cornu.core.primitive import PRIMITIVES, Primitive
from cornu.core.spec import Spec, dtype_name, same_shape
from cornu.typing import Array

INPUT = "input"
STATE = "state"
CONSTANT = "constant"
RESULT = "result"


class Value:
    """Stand for one array of a step.

    Attributes
    ----------
    number : int
        Its place in the order of first appearance.
    spec : Spec
    origin : str
        "input", "state", "constant" or "result".
    sample : array
        What it was when the step was recorded: it tells strides and shared memory.
    held : object
        The variable of a state; the array of a constant.
    fresh : bool
        Of a constant: whether it was made anew inside the step.
    """

    __slots__ = ("fresh", "held", "number", "origin", "sample", "spec")

    def __init__(
        self, number: int, sample: Array, origin: str, held: Any = None
    ) -> None:
        self.number = number
        self.spec = Spec(tuple(sample.shape), sample.dtype)
        self.origin = origin
        self.sample = sample
        self.held = held
        self.fresh = False

    def __repr__(self) -> str:
        return f"%{self.number}"

    def describe(self) -> str:
        """Return its number, type and shape, as ``%3: float32[10, 8]``."""
        sizes = ", ".join(map(str, self.spec.shape))
        return f"%{self.number}: {dtype_name(self.spec.dtype)}[{sizes}]"


class Equation:
    """Stand for one call of a primitive.

    Attributes
    ----------
    primitive : Primitive
    inputs : tuple
        Values; beside them plain Python numbers and None.
    params : dict
    outputs : tuple of Value
    scope : str
        Path of the layer that made the call; "" outside of layers.
    backward : bool
        Whether the call belongs to a gradient rule.
    place : str
        File and line of the user's code that made the call; "" inside the library.
    """

    __slots__ = (
        "backward",
        "inputs",
        "outputs",
        "params",
        "place",
        "primitive",
        "scope",
    )

    def __init__(
        self,
        primitive: Primitive,
        inputs: tuple[Any, ...],
        params: dict[str, Any],
        outputs: tuple[Value, ...],
        scope: str = "",
        backward: bool = False,
        place: str = "",
    ) -> None:
        self.primitive = primitive
        self.inputs = inputs
        self.params = params
        self.outputs = outputs
        self.scope = scope
        self.backward = backward
        self.place = place

    @property
    def operands(self) -> list[Value]:
        """The inputs that are values."""
        return [v for v in self.inputs if isinstance(v, Value)]

    def replaced(self, swap: dict[Value, Value]) -> "Equation":
        """Return the equation with other operands in place of some."""
        if not any(v in swap for v in self.operands):
            return self
        inputs = tuple(
            swap.get(v, v) if isinstance(v, Value) else v for v in self.inputs
        )
        return Equation(
            self.primitive,
            inputs,
            self.params,
            self.outputs,
            self.scope,
            self.backward,
            self.place,
        )

    def __repr__(self) -> str:
        left = ", ".join(v.describe() for v in self.outputs)
        right = " ".join(map(repr, self.inputs))
        params = ", ".join(f"{k}={v!r}" for k, v in self.params.items())
        tail = f" [{params}]" if params else ""
        where = f"  # {self.origin}" if self.origin else ""
        return f"{left} = {self.primitive.name} {right}{tail}{where}"

    @property
    def origin(self) -> str:
        """The layer it comes from, and whether it is part of its gradient."""
        if not self.scope:
            return ""
        return f"gradient of {self.scope}" if self.backward else self.scope


@dataclass
class Graph:
    """Be a whole step.

    Attributes
    ----------
    inputs : list of Value
        Where batches enter.
    equations : list of Equation
        In an order in which they can run.
    outputs : list of Value
        What the step returns.
    updates : list of (Variable, Value)
        The variables that change, and what they become.
    """

    inputs: list[Value]
    equations: list[Equation]
    outputs: list[Value]
    updates: list[tuple[Any, Value]] = field(default_factory=list)

    @property
    def states(self) -> list[Value]:
        """The values read from variables, in order."""
        return [v for v in self._leaves() if v.origin == STATE]

    @property
    def constants(self) -> list[Value]:
        """The arrays that are the same in every step."""
        return [v for v in self._leaves() if v.origin == CONSTANT]

    def _leaves(self) -> list[Value]:
        seen: dict[Value, None] = {}
        for equation in self.equations:
            for value in equation.operands:
                if value.origin in (STATE, CONSTANT):
                    seen[value] = None
        for value in self.ends():
            if value.origin in (STATE, CONSTANT):
                seen[value] = None
        return list(seen)

    def ends(self) -> Iterable[Value]:
        """Yield what must be there when the step is over."""
        yield from self.outputs
        for _, value in self.updates:
            yield value

    def check(self) -> None:
        """Refuse a graph that breaks the rules.

        Raises
        ------
        ValueError
            If a value is defined twice or used before it is defined, or if a shape
            rule disagrees with a result.
        """
        known: set[Value] = set(self.inputs)
        for equation in self.equations:
            for value in equation.operands:
                if value.origin == RESULT and value not in known:
                    raise ValueError(f"{equation!r}: {value!r} is not defined yet.")
            for value in equation.outputs:
                if value in known:
                    raise ValueError(f"{equation!r}: {value!r} is defined twice.")
                known.add(value)
            _check_infer(equation)
        for value in self.ends():
            if value.origin == RESULT and value not in known:
                raise ValueError(f"The step ends with {value!r}, never defined.")

    def __str__(self) -> str:
        lines = [f"inputs: {', '.join(v.describe() for v in self.inputs)}"]
        lines += [f"state {v.describe()} <- {v.held.path}" for v in self.states]
        lines += [f"constant {v.describe()}" for v in self.constants]
        lines += [repr(equation) for equation in self.equations]
        lines += [f"{variable.path} <- {value!r}" for variable, value in self.updates]
        lines.append(f"outputs: {', '.join(map(repr, self.outputs))}")
        return "\n".join(lines)


def _check_infer(equation: Equation) -> None:
    if equation.primitive.name not in PRIMITIVES:
        return  # a region, checked when it was still equations
    specs = [v.spec if isinstance(v, Value) else v for v in equation.inputs]
    if any(not isinstance(s, Spec) for s in specs):
        return  # Python numbers follow the arrays beside them
    found = equation.primitive.infer(*specs, **equation.params)
    rows = (found,) if isinstance(found, Spec) else tuple(found)
    for spec, value in zip(rows, equation.outputs):
        if not same_shape(spec.shape, value.spec.shape):
            raise ValueError(
                f"{equation!r}: its shape rule says {spec.shape}, the result is "
                f"{value.spec.shape}."
            )


def value_bytes(value: Value) -> int:
    """Return how much memory a value takes."""
    size = value.spec.size
    assert size is not None  # recorded values have known shapes
    return size * value.spec.dtype.itemsize
