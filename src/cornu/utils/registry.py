"""String names and config dictionaries for the parts a model is made of.

Every family (layers, losses, ...) has one :class:`Registry`. Looking a name up never
imports anything: what is not registered, or passed in by the caller, does not exist.
All ways from a config to an object lead through :func:`deserialize`.
"""

import contextlib
import inspect
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol

from cornu.errors import FileFormatError
from cornu.utils import bytecode
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
        self.later: dict[str, str] = {}
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
        self._load(name)
        try:
            return self.entries[name]
        except KeyError:
            known = sorted({*self.entries, *custom})
            raise ValueError(
                f"Unknown {self.family}: {name!r}.{suggest(name, known)} Use one of "
                f"{self.public_names()}, or pass an object or function of your own."
            ) from None

    def load_later(self) -> None:
        """Load every module in `later` (class name: module): each registers its own."""
        later, self.later = self.later, {}
        for module in sorted(set(later.values())):
            import_module(module)

    def _load(self, name: str) -> None:
        """Load what may be registered as `name`, if nothing is yet."""
        if name not in self.entries:
            for item, module in self.later.items():
                if name in (item, to_snake_case(item), item.lower()):
                    import_module(module)
        if name not in self.entries:
            self.load_later()

    def knows(self, name: Any) -> bool:
        """Tell whether something of the library is registered as `name`."""
        if isinstance(name, str):
            self._load(name)
        return name in self.entries

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
def custom_object_scope(custom_objects: Mapping[str, Any]) -> Iterator[None]:
    """Make objects findable by name inside the ``with`` block.

    Parameters
    ----------
    custom_objects : mapping of str to class or function
    """
    stack = _scopes()
    stack.append(dict(custom_objects))
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


class _Loading(threading.local):
    """What holds, in this thread, for configs that are being read.

    Attributes
    ----------
    safe_mode : bool
        Whether code in a config is refused; so it is unless a caller says otherwise.
    compiles : bool
        Whether models are compiled as their configs say.
    places : list of str
        What is being made, outermost first.
    """

    def __init__(self) -> None:
        self.safe_mode = True
        self.compiles = True
        self.places: list[str] = []


LOADING = _Loading()


@contextlib.contextmanager
def loading(*, safe_mode: bool, compiles: bool = True) -> Iterator[None]:
    """Read configs inside the ``with`` block as their reader's caller wants it.

    Parameters
    ----------
    safe_mode : bool
        Whether code in them is refused.
    compiles : bool, default True
        Whether models are compiled.
    """
    before = LOADING.safe_mode, LOADING.compiles, LOADING.places
    LOADING.safe_mode, LOADING.compiles, LOADING.places = safe_mode, compiles, []
    try:
        yield
    finally:
        LOADING.safe_mode, LOADING.compiles, LOADING.places = before


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
        module, registered = _home_of(type(item))
        return {
            "module": module,
            "class_name": type(item).__name__,
            "config": item.get_config(),
            "registered_name": registered,
        }
    if callable(item):
        if getattr(item, "__module__", "").startswith("cornu."):
            return item.__name__
        if getattr(item, "__name__", "") == "<lambda>":
            return bytecode.describe(item, serialize)
        return describe_function(item)
    if hasattr(item, "tolist"):
        return item.tolist()
    if isinstance(item, os.PathLike):
        return os.fspath(item)
    raise TypeError(
        f"Cannot write {item!r} ({type(item).__name__}) into a config; give its class "
        f"a get_config() method."
    )


def describe_function(function: Any) -> dict[str, Any]:
    """Return what stands for a named function in Keras 3's files."""
    return {
        "module": "builtins",
        "class_name": "function",
        "config": registered_name(function),
        "registered_name": "function",
    }


def registered_name(item: Any) -> str:
    """Return the name a class or function was registered under, or its own.

    Examples
    --------
    >>> registered_name(abs)
    'abs'
    """
    # A subclass is not registered because its base is.
    name: str = (
        vars(item).get("_cornu_registered", item.__name__)
        if hasattr(item, "__dict__")
        else item.__name__
    )
    return name


def _home_of(cls: type) -> tuple[str | None, str | None]:
    """Return the module and the registered name that a config gives for a class."""
    if "_cornu_registered" in vars(cls) or not cls.__module__.startswith("cornu."):
        # Where a class of the program that runs lies, no other program can tell.
        owner = None if cls.__module__ == "__main__" else cls.__module__
        return owner, registered_name(cls)
    module: str | None = getattr(cls, "_cornu_module", None)
    is_apart = module is not None and module.startswith("keras.src.")
    return module, cls.__name__ if is_apart else None


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
    FileFormatError
        If the config is not of that form.
    SafetyError
        If it holds code, which nobody allowed.
    """
    if not isinstance(config, Mapping) or not isinstance(config.get("class_name"), str):
        shown = sorted(map(str, config)) if isinstance(config, Mapping) else config
        raise FileFormatError(
            f"Not a config: expected the keys 'class_name' and 'config', got "
            f"{shown!r:.300}."
        )
    name, inner = config["class_name"], config.get("config", {})
    if name == "__lambda__":
        place = " in ".join(reversed(LOADING.places)) or "the config"
        return bytecode.revive(inner, place, LOADING.safe_mode)
    if name == "function":
        return _function(config, registry)
    cls = _class(config, registry)
    if not isinstance(inner, Mapping):
        raise FileFormatError(
            f"{name}: its 'config' must be a dictionary, got {inner!r:.200} "
            f"({type(inner).__name__})."
        )
    LOADING.places.append(f"{inner.get('name', '')!r:.100} ({name:.100})")
    try:
        if hasattr(cls, "from_config"):
            return cls.from_config(dict(inner))
        return cls(**inner)
    except Exception as error:
        if not hasattr(error, "_cornu_place"):  # the innermost knows best
            with contextlib.suppress(AttributeError):
                error._cornu_place = " in ".join(reversed(LOADING.places))  # type: ignore[attr-defined]
        raise
    finally:
        LOADING.places.pop()


def _function(config: Mapping[str, Any], registry: Registry | None) -> Any:
    """Return the function that a config names: the caller's, or one of a family."""
    custom = custom_objects()
    families = [*([registry] if registry else []), *_modules.values()]
    # Keras has the name in "config"; it may stand under "registered_name", too.
    for name in (config.get("config"), config.get("registered_name")):
        if not isinstance(name, str):
            continue
        if name in custom:
            return custom[name]
        for each in families:
            found = each.entries.get(name)
            if found is not None and not inspect.isclass(found):
                return found
    raise ValueError(_unknown(config, config.get("config")))


def _class(config: Mapping[str, Any], registry: Registry | None) -> Any:
    """Return the class that a config names: the caller's, or one of a family."""
    custom = custom_objects()
    name, module = config["class_name"], config.get("module")
    for each in (config.get("registered_name"), name):
        if isinstance(each, str) and inspect.isclass(custom.get(each)):
            return custom[each]
    own = _modules.get(str(module))
    if own is not None:
        return own.find(name)
    is_general = module in (None, "keras", "keras.models")
    if not is_general and not str(module).startswith("keras.src."):
        raise ValueError(_unknown(config, name))
    families = [registry] if registry is not None else []
    if module is not None:
        families += _modules.values()
    for each_family in families:
        if each_family.knows(name):
            return each_family.entries[name]
    if registry is not None and config.get("registered_name") is None:
        return registry.find(name)
    raise ValueError(_unknown(config, name))


def _unknown(config: Mapping[str, Any], name: Any) -> str:
    shown = config.get("registered_name")
    shown = name if shown in (None, "function") else shown
    module = config.get("module")
    where = "" if module is None else f" of module {module!r:.200}"
    own = str(name)[:100]
    key = own if own.isidentifier() else "Own"
    return (
        f"Unknown class or function {shown!r:.200}{where}. If it is your own, pass "
        f"custom_objects={{{own!r}: {key}}}, or decorate its definition with "
        f"@register_keras_serializable()."
    )
