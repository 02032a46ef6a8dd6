"""What holds weights: an operation with variables and inner layers."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any

from cornu import constraints, initializers, regularizers
from cornu.autodiff import Variable
from cornu.core.observers import CHANGES
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.calling import is_float
from cornu.layers.policy import DTypePolicy
from cornu.layers.tracking import has_changed, unique, walk, watch
from cornu.random import SeedGenerator
from cornu.symbolic import Operation


class Holder(Operation):
    """Hold variables, and layers that hold some: find, count, read and write them.

    Whatever becomes an attribute is found by itself, also in lists and dictionaries.

    Parameters
    ----------
    name : str or None
    trainable : bool
        Whether training may change the weights.

    Raises
    ------
    TypeError
        If `trainable` is no truth value.
    """

    _unsettling: frozenset[str] = frozenset()
    """Attributes that say nothing of how the layer computes."""

    dtype_policy: DTypePolicy
    """Types to compute in and to keep weights in."""

    def __init__(self, name: str | None, trainable: bool) -> None:
        super().__init__(name)
        if trainable not in (True, False):
            raise TypeError(
                f"{type(self).__name__}: trainable must be True or False, got "
                f"{trainable!r} ({type(trainable).__name__})."
            )
        self.built = False
        self._trainable = bool(trainable)
        self._path: str | None = None
        self._own_trainable: list[Variable] = []
        self._own_frozen: list[Variable] = []

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable:
        """Make a weight that belongs to this layer.

        Parameters
        ----------
        shape : tuple of int, default ()
        initializer : initializer, callable, str or None
            "glorot_uniform" for floats by default, zeros for other types.
        dtype : str, optional
            The policy's variable type by default.
        trainable : bool, default True
        autocast : bool, default True
        regularizer, constraint : object, str or None
        aggregation : str
            Read by distribution only.
        overwrite_with_gradient : bool
            Accepted for compatibility.
        name : str, optional

        Returns
        -------
        Variable

        Raises
        ------
        ShapeError
            If a size is unknown or negative.
        """
        if isinstance(shape, (str, int)):
            advice = f"shape=(...), name={shape!r}" if isinstance(shape, str) else ""
            raise ShapeError(
                f"{self._who()}.add_weight: shape must be a tuple of integers, got "
                f"{shape!r} ({type(shape).__name__}). Write "
                f"add_weight({advice or f'shape=({shape},)'})."
            )
        shape = () if shape is None else tuple(shape)
        if any(n is None or int(n) < 0 for n in shape):
            raise ShapeError(
                f"{self._who()}: a weight of shape {shape} cannot be made; all sizes "
                f"must be known. Give the input's shape in full (except the batch)."
            )
        dtype = str(dtype or self.dtype_policy.variable_dtype)
        if initializer is None:
            initializer = "glorot_uniform" if is_float(dtype) else "zeros"
        try:
            variable = Variable(
                initializers.get(initializer),
                shape=shape,
                dtype=dtype,
                trainable=trainable,
                autocast=autocast,
                aggregation=aggregation,
                name=name,
            )
        except MemoryError:
            raise MemoryError(
                f"{self._who()}: there is no memory for a weight of shape {shape}, "
                f"{math.prod(shape)} numbers of type {dtype}. Make the layer, or the "
                f"inputs it is built for, smaller."
            ) from None
        variable.owner_path = self._path or self.name
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        self._track_variable(variable)
        return variable

    def _track_variable(self, variable: Variable) -> None:
        known = self._own_trainable + self._own_frozen
        if any(v is variable for v in known):
            return
        (self._own_trainable if variable.trainable else self._own_frozen).append(
            variable
        )
        STRUCTURE.stamp += 1
        if not self._trainable:
            variable.trainable = False

    def __setattr__(self, name: str, value: Any) -> None:
        if "_own_frozen" in self.__dict__ and isinstance(value, Variable):
            if value.owner_path is None:
                value.owner_path = self._path or self.name
            self._track_variable(value)
        elif "_own_frozen" not in self.__dict__ and isinstance(
            value, (Holder, Variable)
        ):
            raise RuntimeError(
                f"{type(self).__name__}: call super().__init__() before assigning "
                f"layers or variables (here self.{name})."
            )
        is_structural = name == "built" or isinstance(value, _STRUCTURAL)
        if is_structural or isinstance(self.__dict__.get(name), _STRUCTURAL):
            STRUCTURE.stamp += 1
            is_structural = True
        # The library's own private names are caches; a user's may be settings.
        is_setting = name[0] != "_" or not type(self).__module__.startswith("cornu.")
        if (is_structural or is_setting) and name not in self._unsettling:
            CHANGES.settings += 1
        super().__setattr__(name, value)

    def _cached(self, what: str, make: Callable[[], list[Any]]) -> list[Any]:
        """Return `make()`, computed anew only after some layer's structure changed."""
        cache = self.__dict__.get("_cache")
        if cache is None or cache[0] != STRUCTURE.stamp or has_changed(cache[1]):
            lists: dict[str, list[Any]] = {}
            cache = self.__dict__["_cache"] = (STRUCTURE.stamp, self._watch(), lists)
        found: list[Any] | None = cache[2].get(what)
        if found is None:
            found = cache[2][what] = make()
        return found

    def _watch(self) -> list[tuple[Any, list[int]]]:
        return [
            pair
            for layer in self._walk_layers()
            for name, value in layer.__dict__.items()
            if name not in UNTRACKED and isinstance(value, (list, tuple, dict))
            # What is long and holds no part is data; anything else may get one.
            for pair in watch(value, _PARTS if len(value) > _SHORT else (object,))
        ]

    def __delattr__(self, name: str) -> None:
        STRUCTURE.stamp += 1
        CHANGES.settings += 1
        super().__delattr__(name)

    def _sublayers(self) -> Iterator["Holder"]:
        """Yield the layers that hang on this one's attributes, in order."""
        for name, value in self.__dict__.items():
            if name in UNTRACKED or not isinstance(value, (Holder, list, tuple, dict)):
                continue
            yield from walk(value, (Holder,))

    def _children(self) -> list[Any]:
        return unique(layer for layer in self._sublayers() if layer is not self)

    def _flatten_layers(self) -> list[Any]:
        return self._cached("layers", self._walk_layers)

    def _walk_layers(self) -> list[Any]:
        found: list[Any] = []
        stack = [self]
        seen: set[int] = set()
        while stack:
            layer = stack.pop()
            if id(layer) in seen:
                continue
            seen.add(id(layer))
            found.append(layer)
            stack.extend(reversed(layer._children()))
        return found

    # ---- weights ----

    @property
    def weights(self) -> list[Variable]:
        """All weights: the layer's own, trainable first, then its sublayers'."""
        return list(self._cached("weights", self._walk_weights))

    def _walk_weights(self) -> list[Variable]:
        own = [*self._own_trainable, *self._own_frozen]
        return unique(
            v for part in (own, *(c.weights for c in self._children())) for v in part
        )

    @property
    def variables(self) -> list[Variable]:
        """All weights, and the states of random generators."""
        return list(self._cached("variables", self._walk_variables))

    def _walk_variables(self) -> list[Variable]:
        own = [*self._own_trainable, *self._own_frozen]
        own += [
            g.state
            for name, value in self.__dict__.items()
            if name not in UNTRACKED
            and isinstance(value, (SeedGenerator, list, tuple, dict))
            for g in walk(value, (SeedGenerator,))
        ]
        return unique(
            v for part in (own, *(c.variables for c in self._children())) for v in part
        )

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes."""
        return [v for v in self.weights if v.trainable] if self.trainable else []

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training leaves alone."""
        if not self.trainable:
            return self.weights
        return [v for v in self.weights if not v.trainable]

    @property
    def trainable_variables(self) -> list[Variable]:
        """The variables that training changes."""
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that gradients do not change."""
        if not self.trainable:
            return self.variables
        return [v for v in self.variables if not v.trainable]

    @property
    def trainable(self) -> bool:
        """Whether training may change the weights; setting it reaches sublayers."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for variable in self._own_trainable:
            variable.trainable = bool(value)
        for layer in self._children():
            layer.trainable = value

    def get_weights(self) -> list[Any]:
        """Return copies of all weights as NumPy arrays."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: Any) -> None:
        """Replace all weights.

        Parameters
        ----------
        weights : list of array
            In the order and shapes of :meth:`get_weights`.

        Raises
        ------
        ShapeError
            If number or shapes differ; nothing is changed then.
        """
        mine = self.weights
        if not self.built and not mine:
            raise NotBuiltError(
                f"{self._who()} has no weights yet: build it first, by calling it on "
                f"data or with build(input_shape)."
            )
        weights = list(weights)
        if len(weights) != len(mine):
            raise ShapeError(
                f"{self._who()}.set_weights: got {len(weights)} arrays for "
                f"{len(mine)} weights: {[(v.path, v.shape) for v in mine]}."
            )
        for variable, value in zip(mine, weights):
            shape = tuple(getattr(value, "shape", ()))
            if shape != variable.shape:
                raise ShapeError(
                    f"{self._who()}.set_weights: weight {variable.path!r} has shape "
                    f"{variable.shape}, the given array {shape}."
                )
        for variable, value in zip(mine, weights):
            variable.assign(value)

    def count_params(self) -> int:
        """Return the number of single weights.

        Raises
        ------
        NotBuiltError
            If the layer has not been built.
        """
        if not self.built:
            raise NotBuiltError(
                f"{self._who()} has no weights yet, so they cannot be counted; build "
                f"it first, by calling it on data or with build(input_shape)."
            )
        return sum(v.size for v in self.weights)

    # ---- files ----

    def save_own_variables(self, store: Any) -> None:
        """Write this layer's own weights into a mapping, keyed "0", "1", ..."""
        for i, variable in enumerate([*self._own_trainable, *self._own_frozen]):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read this layer's own weights from a mapping.

        Raises
        ------
        ShapeError
            If number or shapes differ.
        """
        own = [*self._own_trainable, *self._own_frozen]
        if len(store.keys()) != len(own):
            hint = "" if self.built else " The layer has not been built yet."
            raise ShapeError(
                f"{self._who()} has {len(own)} weights, the file has "
                f"{len(store.keys())} for it.{hint}"
            )
        for i, variable in enumerate(own):
            value = store[str(i)]
            if tuple(value.shape) != variable.shape:
                raise ShapeError(
                    f"{self._who()}: weight {variable.path!r} has shape "
                    f"{variable.shape}, the file's array {tuple(value.shape)}."
                )
        for i, variable in enumerate(own):
            variable.assign(store[str(i)][...])


UNTRACKED = frozenset(
    (
        "_own_trainable",
        "_own_frozen",
        "_call_losses",
        "_inbound_nodes",
        "_init_call",
        "_build_shapes",
        "_cache",
    )
)
"""Attributes in which parts are not looked for."""


class _Structure:
    """Count the changes of any layer's structure, so that lists of parts can be kept.

    What is put into a list or dictionary that is an attribute already does not count
    here: those are watched.
    """

    stamp = 0


STRUCTURE = _Structure()


class Measure(ABC):
    """Be anything that gathers a figure over batches, as metrics do."""

    @abstractmethod
    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take in a batch."""

    @abstractmethod
    def reset_state(self) -> None:
        """Forget all batches."""

    @abstractmethod
    def result(self) -> Any:
        """Return the figure for all batches taken in."""

    @classmethod
    def __subclasshook__(cls, kind: type) -> bool:
        # Layers that learn from data have the first two as well.
        return all(hasattr(kind, m) for m in ("update_state", "reset_state", "result"))


_PARTS = (Holder, SeedGenerator, Measure)
_SHORT = 32
_STRUCTURAL = (Holder, Variable, SeedGenerator, list, tuple, dict, Measure)
