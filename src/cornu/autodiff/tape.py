"""The tape: nodes that know their parents, and one loop that walks them back."""

import heapq
import itertools
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.core import observers
from cornu.core.primitive import Primitive
from cornu.core.spec import Spec, spec_of
from cornu.primitives.arithmetic import add
from cornu.primitives.movement import cast
from cornu.typing import Array

_new_spec = tuple.__new__  # what a named tuple's own constructor does, but quicker


class _State(threading.local):
    depth = 0  # tapes open in this thread since the last pause began


_state = _State()
_ticks = itertools.count()


def recording() -> bool:
    """Tell whether a tape is watching in this thread."""
    return _state.depth > 0


def start_recording() -> None:
    """Let calls of primitives leave nodes, until the matching stop."""
    _state.depth += 1


def stop_recording() -> None:
    """End what the matching :func:`start_recording` began."""
    _state.depth -= 1


def now() -> int:
    """Return a number above that of every node so far, below that of any to come."""
    return next(_ticks)


class AtDepth:
    """Let code inside the ``with`` block run as if so many tapes were open."""

    def __init__(self, depth: int) -> None:
        self._depth = depth

    def __enter__(self) -> None:
        self._outer, _state.depth = _state.depth, self._depth

    def __exit__(self, *_: Any) -> None:
        _state.depth = self._outer


class Pause:
    """Keep calls inside the ``with`` block off every tape that was open before it.

    Examples
    --------
    >>> import cornu
    >>> v = cornu.Variable(2.0)
    >>> with cornu.GradientTape() as tape:
    ...     with cornu.no_grad():
    ...         y = v * v
    >>> tape.gradient(y, v) is None
    True
    """

    def __init__(self) -> None:
        self._depths: list[int] = []

    def __enter__(self) -> None:
        self._depths.append(_state.depth)
        _state.depth = 0

    def __exit__(self, *_: Any) -> None:
        _state.depth = self._depths.pop()


class Leaf:
    """Be the end of the walk: a watched tensor or a variable."""

    __slots__ = ("order",)
    parents: tuple[Any, ...] = ()

    def __init__(self) -> None:
        self.order = next(_ticks)


class Node:
    """Remember one call: what its gradient rules need, and where its inputs came from.

    The tape keeps arrays, never Tensors: there is no reference cycle, and activations
    are freed the moment they were last used.
    """

    __slots__ = ("order", "params", "parents", "primitive", "saved", "specs", "wanted")

    def __init__(
        self,
        primitive: Primitive,
        parents: list[tuple[Any, int] | None],
        wanted: tuple[int, ...],
        arrays: tuple[Any, ...],
        params: dict[str, Any],
        answer: Any,
    ) -> None:
        self.order = next(_ticks)
        self.primitive = primitive
        self.parents = parents
        self.wanted = wanted
        self.params = params
        kept, specs, keeps_ans, keeps_spec = primitive.retention(wanted)
        saved: dict[str, Any] = {}
        count = len(arrays)
        for i, name in kept:
            if i < 0:
                saved[name] = arrays
            else:
                saved[name] = arrays[i] if i < count else None
        for i, name in specs:
            if i < 0:
                saved[name] = [spec_of(a) for a in arrays]
            else:
                array = arrays[i] if i < count else None
                if type(array) is np.ndarray:
                    saved[name] = _new_spec(Spec, (array.shape, array.dtype))
                else:
                    saved[name] = None if array is None else spec_of(array)
        if keeps_ans:
            saved["ans"] = answer
        self.saved = saved
        # Shapes of the answers: for zeros in place of gradients that never come.
        self.specs: Any = None
        if isinstance(answer, tuple):
            self.specs = tuple(spec_of(a) for a in answer)
        elif keeps_spec:
            self.specs = spec_of(answer)


Wrap = Callable[..., Any]


class _Boxing:
    """Hold how an array becomes a Tensor without a node; tensors say it."""

    wrap: Callable[[Any], Any]


BOXING = _Boxing()


def walk(
    targets: list[tuple[Any, int, Any]],
    sources: set[Any],
    zeros: Callable[[Spec, Any], Any],
    wrap: Wrap | None,
    since: int = -1,
) -> dict[Any, Any]:
    """Carry gradients from `targets` back to `sources`.

    Parameters
    ----------
    targets : list of (node, output index, gradient)
    sources : set of Leaf or (Node, int)
        Where to stop and what to return.
    zeros : callable
        Makes an array of zeros from a Spec and an example array.
    wrap : callable or None
        ``wrap(array, node, index)`` boxes what the rules get, so that they leave nodes
        of their own (second derivatives); None runs them on bare arrays.
    since : int, optional
        Nodes older than this are ends: nothing is carried past them.

    Returns
    -------
    dict
        Gradients by source.
    """
    watched = observers.WATCH if observers.active else None
    needed = _needed([t[0] for t in targets], sources, since)
    pending: dict[Any, Any] = {}
    heap: list[tuple[int, Any]] = []
    found: dict[Any, Any] = {}

    def deliver(node: Any, index: int, gradient: Any) -> None:
        if node not in needed:
            return
        if node not in pending:
            pending[node] = {}
            heapq.heappush(heap, (-node.order, node))
        slots = pending[node]
        slots[index] = gradient if index not in slots else add(slots[index], gradient)

    for node, index, gradient in targets:
        deliver(node, index, gradient)
    while heap:
        _, node = heapq.heappop(heap)
        slots = pending.pop(node)
        for index, gradient in slots.items():
            if (node, index) in sources:
                found[node, index] = gradient
        if type(node) is Leaf or node.order < since:
            continue
        if watched is not None:
            watched.node = node
        _step(node, slots, needed, sources, zeros, wrap, deliver)
    if watched is not None:
        watched.node = None
    return found


def _needed(roots: list[Any], sources: set[Any], since: int) -> set[Any]:
    """Return the nodes from which a source can be reached."""
    reach: dict[Any, bool] = {}
    ends = {node for node, _ in sources}
    stack = list(roots)
    order: list[Any] = []
    seen: set[Any] = set()
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        order.append(node)
        if node.order >= since:
            stack.extend(p[0] for p in node.parents if p is not None)
    for node in sorted(order, key=lambda n: n.order):
        reach[node] = node in ends or (
            node.order >= since
            and any(p is not None and reach[p[0]] for p in node.parents)
        )
    return {node for node, yes in reach.items() if yes}


def _step(
    node: Node,
    slots: dict[int, Any],
    needed: set[Any],
    sources: set[Any],
    zeros: Callable[[Spec, Any], Any],
    wrap: Wrap | None,
    deliver: Callable[[Any, int, Any], None],
) -> None:
    primitive = node.primitive
    g: Any
    if isinstance(node.specs, tuple):
        example = next(iter(slots.values()))
        lazy = primitive.joint is not None and "given" in primitive.joint.names
        g = tuple(
            slots[i] if i in slots else None if lazy else zeros(spec, example)
            for i, spec in enumerate(node.specs)
        )
    else:
        g = slots[0]
    if wrap is None and _is_narrow(g):
        # Beside numbers NumPy takes bare bfloat16 arrays for float32; Tensors round
        # as they do while a step is recorded.
        g = _boxed(g)
        wrap, carry = _without_node, deliver

        def deliver(node: Any, index: int, gradient: Any) -> None:
            carry(node, index, getattr(gradient, "_data", gradient))

    values = _Names(node, g, wrap)
    wanted = [
        i
        for i in node.wanted
        if (p := node.parents[i]) is not None and (p[0] in needed or p in sources)
    ]
    if not wanted:
        return
    if primitive.joint is not None:
        values.extra["needs"] = tuple(i in wanted for i in range(len(node.parents)))
        values.extra["given"] = tuple(slots)
        rule = primitive.joint
        gradients = rule.function(*[values[n] for n in rule.names])
        for i in wanted:
            if gradients[i] is not None:
                _deliver_to(node, i, gradients[i], deliver)
        return
    for i in wanted:
        name = primitive.inputs[0] if primitive.variadic else primitive.inputs[i]
        found = primitive.rules.get(name)
        if found is None:
            continue
        if primitive.variadic:
            values.extra["index"] = i
        gradient = found.function(*[values[n] for n in found.names])
        if isinstance(g, tuple) or g.dtype.kind != "V":
            _deliver_to(node, i, gradient, deliver)
        else:
            _deliver_to(node, i, _narrowed(gradient, g, node, name), deliver)


def _is_narrow(g: Any) -> bool:
    first = next((x for x in g if x is not None), None) if isinstance(g, tuple) else g
    return first is not None and first.dtype.kind == "V"


def _boxed(g: Any) -> Any:
    if isinstance(g, tuple):
        return tuple(None if x is None else BOXING.wrap(x) for x in g)
    return BOXING.wrap(g)


def _without_node(array: Any, node: Any, index: int) -> Any:
    return BOXING.wrap(array)


def _narrowed(gradient: Any, g: Any, node: Node, name: str) -> Any:
    """Return a gradient in its input's type where rules work on bfloat16.

    They run on bare arrays, and NumPy takes bfloat16 beside a number for float32.
    """
    spec = node.saved.get(f"{name}_spec")
    dtype = spec.dtype if isinstance(spec, Spec) else g.dtype
    return gradient if gradient.dtype == dtype else cast(gradient, dtype=dtype.name)


def _deliver_to(node: Node, i: int, gradient: Any, deliver: Any) -> None:
    parent = node.parents[i]
    assert parent is not None  # only wanted inputs get here
    deliver(parent[0], parent[1], gradient)


class _Names:
    """Look up what a rule's parameters stand for."""

    __slots__ = ("extra", "g", "node", "wrap")

    def __init__(self, node: Node, g: Any, wrap: Wrap | None) -> None:
        self.node = node
        self.g = g
        self.wrap = wrap
        self.extra: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name == "g":
            return self.g
        node = self.node
        if name in node.saved:
            value = node.saved[name]
            return value if self.wrap is None else self._box(name, value)
        if name in self.extra:
            return self.extra[name]
        if name == "ans_spec":
            return node.specs
        if name in node.params:
            return node.params[name]
        return node.primitive.params[name]

    def _box(self, name: str, value: Any) -> Any:
        node, wrap = self.node, self.wrap
        assert wrap is not None
        if name == "ans":
            if isinstance(value, tuple):
                return tuple(
                    wrap(a, node if a.dtype.kind in "fcV" else None, i)
                    for i, a in enumerate(value)
                )
            return wrap(value, node, 0)
        names = node.primitive.inputs
        if node.primitive.variadic and name == names[0]:
            return tuple(self._input(i, a) for i, a in enumerate(value))
        if name in names:
            return self._input(names.index(name), value)
        return value

    def _input(self, i: int, array: Array) -> Any:
        if not hasattr(array, "dtype"):
            return array
        parent = self.node.parents[i]
        assert self.wrap is not None
        if parent is None:
            return self.wrap(array, None, 0)
        return self.wrap(array, parent[0], parent[1])


def observed() -> bool:
    """Tell whether anyone watches calls, so that rules must run on Tensors."""
    return bool(observers.active)
