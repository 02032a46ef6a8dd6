"""Variable: a Tensor whose array may be replaced, and which tapes watch by default."""

from collections.abc import Callable
from typing import Any

import numpy as np

from cornu import config
from cornu.autodiff.autocast import AUTOCAST
from cornu.autodiff.tape import Leaf
from cornu.autodiff.tensor import Tensor, bind_tensors, to_array, unwrap, wrap
from cornu.backend import common_backend
from cornu.core import observers
from cornu.core.bind import Box, register_box
from cornu.core.observers import CHANGES
from cornu.core.primitive import Primitive
from cornu.core.spec import dtype_name, known_dtype, spec_of
from cornu.errors import ArgumentError, ShapeError
from cornu.primitives.movement import cast
from cornu.primitives.state import assign
from cornu.typing import Array
from cornu.utils.naming import suggest, unique_name


class Variable(Tensor):
    """Hold a value that training changes.

    Parameters
    ----------
    initializer : array-like or callable
        The value, or ``initializer(shape, dtype)`` that returns it.
    shape : tuple of int, optional
        Needed with a callable.
    dtype : str, optional
        Data type; the value's own, or the default float type for a callable.
    trainable : bool, default True
        Whether optimizers may change it and tapes watch it.
    autocast : bool, default True
        Whether layers of a mixed dtype policy compute with a cast copy.
    aggregation : {"none", "mean", "sum", "only_first_replica"}, default "none"
        How replicas of the value are brought together.
    synchronization : {"auto", "none", "on_read", "on_write"}, default "auto"
        When they are.
    name : str, optional
    layout : object, optional
        How the value is spread over devices; kept, and of no effect.

    Raises
    ------
    ValueError
        If a callable comes without `shape`, or a word is not one of those above.

    Examples
    --------
    >>> v = Variable([1.0, 2.0], name="v")
    >>> v.assign_add([1.0, 1.0]).numpy()
    array([2., 3.], dtype=float32)
    """

    __slots__ = (
        "_bound",
        "_memory",
        "_trainable",
        "aggregation",
        "autocast",
        "constraint",
        "layout",
        "name",
        "owner_path",
        "regularizer",
        "synchronization",
    )

    def __init__(
        self,
        initializer: Any,
        shape: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        aggregation: str | None = "none",
        synchronization: str | None = "auto",
        name: str | None = None,
        layout: Any = None,
    ) -> None:
        _check_word("aggregation", aggregation, _AGGREGATIONS, name)
        _check_word("synchronization", synchronization, _SYNCHRONIZATIONS, name)
        if callable(initializer) and not isinstance(initializer, Tensor):
            if shape is None:
                raise ValueError(
                    f"Variable {name or ''}: an initializer ({initializer!r}) needs "
                    f"`shape`; pass shape=(...) or a value instead."
                )
            dtype = known_dtype(dtype or config.floatx())
            for listener in observers.variable_birth:
                listener(shape, dtype)
            initializer = initializer(tuple(shape), dtype=str(dtype))
        array = to_array(initializer, dtype)
        if shape is not None and tuple(array.shape) != tuple(shape):
            raise ShapeError(
                f"Variable {name or ''}: the initial value has shape {array.shape}, "
                f"`shape` says {tuple(shape)}."
            )
        # A variable owns its memory: the caller's array must not change with it.
        self._data = array.copy()
        self._bound = False
        self._memory: Array | None = None
        self._index = 0
        self._trainable = bool(trainable)
        self._node = Leaf() if self._trainable and array.dtype.kind in "fcV" else None  # type: ignore[assignment]
        self.name = name or unique_name("variable")
        self.owner_path: str | None = observers.WATCH.scope() or None
        self.regularizer: Any = None
        self.constraint: Callable[[Any], Any] | None = None
        self.autocast = autocast
        self.aggregation = aggregation
        self.synchronization = synchronization
        self.layout = layout

    @property
    def path(self) -> str:
        """Names of the layers it belongs to and its own, joined by slashes."""
        return f"{self.owner_path}/{self.name}" if self.owner_path else self.name

    @property
    def dtype(self) -> Any:
        """Name of the data type it is read in: its own, or that of autocast."""
        return dtype_name(self._target() or self._data.dtype)

    def _target(self) -> "np.dtype[Any] | None":
        """Return the type autocast reads it in; None if that is its own."""
        target = AUTOCAST.dtype
        if target is None or not self.autocast:
            return None
        own = self._data.dtype
        return None if own.kind not in "fV" or own == target else target

    @property
    def trainable(self) -> bool:
        """Whether optimizers may change it; settable."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if value != self._trainable:
            CHANGES.settings += 1
        self._trainable = bool(value)
        smooth = self._data.dtype.kind in "fcV"
        if not self._trainable or not smooth:
            self._node = None
        elif self._node is None:
            self._node = Leaf()  # type: ignore[assignment]

    @property
    def value(self) -> Tensor:
        """The current value as a Tensor; it does not follow later changes."""
        data = self._data
        heard = [listener(self) for listener in observers.variable_read]
        if self._bound and not any(heard):
            data = data.copy()  # a recorded step will write into this memory
        found, target = wrap(data, self._node), self._target()
        if target is None:
            return found
        narrow: Tensor = cast(found, dtype=dtype_name(target))
        return narrow

    def numpy(self) -> np.ndarray:
        """Return a copy of the value as a NumPy array."""
        observers.note_host_read(self._read()._data)
        return np.array(common_backend((self._data,)).to_host(self._data))

    def assign(self, value: Any) -> "Variable":
        """Replace the value; it is cast to the variable's data type.

        Raises
        ------
        ShapeError
            If the shapes differ.
        """
        if isinstance(value, Box) and not isinstance(value, Tensor):
            # A layer is being traced on symbols: shapes are checked, nothing changes.
            assign.infer(spec_of(self), spec_of(value))
            return self
        data = value._data if isinstance(value, Tensor) else to_array(value)
        if tuple(data.shape) != tuple(self._data.shape):
            raise ShapeError(
                f"Variable {self.path}: its shape is {self.shape}, the new value's "
                f"is {tuple(data.shape)}; they must be equal."
            )
        new = assign(self._read(), value if isinstance(value, Tensor) else data)
        self._replace(unwrap(new))
        return self

    def _replace(self, array: Array) -> None:
        """Take `array`; recorded steps that hold the old one hear of it."""
        for listener in observers.variable_write:
            listener(self)
        self._data = array
        if self._bound:
            self._bound = False
            CHANGES.stamp += 1

    def bind(self, array: Array | None = None) -> Array:
        """Move the value into memory that recorded steps write to, and return that.

        Parameters
        ----------
        array : array, optional
            The memory; by default what it was bound to last, or some of its own.
        """
        target = array if array is not None else self._memory
        if target is None:  # never what eager results may share
            target = self._data.copy()
        if target is not self._data:
            target[...] = self._data
            self._data = target
            CHANGES.stamp += 1
        self._memory = target
        self._bound = True
        return target

    def release(self) -> None:
        """Let the value live in memory of its own, which no recorded step writes to."""
        before = self._data
        if self._bound:
            own = before.copy()
            if self._data is before:  # else another thread has given it a new value
                self._data = own
                self._bound = False
                CHANGES.stamp += 1

    def adopt(self, result: Tensor) -> None:
        """Take over a fresh result of the same shape and type, without copying it.

        For state whose new value nobody else holds: what a fused step returned.
        """
        before = self._read() if observers.active else None
        self._replace(result._data)
        for observer in observers.active:
            observer(assign, (before, result), {}, result)

    def _read(self) -> Tensor:
        for listener in observers.variable_read:
            listener(self)
        return wrap(self._data)

    def assign_add(self, value: Any) -> "Variable":
        """Add to the value."""
        return self.assign(self._read() + _operand(value))

    def assign_sub(self, value: Any) -> "Variable":
        """Subtract from the value."""
        return self.assign(self._read() - _operand(value))

    def __repr__(self) -> str:
        observers.note_host_read(self._read()._data)
        host = common_backend((self._data,)).to_host(self._data)
        text = np.array2string(host, threshold=20, edgeitems=2, precision=4)
        return (
            f"<Variable path={self.path}, shape={self.shape}, dtype={self.dtype}, "
            f"value={text}>"
        )

    def __deepcopy__(self, memo: Any) -> "Variable":
        twin = Variable(
            self._data,
            trainable=self._trainable,
            name=self.name,
            autocast=self.autocast,
        )
        twin.owner_path = self.owner_path
        memo[id(self)] = twin
        return twin

    def __reduce__(self) -> Any:
        return _rebuild, (self.numpy(), self._trainable, self.name, self.owner_path)


def bind_variables(
    primitive: Primitive, args: tuple[Any, ...], params: dict[str, Any]
) -> Any:
    """Run a primitive on variables, read in the type of autocast.

    Parameters
    ----------
    primitive : Primitive
    args : tuple
        At least one Variable.
    params : dict
    """
    if AUTOCAST.dtype is not None:
        args = tuple([_narrowed(a) if isinstance(a, Variable) else a for a in args])
    return bind_tensors(primitive, args, params)


def _narrowed(variable: Variable) -> Any:
    target = variable._target()
    if target is None:
        return variable
    return bind_tensors(cast, (variable,), {"dtype": dtype_name(target)})


# Above Tensor, so that only calls with variables pay; below symbols, which ask for
# nothing but the type.
register_box(Variable, 2, bind_variables)


_AGGREGATIONS = ("none", "mean", "sum", "only_first_replica")
_SYNCHRONIZATIONS = ("auto", "none", "on_read", "on_write")


def _check_word(
    role: str, word: str | None, known: tuple[str, ...], name: str | None
) -> None:
    if word is not None and word not in known:
        raise ArgumentError(
            f"Variable {name or ''}: {role} must be one of {', '.join(known)}, got "
            f"{word!r}.{suggest(str(word), known)}"
        )


def _operand(value: Any) -> Any:
    return to_array(value) if isinstance(value, (list, tuple)) else value


def _rebuild(value: Any, trainable: bool, name: str, owner: str | None) -> Variable:
    made = Variable(value, trainable=trainable, name=name)
    made.owner_path = owner
    return made
