"""Names of a package that are loaded when somebody asks for them.

A family of hundred classes costs every program that uses three of them; a package
that lists the others here offers the same names, and reads a file at its first use.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import resolve_name
from typing import Any

from cornu.utils.naming import suggest


def load_later(
    package: str, modules: Mapping[str, str], second_names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], dict[str, str]]:
    """Return a package's ``__getattr__`` and ``__dir__``, and where each name lives.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    modules : mapping of str to str
        Of each module (``".within"`` the package, or absolute) the names it has,
        between blanks.
    second_names : mapping of str to str
        Other names, and what they stand for.

    Returns
    -------
    tuple of (callable, callable, dict)

    Examples
    --------
    >>> ask, names, where = load_later("json", {".decoder": "JSONDecoder"}, {})
    >>> ask("JSONDecoder").__name__, where
    ('JSONDecoder', {'JSONDecoder': 'json.decoder'})
    """
    where = {
        name: resolve_name(module, package)
        for module, names in modules.items()
        for name in names.split()
    }

    def get(name: str) -> Any:
        name_there = second_names.get(name, name)
        module = where.get(name_there)
        if module is None:
            raise AttributeError(
                f"module {package!r} has no attribute {name!r}."
                f"{suggest(name, [*where, *second_names])}"
            )
        found = getattr(import_module(module), name_there)
        setattr(sys.modules[package], name, found)  # asked for once only
        return found

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *where, *second_names})

    return get, names, where
