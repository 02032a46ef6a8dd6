"""Show sizes: lines per package, largest files, longest functions, ratio of tests.

A gauge, not a gate: nothing fails here. ``python tools/house.py``.
"""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "cornu"
SHOWN = 12


def code_lines(path: Path) -> int:
    """Count the lines of a file that are not blank."""
    return sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())


def package_of(path: Path) -> str:
    """Return the first folder below the package, or the module's own name."""
    return path.relative_to(SOURCE).parts[0]


def functions(path: Path) -> list[tuple[int, str]]:
    """Return (length in lines, where) of every function, docstring left out."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            first = body[0].lineno if body else node.lineno
            length = (node.end_lineno or first) - first + 1
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            found.append((length, where))
    return found


def main() -> None:
    """Print the four tables."""
    sources = sorted(SOURCE.rglob("*.py"))
    tests = sorted((ROOT / "tests").rglob("*.py"))
    sizes = {path: code_lines(path) for path in sources}
    packages: Counter[str] = Counter()
    for path, size in sizes.items():
        packages[package_of(path)] += size

    print("lines per package (blank ones left out)")
    for name, size in packages.most_common():
        print(f"  {size:6}  {name}")
    print("largest files")
    for path, size in sorted(sizes.items(), key=lambda item: -item[1])[:SHOWN]:
        print(f"  {size:6}  {path.relative_to(ROOT)}")
    print("longest functions (docstrings left out)")
    longest = sorted((f for path in sources for f in functions(path)), reverse=True)
    for length, where in longest[:SHOWN]:
        print(f"  {length:6}  {where}")
    total, tested = sum(sizes.values()), sum(map(code_lines, tests))
    print(f"source {total}, tests {tested}: {tested / max(total, 1):.2f} to one")


if __name__ == "__main__":
    main()
