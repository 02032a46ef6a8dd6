"""Show how a training step grows with the batch, the image and the sequence.

``python benchmarks/scaling.py --peer jax=/path/to/python``
Contestants are cornu, cornu with ``run_eagerly=True``, and real Keras on the backends
given. Every measurement runs in a fresh process; the contestants take turns on each
size. The medians over the rounds are printed as Markdown: milliseconds a step, peak
resident memory of the process, and the ratios that matter.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from run import Contestant, contestants, report
from workloads import Data, fit_ms, image_data, mlp, resident_peak_mb

HERE = Path(__file__)
EAGER = "cornu eager"
COMPILE = {
    "optimizer": "rmsprop",
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"],
}
# Enough steps for a mean, few enough rows that data do not hide the step's own memory.
TIMED_STEPS = 24
MOST_STEPS = 16
MOST_INPUT_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Family:
    """Models of one kind: what grows is said by `title`, from small to large."""

    title: str
    sizes: tuple[int, ...]
    build: Callable[[Any, int], Any]
    shape: Callable[[int], tuple[int, ...]]
    batch_size: int | None  # None: the batch is what grows

    def batch_of(self, size: int) -> int:
        return self.batch_size or size

    def data(self, size: int, quick: bool) -> Data:
        batch, shape = self.batch_of(size), self.shape(size)
        numbers = batch
        for n in shape:
            numbers *= n
        steps = max(2, min(MOST_STEPS, MOST_INPUT_BYTES // (4 * numbers)))
        return image_data(*shape)(batch * (2 if quick else steps))


def conv_net(keras: Any, size: int) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((size, size, 3)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ]
    )


def lstm(keras: Any, size: int) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((size, 32)),
            layers.LSTM(64),
            layers.Dense(10, activation="softmax"),
        ]
    )


FAMILIES = {
    "batch": Family(
        "`mlp` 784-512-512-10, rows in a batch",
        (32, 64, 128, 256, 512, 1024, 2048, 4096),
        lambda keras, size: mlp(keras),
        lambda size: (784,),
        None,
    ),
    "image": Family(
        "two convolutions (16 and 32 filters), batch 16, side of the image",
        (28, 56, 112, 224),
        conv_net,
        lambda size: (size, size, 3),
        16,
    ),
    "sequence": Family(
        "LSTM(64), batch 32, 32 numbers a time step, time steps",
        (20, 40, 80, 160, 320, 640),
        lstm,
        lambda size: (size, 32),
        32,
    ),
}


# ---- one measurement in this process ----


def measure(library: str, name: str, size: int, eager: bool, quick: bool) -> Any:
    """Return milliseconds a step and the peak resident memory in MB."""
    keras = importlib.import_module(library)
    family = FAMILIES[name]
    model = family.build(keras, size)
    model.compile(**COMPILE, run_eagerly=eager)
    batch_size, data = family.batch_of(size), family.data(size, quick)
    steps = len(data[0]) // batch_size
    epochs = 1 if quick else max(1, TIMED_STEPS // steps)
    return {"ms": fit_ms(model, data, batch_size, epochs), "mb": resident_peak_mb()}


# ---- all of them ----

Values = dict[str, dict[str, list[dict[str, float]]]]  # size -> contestant -> rounds


def measure_all(
    players: list[Contestant], name: str, sizes: list[int], rounds: int, quick: bool
) -> Values:
    values: Values = {str(size): {p.name: [] for p in players} for size in sizes}
    for number in range(rounds):
        for size in sizes:
            for player in players[:: -1 if number % 2 else 1]:
                what = f"{name} {size}"
                arguments = ["--measure", name, str(size)]
                arguments += ["--eager"] * (player.name == EAGER)
                arguments += ["--quick"] * quick
                found = player.ask(HERE, arguments, what)
                if found is not None:
                    values[str(size)][player.name].append(found)
                    shown = f"{what} {player.name} {found['ms']:.4g} ms"
                    print(f"round {number + 1}: {shown}", file=sys.stderr, flush=True)
    return values


def table(name: str, values: Values, players: list[Contestant]) -> str:
    """Return a family's medians as a Markdown table: ms / MB, then ratios of times."""
    names = [player.name for player in players]
    peers = [player.name for player in players if player.backend]
    head = [FAMILIES[name].title, *(f"{n} (ms / MB)" for n in names)]
    ratios = ["cornu / eager"] * (EAGER in names) + ["cornu / best peer"] * bool(peers)
    head += ratios if "cornu" in names else []
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for size, by_name in values.items():
        times = {n: _median(found, "ms") for n, found in by_name.items() if found}
        cells = [size]
        for n in names:
            shown = "-"
            if n in times:
                shown = f"{times[n]:.3g} / {_median(by_name[n], 'mb'):.0f}"
            cells.append(shown)
        if "cornu" in names:
            if EAGER in names:
                cells.append(_ratio(times, "cornu", [EAGER]))
            if peers:
                cells.append(_ratio(times, "cornu", peers))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _median(found: list[dict[str, float]], key: str) -> float:
    return statistics.median(each[key] for each in found)


def _ratio(times: dict[str, float], own: str, others: list[str]) -> str:
    known = [times[n] for n in others if n in times]
    return f"{times[own] / min(known):.2f}" if known and own in times else "-"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cornu",
        default=sys.executable,
        metavar="PYTHON",
        help='the Python that runs cornu from ../src; "none" leaves it out',
    )
    parser.add_argument("--peer", action="append", default=[], metavar="BACKEND=PYTHON")
    parser.add_argument(
        "--families", nargs="+", choices=list(FAMILIES), default=list(FAMILIES)
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--quick", action="store_true", help="smallest sizes, once; a smoke test"
    )
    parser.add_argument("--json", metavar="FILE", help="also write every value there")
    # What a fresh process is asked for.
    inner = parser.add_argument_group("one measurement, printed as JSON")
    inner.add_argument("--measure", nargs=2, metavar=("FAMILY", "SIZE"))
    inner.add_argument("--library", default="cornu", choices=["cornu", "keras"])
    inner.add_argument("--eager", action="store_true")
    return parser.parse_args()


def main() -> None:
    settings = arguments()
    if settings.measure:
        name, size = settings.measure
        found = measure(
            settings.library, name, int(size), settings.eager, settings.quick
        )
        print(json.dumps(found))
        return
    players = contestants(settings)
    if players and players[0].backend is None:
        players.insert(1, Contestant(EAGER, settings.cornu, None))
    rounds = 1 if settings.quick else settings.rounds
    values = {}
    for name in settings.families:
        sizes = list(FAMILIES[name].sizes[: 1 if settings.quick else None])
        values[name] = measure_all(players, name, sizes, rounds, settings.quick)
    tables = [table(name, found, players) for name, found in values.items()]
    report(players, settings, rounds, values, tables)


if __name__ == "__main__":
    main()
