"""Compare cornu with real Keras on its backends, fairly, on this machine.

``python benchmarks/run.py --peer jax=/path/to/python --peer torch=/path/to/python``
Every measurement runs in a fresh process; in each round the contestants take turns on
the same row, so that a busy moment of the machine hits all of them alike. The medians
over the rounds are printed as a Markdown table.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workloads import ROWS

WORKER = Path(__file__).with_name("workloads.py")
SOURCE = WORKER.parent.parent / "src"
# Constant from run to run: once is enough.
ONCE = ("installed_size",)
HIGHER_IS_BETTER = ("images_per_second",)
TIME_LIMIT_S = 900


@dataclass(frozen=True)
class Contestant:
    """A library in a Python environment."""

    name: str
    python: str
    backend: str | None

    def run(self, row: str, quick: bool) -> Any:
        """Return the value of one row measured in a fresh process, None if it fails."""
        found = self.ask(WORKER, [row, *["--quick"] * quick], row)
        return None if found is None else found["value"]

    def ask(self, worker: Path, arguments: list[str], what: str) -> Any:
        """Return the JSON a script prints last in a fresh process, None if it fails."""
        library = "keras" if self.backend else "cornu"
        environment = dict(os.environ)
        if self.backend:
            environment["KERAS_BACKEND"] = self.backend
        else:
            path = [str(SOURCE), environment.get("PYTHONPATH", "")]
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
        done = subprocess.run(
            [self.python, str(worker), *arguments, "--library", library],
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT_S,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
            print(f"{self.name}: {what} failed: {reason}", file=sys.stderr)
            return None
        return json.loads(done.stdout.strip().splitlines()[-1])


def contestants(settings: argparse.Namespace) -> list[Contestant]:
    found = []
    if settings.cornu != "none":
        found.append(Contestant("cornu", settings.cornu, None))
    for text in settings.peer:
        backend, _, python = text.partition("=")
        if backend not in ("jax", "tensorflow", "torch") or not python:
            raise SystemExit(
                f"--peer {text}: wanted jax=, tensorflow= or torch= and the path of a "
                "Python with keras and that backend"
            )
        found.append(Contestant(f"keras-{backend}", python, backend))
    return found


def measure_all(
    players: list[Contestant], rows: list[str], rounds: int, quick: bool
) -> dict[str, dict[str, list[float]]]:
    """Return the values of every round: row -> contestant -> list."""
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for number in range(rounds):
        for row in rows:
            if number and row in ONCE:
                continue
            # Turn the order about, so that nobody always runs on a cool processor.
            for player in players[:: -1 if number % 2 else 1]:
                value = player.run(row, quick)
                if value is not None:
                    values[row][player.name].append(value)
                    shown = f"{row} {player.name} {value:.4g}"
                    print(f"round {number + 1}: {shown}", file=sys.stderr, flush=True)
    return values


def table(values: dict[str, dict[str, list[float]]], players: list[Contestant]) -> str:
    """Return the medians and cornu's ratio to the best peer as Markdown."""
    names = [player.name for player in players]
    peers = [player.name for player in players if player.backend]
    lines = [
        "| workload | " + " | ".join([*names, "cornu / best peer"]) + " |",
        "|---" * (len(names) + 2) + "|",
    ]
    for row, by_name in values.items():
        medians = {name: statistics.median(found) for name, found in by_name.items()}
        cells = [f"{medians[name]:.3g}" if name in medians else "-" for name in names]
        best = best_of(row, [medians[name] for name in peers if name in medians])
        ratio = "-"
        if best is not None and "cornu" in medians:
            ratio = f"{medians['cornu'] / best:.2f}"
            if row in HIGHER_IS_BETTER:
                ratio = f"{best / medians['cornu']:.2f} (inverted)"
        lines.append(f"| `{row}` ({ROWS[row]}) | " + " | ".join([*cells, ratio]) + " |")
    return "\n".join(lines)


def best_of(row: str, medians: list[float]) -> float | None:
    if not medians:
        return None
    return max(medians) if row in HIGHER_IS_BETTER else min(medians)


def machine() -> str:
    """Return the processor's name and the number of its usable cores."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"


def report(
    players: list[Contestant],
    settings: argparse.Namespace,
    rounds: int,
    values: Any,
    tables: list[str],
) -> None:
    """Print machine, versions and tables; write every value where `settings` say."""
    versions = {p.name: p.run("versions", settings.quick) for p in players}
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    print(f"{date}. {machine()}. Medians of {rounds} rounds.\n")
    for name, found in versions.items():
        parts = [f"{key} {value}" for key, value in (found or {}).items()]
        print(f"- {name}: {', '.join(parts) or 'did not run'}")
    for each in tables:
        print("\n" + each)
    if settings.json:
        document = {
            "date": date,
            "machine": machine(),
            "quick": settings.quick,
            "versions": versions,
            "values": values,
        }
        Path(settings.json).write_text(json.dumps(document, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cornu",
        default=sys.executable,
        metavar="PYTHON",
        help='the Python that runs cornu from ../src; "none" leaves it out',
    )
    parser.add_argument("--peer", action="append", default=[], metavar="BACKEND=PYTHON")
    parser.add_argument("--rows", nargs="+", choices=list(ROWS), default=list(ROWS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="few steps; a smoke test")
    parser.add_argument("--json", metavar="FILE", help="also write every value there")
    settings = parser.parse_args()
    players = contestants(settings)
    values = measure_all(players, settings.rows, settings.rounds, settings.quick)
    report(players, settings, settings.rounds, values, [table(values, players)])


if __name__ == "__main__":
    main()
