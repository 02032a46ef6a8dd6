"""Who may name NumPy, CuPy and CUDA. Who may import whom is import-linter's part."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "cornu"
MODULES = sorted(SOURCE.rglob("*.py"))

# Folders end in "/".
MAY_IMPORT_CUPY = ("backend/", "kernels/cuda/")
MAY_IMPORT_NUMPY = (
    "errors.py",
    "typing.py",
    "utils/",
    "backend/",
    "config.py",
    "core/",
    "primitives/",
    "kernels/",
    "autodiff/",
    "symbolic/",
    "tracing/",
    "random/",
    "datasets/",
    "training/data/",
    "saving/",
    "testing/",
    "visualization/",
)
# The engine, where arrays of one kind or the other are told apart.
MAY_NAME_DEVICES = (
    "errors.py",
    "typing.py",
    "utils/",
    "backend/",
    "config.py",
    "core/",
    "primitives/",
    "kernels/",
    "autodiff/",
    "tracing/",
)


def is_below(path: Path, places: tuple[str, ...]) -> bool:
    """Tell whether a module lies at one of the places; packages count as folders."""
    name = path.relative_to(SOURCE).as_posix()
    return any(
        name == place
        or (place.endswith("/") and (name.startswith(place) or name == place[:-1]))
        or name == place.rstrip("/") + ".py"
        for place in places
    )


def imported(tree: ast.AST) -> set[str]:
    """Return the top-level packages a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", ""))
            in ("import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found.add(str(node.args[0].value).partition(".")[0])
    return found


def parse(path: Path) -> ast.AST:
    return ast.parse(path.read_text("utf-8"))


def asks_for_numpy_arrays(tree: ast.AST) -> list[int]:
    """Return the lines with isinstance(..., np.ndarray) or a tuple with it."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("isinstance", "issubclass")
        and "ndarray" in ast.unparse(node.args[1])
    ]


def offenders(test, places):
    return [
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if not is_below(path, places) and test(path)
    ]


@pytest.mark.parametrize("library", ["cupy", "cupyx", "cupy_backends"])
def test_cupy_is_imported_in_its_own_rooms_only(library):
    assert not offenders(lambda p: library in imported(parse(p)), MAY_IMPORT_CUPY)


def test_numpy_is_imported_only_where_arrays_are_handled():
    assert not offenders(lambda p: "numpy" in imported(parse(p)), MAY_IMPORT_NUMPY), (
        "use cornu.ops there"
    )


def test_no_device_library_is_named_above_the_engine():
    word = re.compile(r"\b(cupy|cuda)\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in MODULES
        if not is_below(path, MAY_NAME_DEVICES)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if word.search(line)
    ]
    assert not found, "\n".join(found)


def test_no_kind_of_array_is_asked_for_above_the_engine():
    assert not offenders(lambda p: asks_for_numpy_arrays(parse(p)), MAY_NAME_DEVICES)


def test_the_searches_find_what_they_look_for():
    tree = ast.parse(
        "import numpy.linalg\n"
        "def f(x):\n"
        "    from cupy.cuda import Device\n"
        "    importlib.import_module('cupyx.jit')\n"
        "    return isinstance(x, (list, np.ndarray))\n"
    )
    assert imported(tree) == {"numpy", "cupy", "cupyx"}
    assert asks_for_numpy_arrays(tree) == [5]
    assert is_below(SOURCE / "kernels/cuda/gemm.py", MAY_IMPORT_CUPY)
    assert not is_below(SOURCE / "kernels/cpu/conv.py", MAY_IMPORT_CUPY)
    assert not is_below(SOURCE / "training/step.py", MAY_IMPORT_NUMPY)
    assert len(MODULES) > 10
