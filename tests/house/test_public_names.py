"""What the front door names exists, is documented, and is all there is."""

import importlib
import inspect
import re
import types
from pathlib import Path

import pytest

import cornu

DOCS = Path(__file__).resolve().parents[2] / "docs"


def exported(module: types.ModuleType) -> dict[str, object]:
    """Return a module's public names: those in `__all__`, or all of ours in it."""
    names = getattr(module, "__all__", None)
    if names is None:
        names = [n for n in dir(module) if not n.startswith("_")]
    found = {name: getattr(module, name) for name in names}
    return {name: item for name, item in found.items() if is_ours(item)}


def is_ours(item: object) -> bool:
    owner = item.__name__ if inspect.ismodule(item) else getattr(item, "__module__", "")
    return str(owner).partition(".")[0] == "cornu"


def public_things() -> dict[str, object]:
    """Return every public class, function and package by its dotted name."""
    found: dict[str, object] = {}
    for name, item in exported(cornu).items():
        found[f"cornu.{name}"] = item
        if inspect.ismodule(item):
            for inner, thing in exported(item).items():
                found[f"cornu.{name}.{inner}"] = thing
    return found


THINGS = public_things()


def test_front_door_names_are_listed_once_and_exist():
    assert len(cornu.__all__) == len(set(cornu.__all__))
    missing = [name for name in cornu.__all__ if not hasattr(cornu, name)]
    assert not missing


def test_front_door_has_no_name_that_is_not_listed():
    present = {
        name
        for name, item in vars(cornu).items()
        if not name.startswith("_") and not inspect.ismodule(item)
    }
    assert present <= set(cornu.__all__)


@pytest.mark.parametrize(
    "name",
    [n for n, item in THINGS.items() if callable(item) or inspect.ismodule(item)],
)
def test_docstring_begins_with_a_sentence(name):
    text = inspect.getdoc(THINGS[name])
    assert text, f"{name} has no docstring"
    first = text.split("\n\n", 1)[0].split("\n", 1)[0].rstrip()
    assert first.endswith((".", "...")), f"{name}: no sentence: {first!r}"
    own = getattr(THINGS[name], "__doc__", None)
    assert own, f"{name} only inherits its docstring"


PAGES = sorted((DOCS / "reference").glob("*.md"))


def words(pages):
    """Return the names that stand between backquotes or in headings."""
    text = "\n".join(page.read_text("utf-8") for page in pages)
    found = re.findall(r"[`#.\[] ?(\w+)", text)
    return set(found)


def test_front_door_names_are_documented():
    assert PAGES, "run: python tools/make_reference.py"
    assert not set(cornu.__all__) - words(PAGES) - {"kernels"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_documents_every_name_of_its_package(page):
    if page.stem in ("index", "cornu"):
        return
    module = importlib.import_module(f"cornu.{page.stem}")
    wanted = {
        name
        for name, item in exported(module).items()
        if callable(item) and (hasattr(module, "__path__") or lives_in(item, module))
    }
    assert not wanted - words([page])


def lives_in(item: object, module: types.ModuleType) -> bool:
    return getattr(item, "__module__", "") == module.__name__
