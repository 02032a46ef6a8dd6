"""Write the pages under docs/reference from the docstrings.

python tools/make_reference.py           # write them
python tools/make_reference.py --check   # fail if one is not up to date
"""

import importlib
import inspect
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
NOTE = "<!-- Made by tools/make_reference.py from the docstrings: edit those. -->"

# Beside the packages that the front door names.
FURTHER = ("optimizers.schedules", "testing")
# A module of one file also holds what it imports; these names belong to it.
ADOPTED = {"config": ("dtype_policy", "set_dtype_policy")}
# Packages users have no business in: the guides name what is public about them.
INSIDE = ("kernels",)
_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)
_STARS = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
# Identities of the classes that have a place in the reference.
PUBLIC: set[int] = set()
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


# ---- what there is ----


def packages() -> list[str]:
    """Return the documented packages, by their names below `cornu`."""
    front = importlib.import_module("cornu")
    named = [n for n in front.__all__ if inspect.ismodule(getattr(front, n))]
    return sorted({*named, *FURTHER} - set(INSIDE))


def contents(module: types.ModuleType, name: str) -> dict[str, Any]:
    """Return a package's public classes, functions and, for data sets, modules."""
    names = getattr(module, "__all__", None) or [n for n in dir(module) if n[0] != "_"]
    found = {}
    for key in sorted(names, key=lambda n: (n.lower(), n)):
        item = getattr(module, key)
        if inspect.ismodule(item):
            if name == "datasets":
                found[f"{key}.load_data"] = item.load_data
            continue
        owner = str(getattr(item, "__module__", ""))
        own_file = not hasattr(module, "__path__")
        if not callable(item) or owner.split(".")[0] != "cornu":
            continue
        if own_file and owner != module.__name__ and key not in ADOPTED.get(name, ()):
            continue
        found[key] = item
    return found


# ---- one thing ----


def signature(item: Any, name: str) -> str:
    """Return how it is called, without annotations."""
    if inspect.isclass(item) and issubclass(item, Exception):
        return f"class {name}({', '.join(b.__name__ for b in item.__bases__)})"
    if getattr(item, "_is_protocol", False):
        return f"class {name}(Protocol)"
    # A class may have a __new__ that passes everything on; settings are __init__'s.
    has_init = inspect.isclass(item) and item.__init__ is not object.__init__
    try:
        called = item.__init__ if has_init else item
        parameters = list(inspect.signature(called).parameters.values())
    except (TypeError, ValueError):
        return name
    words: list[str] = []
    starred = False
    for p in parameters:
        if p.name in ("self", "cls") and p is parameters[0]:
            continue
        if p.kind is p.KEYWORD_ONLY and not starred:
            words.append("*")
        starred |= p.kind in (p.VAR_POSITIONAL, p.KEYWORD_ONLY)
        prefix = _STARS.get(p.kind.name, "")
        value = "" if p.default is p.empty else f"={p.default!r}"
        words.append(f"{prefix}{p.name}{_ADDRESS.sub('', value)}")
    return f"{name}({', '.join(words)})"


def sections(item: Any) -> dict[str, str]:
    """Return a docstring's sections; what stands before the first one is ""."""
    parts = _SECTION.split(inspect.getdoc(item) or "")
    found = {"": parts[0].strip()}
    for title, text in zip(parts[1::2], parts[2::2]):
        found[title] = text.strip("\n")
    return found


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield the head and the description of each entry of a section."""
    head: str | None = None
    body: list[str] = []
    for line in text.splitlines():
        if line and not line[0].isspace():
            if head is not None:
                yield head, " ".join(body)
            head, body = line.strip(), []
        elif line.strip():
            body.append(line.strip())
    if head is not None:
        yield head, " ".join(body)


def listed(title: str, text: str) -> list[str]:
    """Return a section as a list; `name : type` becomes a name and its type."""
    lines = [f"{title}:", ""]
    for head, body in entries(text):
        name, colon, kind = head.partition(" : ")
        shown = f"`{' '.join(name.split())}`" + (f": {kind}" if colon else "")
        if title == "Returns" and not colon:
            shown = head
        end = "" if shown.endswith(".") or not body else "."
        lines.append(f"- {shown}{end}{' ' + plain(body) if body else ''}")
    return [*lines, ""]


def plain(text: str) -> str:
    """Return docstring markup as Markdown: backquotes, and roles without name."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def described(item: Any, name: str, level: int) -> list[str]:
    """Return the lines on one class or function."""
    found = sections(item)
    first, *_ = found[""].split("\n\n")
    lines = [f"{'#' * level} {name}", "", f"`{signature(item, name)}`", ""]
    lines += [plain(first), ""]
    for title in ("Parameters", "Attributes", "Returns", "Raises"):
        if found.get(title, "").strip():
            lines += listed(title, found[title])
    if inspect.isclass(item):
        lines += methods(item)
    return lines


def methods(cls: type) -> list[str]:
    """Return the lines on a class's own public methods and properties.

    Those of bases that have no place in the reference count as its own.
    """
    lines: list[str] = []
    own: dict[str, Any] = {}
    for base in cls.__mro__:
        if base is not cls and (id(base) in PUBLIC or base is object):
            break
        own = {**vars(base), **own} if base is not cls else dict(vars(base))
    for name, item in own.items():
        if name.startswith("_"):
            continue
        bare = item.__func__ if isinstance(item, (classmethod, staticmethod)) else item
        if not (inspect.isfunction(bare) or isinstance(bare, property)):
            continue
        if not bare.__doc__:
            continue
        first = sections(bare)[""].split("\n\n")[0].replace("\n", " ")
        is_property = isinstance(bare, property)
        shown = name if is_property else signature(bare, name)
        lines.append(f"- `{shown}`: {plain(first)}")
    return ["Methods and properties:", "", *lines, ""] if lines else []


# ---- pages ----


def page(name: str, module: types.ModuleType, things: dict[str, Any]) -> str:
    """Return the page of one package."""
    first = sections(module)[""].split("\n\n")[0]
    lines = [f"# {name}", "", NOTE, "", plain(first), ""]
    shown: dict[int, str] = {}
    second: list[str] = []
    # A thing's own name first: others are second names of it.
    for key, item in sorted(
        things.items(), key=lambda kv: kv[0] != getattr(kv[1], "__name__", "")
    ):
        if id(item) in shown:
            second.append(f"- `{key}`: `{shown[id(item)]}`")
        else:
            shown[id(item)] = key
    for key, item in things.items():
        if shown[id(item)] == key:
            lines += described(item, key, 2)
    if second:
        lines += ["## Second names", "", *sorted(second), ""]
    return "\n".join(lines).rstrip() + "\n"


def front_page(front: types.ModuleType, homes: dict[int, str]) -> str:
    """Return the page of the front door: what has its home elsewhere in one line."""
    lines = ["# cornu", "", NOTE, "", "`import cornu` also gives these names:", ""]
    own: list[str] = []
    for name in sorted(front.__all__, key=lambda n: (n.lower(), n)):
        item = getattr(front, name)
        if inspect.ismodule(item):
            continue
        home = homes.get(id(item))
        if home is None:
            own += described(item, name, 2)
        else:
            first = plain(sections(item)[""].split("\n\n")[0].replace("\n", " "))
            lines.append(f"- `{name}`: {first} See [cornu.{home}]({home}.md).")
    return "\n".join([*lines, "", *own]).rstrip() + "\n"


def pages() -> dict[str, str]:
    """Return every page's text by its file name."""
    front = importlib.import_module("cornu")
    made = {}
    rows = []
    homes: dict[int, str] = {}
    PUBLIC.update(id(getattr(front, name)) for name in front.__all__)
    for name in packages():
        module = importlib.import_module(f"cornu.{name}")
        PUBLIC.update(map(id, contents(module, name).values()))
    for name in packages():
        module = importlib.import_module(f"cornu.{name}")
        things = contents(module, name)
        made[f"{name}.md"] = page(f"cornu.{name}", module, things)
        homes.update({id(item): name for item in things.values()})
        first = sections(module)[""].split("\n")[0]
        rows.append(f"| [cornu.{name}]({name}.md) | {plain(first)} |")
    made["cornu.md"] = front_page(front, homes)
    inside = [f"`cornu.{n}`" for n in INSIDE]
    lines = [
        "# Reference",
        "",
        NOTE,
        "",
        "One page a package. The names of the front door are on [cornu](cornu.md);",
        f"{', '.join(inside)} has nothing to call.",
        "",
        "| package | what it holds |",
        "|---|---|",
        *rows,
    ]
    made["index.md"] = "\n".join(lines) + "\n"
    return made


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; return 1 if they differ."""
    made = pages()
    old = {p.name: p.read_text("utf-8") for p in PAGES.glob("*.md")}
    changed = sorted(n for n in {*made, *old} if made.get(n) != old.get(n))
    if "--check" in arguments:
        for name in changed:
            print(f"docs/reference/{name} is not up to date")
        if changed:
            print("run: python tools/make_reference.py")
        return 1 if changed else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in made:
            (PAGES / name).write_text(made[name], "utf-8")
        else:
            (PAGES / name).unlink()
    print(f"{len(made)} pages, {len(changed)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
