"""Run the Python blocks of README.md and of the pages under docs.

All the blocks of one page share one namespace and run from top to bottom, in a process
and an empty folder of their own. Only blocks fenced as ``python`` are run.

    python tools/run_docs.py            # all pages
    python tools/run_docs.py PAGE ...   # these
"""

import linecache
import os
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_OPEN = re.compile(r"^(?P<indent>\s*)(?P<fence>`{3,})python\s*$")


def blocks(text: str) -> list[tuple[int, str]]:
    """Return (number of the line before the code, code) for each Python block."""
    found: list[tuple[int, str]] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        opened = _OPEN.match(lines[at])
        at += 1
        if not opened:
            continue
        first, indent = at, len(opened["indent"])
        while at < len(lines) and lines[at].strip() != opened["fence"]:
            at += 1
        code = [line[indent:] for line in lines[first:at]]
        found.append((first, "\n".join(code) + "\n"))
    return found


def run_page(page: Path) -> int:
    """Run one page's blocks here; print file:line and return 1 at the first failure."""
    shown = page.relative_to(ROOT) if page.is_relative_to(ROOT) else page
    namespace: dict[str, object] = {"__name__": "__main__"}
    text = page.read_text("utf-8")
    # So that tracebacks show the line although we run in another folder.
    lines = text.splitlines(keepends=True)
    linecache.cache[str(shown)] = (len(text), None, lines, str(shown))
    for before, code in blocks(text):
        # Empty lines in front make every line number the page's own.
        try:
            exec(compile("\n" * before + code, str(shown), "exec"), namespace)
        except SyntaxError as error:
            print(f"{shown}:{error.lineno}: SyntaxError: {error.msg}")
            return 1
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            line = [f.lineno for f in frames if f.filename == str(shown)][-1]
            traceback.print_exc()
            print(f"{shown}:{line}: {type(error).__name__}: {error}")
            return 1
    return 0


def run_apart(page: Path) -> bool:
    """Run one page in a process of its own; say how it went."""
    command = [sys.executable, __file__, "--page", str(page)]
    count = len(blocks(page.read_text("utf-8")))
    if not count:
        return True
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
    shown = page.relative_to(ROOT) if page.is_relative_to(ROOT) else page
    if done.returncode == 0:
        print(f"ok      {shown} ({count} blocks)")
        return True
    print(done.stdout + done.stderr)
    last = (done.stdout.splitlines() or ["stopped without a word"])[-1]
    print(f"FAILED  {shown}: {last}")
    return False


def main(arguments: list[str]) -> int:
    """Run all pages, or those named; return the number that failed, at most 1."""
    if arguments[:1] == ["--page"]:
        return run_page(Path(arguments[1]))
    pages = [Path(a).resolve() for a in arguments] or [
        ROOT / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
    failed = [page for page in pages if not run_apart(page)]
    print(f"{len(pages)} pages, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
