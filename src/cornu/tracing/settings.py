"""What a step depends on beside arrays: settings of layers, and Python's own state."""

import itertools
import random
from collections import deque
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from cornu.autodiff import Tensor, Variable
from cornu.utils import tree

_PLAIN = (bool, int, float, complex, str, bytes, type(None))
_SIMPLE = frozenset((bool, int, str, bytes, type(None)))
_KINDS = (list, dict, set, deque, np.ndarray, random.Random, itertools.count)
# NumPy's generators, told by name: naming their classes would load numpy.random.
_GENERATORS = ("Generator", "RandomState")

# Caches, and what every step leaves behind.
_UNSEEN = frozenset(
    (
        "_build_shapes",
        "_cache",
        "_call_losses",
        "_groups",
        "_inbound_nodes",
        "_own_frozen",  # its variables are listed by themselves
        "_own_trainable",
        "_trainer",
    )
)


# What was found out about classes.
_unseen: dict[type, frozenset[str]] = {}
_opaque: dict[type, bool] = {}


class _FullNames(dict[str, str]):
    """Names of an object's attributes with its path in front, each made once."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def __missing__(self, name: str) -> str:
        full = self[name] = f"{self._path}.{name}"
        return full


class Settings:
    """Return, when called, a dictionary from paths to comparable values.

    It holds the plain attributes of the model, its layers, losses, metrics and
    optimizer, the lengths of their lists, which variables are trainable, and the global
    and enclosed names that functions of the user's own read.

    Parameters
    ----------
    model : Model
    trainer : Trainer, optional

    Attributes
    ----------
    has_own : bool
        Whether code of the user's own takes part, so that something may change without
        being heard of; known after the first call.
    """

    def __init__(self, model: Any, trainer: Any = None) -> None:
        self._model = model
        self._trainer = trainer
        self._names: dict[str, _FullNames] = {}
        self.has_own = True

    def __call__(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        functions: dict[int, Any] = {}
        classes: dict[type, None] = {}
        for path, owner in self._owners():
            names = self._names.get(path)
            if names is None:
                names = self._names[path] = _FullNames(path)
            unseen = _unseen_in(type(owner))
            for name, value in vars(owner).items():
                if name in unseen:
                    continue
                kind = type(value)
                if kind in _SIMPLE:  # most are; what comes below would say the same
                    found[names[name]] = kind, value
                    continue
                found[names[name]] = _token(value)
                if kind is FunctionType or not _is_opaque(kind):
                    _collect(value, functions)
            if not _is_ours(type(owner)):
                classes.update(dict.fromkeys(type(owner).__mro__))
        for kind in classes:
            if not _is_ours(kind):
                for name, value in vars(kind).items():
                    _collect(value, functions)
                    if not name.startswith("__") and _is_state(value):
                        found[f"{kind.__name__}.{name}"] = _token(value)
        self.has_own = bool(classes) or bool(functions)
        for function in functions.values():
            found.update(_read_by(function))
        for variable in self._model.variables:
            found[f"{variable.path}.trainable"] = id(variable), variable._trainable
        return found

    def variables(self) -> list[Variable]:
        """Return the variables of model, optimizer and metrics."""
        found: list[Variable] = list(self._model.variables)
        if self._trainer is not None:
            parts = [self._trainer.optimizer, *self._trainer.all_metrics()]
            found += [v for p in parts if p is not None for v in p.variables]
        return found

    def _owners(self) -> Iterator[tuple[str, Any]]:
        for layer in self._model._flatten_layers():
            yield f"{type(layer).__name__} {layer.name!r}", layer
        trainer = self._trainer
        if trainer is None:
            return
        inner = getattr(trainer.optimizer, "inner_optimizer", None)
        parts = [trainer.optimizer, inner, *trainer.all_metrics()]
        if trainer.loss is not None:
            parts += [*trainer.loss.functions, trainer.loss]
        taken: dict[str, int] = {}
        for part in parts:
            if part is not None and hasattr(part, "__dict__"):
                path = f"{type(part).__name__} {getattr(part, 'name', '')!r}"
                taken[path] = taken.get(path, 0) + 1
                yield path if taken[path] == 1 else f"{path} {taken[path]}", part


def _unseen_in(kind: type) -> frozenset[str]:
    """Return the attributes of a class's objects on which no step depends."""
    found = _unseen.get(kind)
    if found is None:
        found = _UNSEEN | getattr(kind, "_unsettling", frozenset())
        # Classes of ours keep all arguments of their constructors as attributes.
        found |= {"_init_call"} if _is_ours(kind) else set()
        _unseen[kind] = found
    return found


def _is_ours(kind: type) -> bool:
    module = kind.__module__
    return module == "builtins" or module == "cornu" or module.startswith("cornu.")


_DEPTH = 4
"""How far into objects within objects a change is looked for."""

_MOST_BYTES = 2**20
"""Larger arrays are not looked into."""

# The library's own objects that only hold settings, which people change.
_HOLDERS = ("cornu.regularizers", "cornu.constraints", "cornu.optimizers.schedules")


def _token(value: Any, depth: int = _DEPTH) -> Any:
    """Return something that differs when `value` was set or changed in place."""
    kind = type(value)
    if kind in _SIMPLE:
        return kind, value
    if kind is FunctionType or _is_opaque(kind):
        return id(value)
    if isinstance(value, _PLAIN):
        # NaN differs from itself, so it is compared by what it looks like.
        return type(value).__name__, repr(value)
    if not depth or isinstance(value, Tensor):
        return id(value)
    if isinstance(value, (list, tuple, set, frozenset, deque)):
        return type(value).__name__, tuple([_token(v, depth - 1) for v in value])
    if isinstance(value, dict):
        pairs = [(repr(k), _token(v, depth - 1)) for k, v in value.items()]
        return "dict", tuple(pairs)
    if isinstance(value, np.ndarray):
        content = value.tobytes() if value.nbytes <= _MOST_BYTES else b""
        return id(value), hash(content)
    if _is_generator(value):
        if hasattr(value, "bit_generator"):
            return id(value), repr(value.bit_generator.state)
        return id(value), repr(value.get_state(legacy=False))
    if isinstance(value, random.Random):
        return id(value), hash(value.getstate())
    if isinstance(value, itertools.count):
        return id(value), repr(value)
    if _is_holder(value):
        return id(value), _token(vars(value), depth - 1)
    return id(value)


def _is_opaque(kind: type) -> bool:
    """Tell whether objects of a class of ours are known by their identity alone."""
    found = _opaque.get(kind)
    if found is None:
        module = kind.__module__
        found = issubclass(kind, Tensor) or (
            module.startswith("cornu.")
            and not module.startswith(_HOLDERS)
            and not issubclass(kind, (*_PLAIN, *_KINDS, tuple, frozenset))
        )
        _opaque[kind] = found
    return found


def _is_state(value: Any) -> bool:
    """Tell whether an attribute of a class may be something that steps change."""
    if isinstance(value, (*_PLAIN, *_KINDS)) or _is_generator(value):
        return True
    return _is_holder(value)


def _is_generator(value: Any) -> bool:
    return any(
        c.__name__ in _GENERATORS and c.__module__.startswith("numpy.random")
        for c in type(value).__mro__
    )


def _is_holder(value: Any) -> bool:
    """Tell whether a change of an object's attributes matters and can be seen."""
    kind = type(value)
    if not hasattr(value, "__dict__") or isinstance(value, (type, ModuleType)):
        return False
    module = kind.__module__
    if module.startswith(_HOLDERS):
        return True
    if callable(value) and hasattr(value, "__code__"):
        return False
    return not _is_ours(kind) and not _is_known(value)


def _is_known(value: Any) -> bool:
    """Tell layers, metrics and the like apart: they are looked at by themselves."""
    return any(_is_ours(k) and k is not object for k in type(value).__mro__)


# ---- what functions of the user's own read ----


def _collect(value: Any, found: dict[int, Any]) -> None:
    """Note the Python functions in `value` that are not the library's."""
    items = tree.flatten(value) if isinstance(value, (list, tuple, dict)) else [value]
    for item in items:
        kind = type(item)
        if kind in _SIMPLE or (kind is not FunctionType and _is_opaque(kind)):
            continue
        function = getattr(item, "__func__", item)
        function = getattr(function, "__wrapped__", function)
        if isinstance(item, property):
            function = item.fget
        code = getattr(function, "__code__", None)
        module = getattr(function, "__module__", None) or ""
        if code is None or id(function) in found:
            continue
        if module == "cornu" or module.startswith("cornu."):
            continue
        found[id(function)] = function
        for _, value_read in _names(function):
            if callable(value_read) and not isinstance(value_read, type):
                _collect(value_read, found)


def _names(function: Any) -> Iterator[tuple[str, Any]]:
    """Yield the global and enclosed names that a function reads, with their values."""
    code = function.__code__
    stack, names = [code], []
    while stack:
        each = stack.pop()
        names += each.co_names
        stack += [c for c in each.co_consts if hasattr(c, "co_names")]
    space = getattr(function, "__globals__", {})
    for name in dict.fromkeys(names):
        if name in space:
            yield name, space[name]
    for name, cell in zip(code.co_freevars, function.__closure__ or ()):
        try:
            yield name, cell.cell_contents
        except ValueError:  # not set yet
            continue


def _read_by(function: Any) -> dict[str, Any]:
    return {
        f"{name!r}, which {function.__qualname__} reads": _token(value)
        for name, value in _names(function)
        if _is_state(value) and not isinstance(value, Variable)
    }
