"""Write docs/benchmarks/ops-against-keras.md: each op held against Keras, in figures.

    python tools/make_ops_table.py           # runs every recorded case of every op
    python tools/make_ops_table.py --check   # fails if the page's figures are not these

The cases stand in tests/contracts/op_calls, what Keras answered in tests/golden.
"""

import argparse
import importlib
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks" / "ops-against-keras.md"
sys.path.insert(0, str(ROOT / "tests"))

_INTRODUCTION = """# Ops against Keras

Every public op, called over shapes (no axes, empty, broadcast), axes, values of
keywords and data types, and its value, data type and shape compared with those of real
Keras on JAX ({versions}). Made by
`tools/make_ops_table.py`; the calls stand in `tests/contracts/op_calls`, and every run
of the tests repeats the comparison.

"cases" are calls times data types; of these Keras, or NumPy where Keras fails or is not
to be followed, gave an answer to compare with. "failures" counts the answers that ours
does not agree with: to 1e-5 of the largest element in float32, a few units in the last
place in half precision, exactly for integers and truth values. Ours keeps float64 where
Keras on JAX gives float32.

**{ops} ops, {cases} cases: {keras} compared with Keras, {numpy} with NumPy, {failures}
failures.** {nobody} cases have no answer: neither takes that data type.
"""


class Row(NamedTuple):
    """The figures of one op."""

    name: str
    cases: int
    dtypes: str
    by: Counter[str]
    failures: int
    notes: list[tuple[str, str]]


def rows() -> list[Row]:
    """Run every recorded case; return a row an op, by name."""
    laws: Any = importlib.import_module("contracts.test_ops")
    return sorted(
        (_row(laws, op) for op in laws.ENTRIES.values()), key=lambda r: r.name
    )


def _row(laws: Any, op: Any) -> Row:
    answers = laws.recorded(laws.FAMILY_OF[op.name])
    by: Counter[str] = Counter()
    kinds: dict[str, None] = {}
    total = failures = 0
    for case in laws.base.cases(op):
        total += 1
        kinds[case.dtype] = None
        answer = answers.get(case.id)
        if answer is None:
            continue
        by[answer["by"]] += 1
        failures += bool(laws.disagreement(case, answer))
    notes = [(why.rstrip("."), where) for where, why in op.differs.items()]
    if op.symbols:
        notes.append((f"not on symbols: {op.symbols}", "*"))
    if op.traced:
        notes.append((f"not replayed: {op.traced}", "*"))
    return Row(op.name, total, ", ".join(kinds), by, failures, notes)


def page(found: list[Row], versions: dict[str, str]) -> str:
    """Return the page."""
    total: Counter[str] = Counter()
    for row in found:
        total.update(row.by)
    cases = sum(r.cases for r in found)
    text = _INTRODUCTION.format(
        versions=", ".join(f"{k} {v}" for k, v in versions.items() if k != "backend"),
        ops=len(found),
        cases=cases,
        keras=total["keras"],
        numpy=total["numpy"],
        failures=sum(r.failures for r in found),
        nobody=cases - total["keras"] - total["numpy"],
    )
    lines = [
        "",
        "| op | cases | Keras | NumPy | failures | data types |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{r.name}` | {r.cases} | {r.by['keras']} | {r.by['numpy']} | {r.failures} "
        f"| {r.dtypes} |"
        for r in found
    ]
    lines += [
        "",
        "## Where it differs on purpose",
        "",
        "A number after `#` is that of the call in the op's list.",
        "",
    ]
    lines += _differences(found)
    return text + "\n".join(lines) + "\n"


def _differences(found: list[Row]) -> list[str]:
    """Return one line for each reason, with the ops and the cases it holds for."""
    reasons: dict[str, dict[str, list[str]]] = {}
    for row in found:
        for why, where in row.notes:
            reasons.setdefault(why, {}).setdefault(row.name, []).append(where)
    return [
        f"- {', '.join(_places(name, where) for name, where in held.items())}: {why}."
        for why, held in reasons.items()
    ]


def _places(name: str, where: list[str]) -> str:
    return f"`{name}`" if where == ["*"] else f"`{name}` ({', '.join(where)})"


def main() -> None:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    load: Any = importlib.import_module("golden.load")
    laws: Any = importlib.import_module("contracts.test_ops")
    versions = load.read(f"ops_{laws.FAMILIES[0]}")["versions"]
    made = page(rows(), versions)
    if not check:
        PAGE.write_text(made, "utf-8")
        print(PAGE.relative_to(ROOT))
    elif PAGE.read_text("utf-8") != made:
        raise SystemExit(f"{PAGE.name} is out of date: run tools/make_ops_table.py")


if __name__ == "__main__":
    main()
