"""Code that works on variables, run so that nothing stays changed."""

import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from cornu.autodiff.tensor import Tensor, to_array, wrap
from cornu.autodiff.variable import Variable
from cornu.core import observers
from cornu.errors import ArgumentError, ShapeError
from cornu.typing import Array

_lock = threading.RLock()
_local = threading.local()


class StatelessScope:
    """Let variables have other values inside a ``with`` block, and none changed by it.

    What is assigned inside counts inside; afterwards every variable is what it was
    before, and :meth:`get_current_value` tells what it would be.

    Parameters
    ----------
    state_mapping : iterable of (Variable, array), optional
        Values to begin with, of the variables' shapes; a tape follows them.
    collect_losses : bool, default False
        Whether losses that layers add are kept in :attr:`losses`.
    initialize_variables : bool, default True
        Accepted for familiarity: variables made inside have their values at once.

    Attributes
    ----------
    losses : list

    Raises
    ------
    ArgumentError
        If a key is no variable.
    ShapeError
        If a value has another shape than its variable.

    Notes
    -----
    One thread at a time can be in a scope; others wait.

    Examples
    --------
    >>> v = Variable([1.0, 2.0])
    >>> with StatelessScope([(v, [3.0, 4.0])]) as scope:
    ...     _ = v.assign_add([1.0, 1.0])
    >>> v.numpy().tolist(), scope.get_current_value(v).tolist()
    ([1.0, 2.0], [4.0, 5.0])
    """

    def __init__(
        self,
        state_mapping: Any = None,
        collect_losses: bool = False,
        initialize_variables: bool = True,
    ) -> None:
        self.collect_losses = collect_losses
        self.initialize_variables = initialize_variables
        self.losses: list[Any] = []
        self._begin = [_checked(pair) for pair in _pairs(state_mapping)]
        self._before: dict[int, tuple[Variable, Array, Any, int]] = {}
        self._after: dict[int, Any] = {}
        self._is_open = False
        self._thread = 0

    def __enter__(self) -> "StatelessScope":
        _lock.acquire()
        observers.refuse("variables are given other values for a while (stateless)")
        self._before, self._after, self._is_open = {}, {}, True
        self._thread = threading.get_ident()
        for variable, value in self._begin:
            self._put(variable, value)
        observers.variable_write.append(self._keep)
        _scopes().append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        observers.variable_write.remove(self._keep)
        _scopes().remove(self)
        self._is_open = False
        for key, (variable, data, node, index) in self._before.items():
            self._after[key] = wrap(variable._data, variable._node, variable._index)
            variable._data, variable._node, variable._index = data, node, index
            variable._bound = False
        observers.CHANGES.stamp += 1
        _lock.release()

    def add_loss(self, loss: Any) -> None:
        """Keep a loss, if losses are kept."""
        if self.collect_losses:
            self.losses.append(loss)

    def add_update(self, update: tuple[Variable, Any]) -> None:
        """Give a variable a value in this scope.

        Parameters
        ----------
        update : (Variable, array)
        """
        variable, value = _checked(update)
        if self._is_open:
            self._put(variable, value)
        else:
            self._begin.append((variable, value))

    def get_current_value(self, variable: Variable) -> Any:
        """Return a variable's value in this scope, a Tensor."""
        if not self._is_open and id(variable) in self._after:
            return self._after[id(variable)]
        return wrap(variable._data, variable._node, variable._index)

    def _keep(self, variable: Variable) -> None:
        """Note what a variable is, the first time it is about to change."""
        if threading.get_ident() == self._thread and id(variable) not in self._before:
            variable.release()  # a recorded step could write into that memory
            self._before[id(variable)] = (
                variable,
                variable._data,
                variable._node,
                variable._index,
            )

    def _put(self, variable: Variable, value: Tensor) -> None:
        self._keep(variable)
        variable._data = value._data
        # Without a node of its own a value is still one that a tape can watch.
        if value._node is not None:
            variable._node, variable._index = value._node, value._index


class SymbolicScope:
    """Mark a ``with`` block as one in which only shapes are computed.

    It changes nothing by itself; :func:`in_symbolic_scope` tells code that wants to
    know.

    Examples
    --------
    >>> with SymbolicScope():
    ...     in_symbolic_scope()
    True
    """

    def __enter__(self) -> "SymbolicScope":
        _local.depth = getattr(_local, "depth", 0) + 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _local.depth -= 1


def in_symbolic_scope() -> bool:
    """Tell whether a :class:`SymbolicScope` is open."""
    return bool(getattr(_local, "depth", 0))


def stateless_scope() -> StatelessScope | None:
    """Return the innermost open scope of this thread, or None."""
    scopes = _scopes()
    return scopes[-1] if scopes else None


def _scopes() -> list[StatelessScope]:
    found: list[StatelessScope] | None = getattr(_local, "scopes", None)
    if found is None:
        found = _local.scopes = []
    return found


def _pairs(mapping: Any) -> Iterable[Any]:
    return mapping.items() if isinstance(mapping, dict) else mapping or ()


def _checked(pair: Any) -> tuple[Variable, Tensor]:
    variable, value = pair
    if not isinstance(variable, Variable):
        raise ArgumentError(
            f"StatelessScope: expected pairs of a Variable and its value, got "
            f"{type(variable).__name__}: {variable!r:.80}."
        )
    if isinstance(value, Variable):
        value = value.value
    if not isinstance(value, Tensor) or value.dtype != variable._data.dtype:
        value = (
            value.astype(variable.dtype)
            if isinstance(value, Tensor)
            else wrap(to_array(value, variable.dtype))
        )
    if tuple(value.shape) != tuple(variable.shape):
        raise ShapeError(
            f"StatelessScope: variable {variable.path} has shape {variable.shape}, its "
            f"value {tuple(value.shape)}; they must be equal."
        )
    return variable, value


def values_for(
    variables: list[Variable], values: Any, role: str, who: str
) -> list[tuple[Variable, Any]]:
    """Return pairs of variables and the values given for them.

    Raises
    ------
    ShapeError
        If their number differs.
    """
    values = list(values)
    if len(values) != len(variables):
        raise ShapeError(
            f"{who}: {role} has {len(values)} values for {len(variables)} variables "
            f"{[v.path for v in variables[:8]]}; there must be one for each, in order."
        )
    return list(zip(variables, values))
