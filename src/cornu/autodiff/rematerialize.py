"""Less memory for more time: activations that are computed again when needed."""

import functools
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import numpy as np

from cornu.autodiff import tape as tape_module
from cornu.autodiff.tape import AtDepth, Leaf, Node, observed, recording, walk
from cornu.autodiff.tensor import Tensor, unwrap, wrap
from cornu.autodiff.transforms import zeros_boxed, zeros_plain
from cornu.autodiff.variable import Variable
from cornu.core import observers
from cornu.core.primitive import OPAQUE, Primitive
from cornu.errors import ArgumentError
from cornu.primitives.movement import barrier
from cornu.utils import tree

carriers: list[Callable[[], Callable[[], AbstractContextManager[Any]]]] = []
"""What must be as it was when a function is run again; upper floors add theirs.

Each is called at the first run and returns what makes the context of the second.
"""


def checkpoint(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function`, of which a tape keeps the arguments only.

    When the gradient is wanted the function runs a second time, with the same random
    numbers and the same state, so values and gradients are those of `function` to the
    bit. Variables and tensors it uses besides its arguments get their gradients, too.

    Parameters
    ----------
    function : callable
        What it does beside computing (printing, counting) is done twice.

    Returns
    -------
    callable

    Raises
    ------
    ArgumentError
        If `function` cannot be called.

    Notes
    -----
    What leaves by another way than the result (losses that layers add) keeps what it
    was computed from, as without.

    References
    ----------
    .. [1] T. Chen et al., "Training Deep Nets with Sublinear Memory Cost",
       arXiv:1604.06174, 2016.

    Examples
    --------
    >>> from cornu import ops
    >>> from cornu.autodiff import grad
    >>> block = checkpoint(lambda x: ops.tanh(ops.exp(x)))
    >>> float(grad(block)(0.0)) == float(grad(lambda x: ops.tanh(ops.exp(x)))(0.0))
    True
    """
    if not callable(function):
        raise ArgumentError(
            f"checkpoint: the argument must be a function, got {function!r:.80} "
            f"({type(function).__name__})."
        )

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not recording():
            return function(*args, **kwargs)
        return _Segment(function, args, kwargs).run()

    return wrapped


def remat(f: Callable[..., Any]) -> Callable[..., Any]:
    """Return `f`, of which a tape keeps the arguments only: :func:`checkpoint`.

    Parameters
    ----------
    f : callable

    Examples
    --------
    >>> remat(abs)(-1)
    1
    """
    return checkpoint(f)


class _Segment:
    """Be one call of a function that will be run again.

    Attributes
    ----------
    ends : list of (Node or Leaf, int)
        The places on the tape where what the function computed began.
    changed : list of (Variable, array)
        The state it changed, and what that was before.
    """

    def __init__(
        self, function: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.depth = tape_module._state.depth
        self.contexts = [carry() for carry in carriers]
        self.errors = np.geterr()
        self.ends: list[tuple[Any, int]] = []
        self.places: list[int] = []
        self.changed: list[tuple[Variable, Any]] = []

    def run(self) -> Any:
        """Run for the first time; give the results a node that stands for it all."""
        since = tape_module.now()
        with _Changes() as changes:
            answer = self.function(*self.args, **self.kwargs)
        self.changed = changes.found()
        leaves = tree.flatten(answer)
        self.places = [
            i
            for i, leaf in enumerate(leaves)
            if isinstance(leaf, Tensor)
            and leaf._node is not None
            and type(leaf._node) is Node
            and leaf._node.order > since
        ]
        self.ends = _ends([leaves[i]._node for i in self.places], since)
        if not self.ends:
            return answer
        arrays = tuple(unwrap(leaves[i]) for i in self.places)
        wanted = tuple(range(len(self.ends)))
        node = Node(_AGAIN, list(self.ends), wanted, (), {"segment": self}, arrays)
        for index, place in enumerate(self.places):
            leaves[place] = _with_mask_of(
                leaves[place], wrap(arrays[index], node, index)
            )
        return (
            leaves[0] if not tree.is_nested(answer) else tree.pack_like(answer, leaves)
        )

    def back(self, g: tuple[Any, ...], needs: tuple[bool, ...]) -> tuple[Any, ...]:
        """Run again, and carry gradients back to where it began."""
        boxed = observed() or any(isinstance(x, Tensor) for x in g)
        leaves, since = self._again()
        starts = []
        for place, gradient in zip(self.places, g):
            leaf = leaves[place]
            if gradient is not None and leaf._node is not None:
                starts.append((leaf._node, leaf._index, gradient))
        found = walk(
            starts,
            {end for end, needed in zip(self.ends, needs) if needed},
            zeros_boxed if boxed else zeros_plain,
            wrap if boxed else None,
            since,
        )
        return tuple(found.get(end) for end in self.ends)

    def _again(self) -> tuple[list[Any], int]:
        held = [(variable, variable._data) for variable, _ in self.changed]
        with ExitStack() as stack:
            stack.enter_context(np.errstate(**self.errors))
            for context in self.contexts:
                stack.enter_context(context())
            args, kwargs = self.args, self.kwargs
            if observed():
                args, kwargs = tree.map_structure(_apart, (args, kwargs))
            stack.enter_context(AtDepth(self.depth))
            since = tape_module.now()
            try:
                for variable, before in self.changed:
                    variable._data = unwrap(_apart(wrap(before)))
                answer = self.function(*args, **kwargs)
            finally:
                for variable, data in held:
                    variable._data = data
        return tree.flatten(answer), since


def _again_body(xp: Any, *ends: Any, segment: Any) -> Any:
    raise TypeError("checkpoint: the function was run already")


def _again_infer(*specs: Any, segment: Any) -> Any:
    raise TypeError("checkpoint: the function was run already")


def _again_rule(g: Any, needs: Any, given: Any, segment: Any) -> Any:
    return segment.back(g, needs)


_AGAIN = Primitive(_again_body, _again_infer, OPAQUE, None, None, None, True)
_AGAIN.name = "checkpoint"
_AGAIN.vjp_joint(_again_rule)


def _ends(nodes: list[Any], since: int) -> list[tuple[Any, int]]:
    """Return the nodes older than `since`, and leaves, that others were made from."""
    ends: dict[tuple[Any, int], None] = {}
    stack, seen = list(nodes), set(nodes)
    while stack:
        for parent in stack.pop().parents:
            if parent is None:
                continue
            if type(parent[0]) is Leaf or parent[0].order < since:
                ends[parent] = None
            elif parent[0] not in seen:
                seen.add(parent[0])
                stack.append(parent[0])
    return list(ends)


def _apart(value: Any) -> Any:
    """Return a tensor that a recorder takes for another; it stays where it was."""
    if type(value) is not Tensor:
        return value
    twin = wrap(unwrap(barrier(wrap(value._data))), value._node, value._index)
    return _with_mask_of(value, twin)


def _with_mask_of(value: Any, twin: Any) -> Any:
    mask = getattr(value, "_keras_mask", None)
    if mask is not None:
        twin._keras_mask = mask
    return twin


class _Changes:
    """Watch which variables get another value inside a ``with`` block."""

    def __init__(self) -> None:
        self._met: dict[int, tuple[Variable, Any]] = {}
        self._thread = threading.get_ident()

    def __enter__(self) -> "_Changes":
        observers.variable_read.append(self._note)
        return self

    def __exit__(self, *_: Any) -> None:
        observers.variable_read.remove(self._note)

    def _note(self, variable: Variable) -> bool:
        if threading.get_ident() == self._thread:
            self._met.setdefault(id(variable), (variable, variable._data))
        return False

    def found(self) -> list[tuple[Variable, Any]]:
        """Return those that changed, and what they held before."""
        return [
            (v, before) for v, before in self._met.values() if v._data is not before
        ]
