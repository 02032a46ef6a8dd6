"""String names and config dictionaries for the parts a model is made of.

Every family (layers, losses, ...) has one :class:`Registry`. Looking a name up never
imports anything: what is not registered, or passed in by the caller, does not exist.
"""

import contextlib
import inspect
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from cornu.utils.naming import suggest, to_snake_case


class HasConfig(Protocol):
    """Anything that can say how it was made."""

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        ...


_local = threading.local()
_custom: dict[str, Any] = {}
_modules: dict[str, "Registry"] = {}


class Registry:
    """Map string names of one family to classes or functions.

    Parameters
    ----------
    family : str
        Singular noun for messages: ``"optimizer"``, ``"loss"``.
    module : str
        Public module written into configs: ``"keras.optimizers"``.

    Examples
    --------
    >>> shapes = Registry("shape", "keras.shapes")
    >>> @shapes.register("sq")
    ... class Square: ...
    >>> shapes.find("sq") is shapes.find("Square") is shapes.find("square")
    True
    """

    def __init__(self, family: str, module: str) -> None:
        self.family = family
        self.module = module
        self.entries: dict[str, Any] = {}
        self.later: Callable[[], None] | None = None
        _modules[module] = self

    def register(self, *aliases: str) -> Callable[[Any], Any]:
        """Return a decorator that files a class or function under its names."""

        def add(item: Any) -> Any:
            name = item.__name__
            names = {name, *aliases}
            if inspect.isclass(item):
                names.add(to_snake_case(name))
                names.add(name.lower())
                item._cornu_module = self.module  # type: ignore[attr-defined]
            for each in sorted(names):
                self.entries.setdefault(each, item)
            return item

        return add

    def find(self, name: str) -> Any:
        """Return what is registered as `name`.

        Raises
        ------
        ValueError
            If no such name exists; the message gives the nearest one.
        """
        custom = custom_objects()
        if name in custom:
            return custom[name]
        if name not in self.entries:
            self.load_later()
        try:
            return self.entries[name]
        except KeyError:
            known = sorted({*self.entries, *custom})
            raise ValueError(
                f"Unknown {self.family}: {name!r}.{suggest(name, known)} Use one of "
                f"{self.public_names()}, or pass an object or function of your own."
            ) from None

    def load_later(self) -> None:
        """Register what `later`, a function of the family's own, has held back."""
        later, self.later = self.later, None
        if later is not None:
            later()

    def public_names(self) -> str:
        """Return one name for each entry, comma-separated, for messages."""
        # Optimizers go by one word ("rmsprop"), all others by snake case.
        one_word = self.family == "optimizer"
        names = set()
        for item in self.entries.values():
            name = item.__name__
            if name.lower().removesuffix("functionwrapper") == self.family:
                continue  # the family's base class, nothing to ask for by name
            lower = name.lower() if one_word else to_snake_case(name)
            names.add(lower if inspect.isclass(item) else name)
        text = ", ".join(sorted(names))
        return text if len(text) < 600 else f"{text[:580].rpartition(',')[0]}, ..."

    def get(self, identifier: Any) -> Any:
        """Turn a name, config, class or instance into an instance (or function).

        Parameters
        ----------
        identifier : str, dict, class, callable, instance or None

        Returns
        -------
        object
            A new instance for names, classes and configs; the object itself else.

        Raises
        ------
        ValueError
            If the name is unknown or the identifier is of no such kind.
        """
        if identifier is None:
            return None
        if isinstance(identifier, str):
            identifier = self.find(identifier)
        elif isinstance(identifier, Mapping):
            return deserialize(identifier, self)
        if inspect.isclass(identifier):
            return identifier()
        if callable(identifier) or hasattr(identifier, "get_config"):
            return identifier
        article = "an" if self.family[0] in "aeiou" else "a"
        raise ValueError(
            f"Cannot interpret {identifier!r} ({type(identifier).__name__}) as "
            f"{article} {self.family}. Pass a name (str), a config (dict) or a "
            f"callable."
        )


@contextlib.contextmanager
def custom_object_scope(objects: Mapping[str, Any]) -> Iterator[None]:
    """Make `objects` findable by name inside the ``with`` block.

    Parameters
    ----------
    objects : mapping of str to class or function
    """
    stack = _scopes()
    stack.append(dict(objects))
    try:
        yield
    finally:
        stack.pop()


def _scopes() -> list[dict[str, Any]]:
    if not hasattr(_local, "scopes"):
        _local.scopes = []
    scopes: list[dict[str, Any]] = _local.scopes
    return scopes


def custom_objects() -> dict[str, Any]:
    """Return the user's own named objects: registered ones, then open scopes."""
    scopes = _scopes()
    if not scopes:
        return _custom
    merged = dict(_custom)
    for scope in scopes:
        merged.update(scope)
    return merged


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[Any], Any]:
    """Return a decorator that makes an own class or function loadable by name.

    Parameters
    ----------
    package : str, default "Custom"
        Prefix of the registered name, ``package>name``.
    name : str, optional
        Name to register under; the class's own by default.

    Examples
    --------
    >>> @register_keras_serializable("my_lab")
    ... class Doubler: ...
    >>> Doubler._cornu_registered
    'my_lab>Doubler'
    """

    def add(item: Any) -> Any:
        full = f"{package}>{name or item.__name__}"
        item._cornu_registered = full
        _custom[full] = item
        _custom.setdefault(name or item.__name__, item)
        return item

    return add


def serialize(item: Any) -> Any:
    """Return the JSON-ready description of an object, function or plain value.

    Objects become ``{"module", "class_name", "config", "registered_name"}``, as in
    Keras 3's files; functions of the library become their name.
    """
    if item is None or isinstance(item, (str, int, float, bool)):
        return item
    if isinstance(item, (list, tuple)):
        return type(item)(serialize(i) for i in item)
    if isinstance(item, dict):
        return {k: serialize(v) for k, v in item.items()}
    if hasattr(item, "get_config") and not inspect.isclass(item):
        cls = type(item)
        module = getattr(cls, "_cornu_module", None)
        registered = getattr(cls, "_cornu_registered", None)
        if registered is None and not cls.__module__.startswith("cornu."):
            module, registered = cls.__module__, cls.__name__
        return {
            "module": module,
            "class_name": cls.__name__,
            "config": item.get_config(),
            "registered_name": registered,
        }
    if callable(item):
        if getattr(item, "__module__", "").startswith("cornu."):
            return item.__name__
        return {
            "module": "builtins",
            "class_name": "function",
            "config": item.__name__,
            "registered_name": getattr(item, "_cornu_registered", item.__name__),
        }
    if hasattr(item, "tolist"):
        return item.tolist()
    if isinstance(item, os.PathLike):
        return os.fspath(item)
    raise TypeError(
        f"Cannot write {item!r} ({type(item).__name__}) into a config; give its class "
        f"a get_config() method."
    )


def deserialize(config: Mapping[str, Any], registry: Registry | None = None) -> Any:
    """Rebuild what :func:`serialize` described.

    Parameters
    ----------
    config : mapping
        With ``class_name`` and ``config``; ``module`` chooses the family.
    registry : Registry, optional
        Family to look in if the config names none.

    Raises
    ------
    ValueError
        If the class is neither part of the library nor registered by the caller.
    """
    if "class_name" not in config:
        raise ValueError(
            f"Not a config: expected the keys 'class_name' and 'config', got "
            f"{sorted(map(str, config))}."
        )
    name = config["class_name"]
    inner = config.get("config", {})
    registered = config.get("registered_name")
    family = _modules.get(str(config.get("module")), registry)
    custom = custom_objects()
    if name == "function":
        key = registered or inner
        if key in custom:
            return custom[key]
        if inner in custom:
            return custom[inner]
    if registered in custom:
        cls = custom[registered]
    elif name in custom:
        cls = custom[name]
    elif family is not None and name != "function":
        cls = family.find(name)
    else:
        raise ValueError(
            f"Unknown class or function {registered or inner or name!r} of module "
            f"{config.get('module')!r}. If it is your own, pass it in custom_objects "
            f"or decorate it with register_keras_serializable()."
        )
    if hasattr(cls, "from_config"):
        return cls.from_config(dict(inner))
    return cls(**inner)
