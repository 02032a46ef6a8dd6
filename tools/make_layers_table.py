"""Write docs/benchmarks/layers-against-keras.md: each layer held to Keras, in figures.

    python tools/make_layers_table.py           # runs every recorded case
    python tools/make_layers_table.py --check   # fails if the figures are others

What Keras answered stands in tests/golden, what is compared in tests/contracts.
"""

import argparse
import importlib
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from cornu import layers

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks" / "layers-against-keras.md"
SUITES = ("layers", "image_color", "image_geometry", "preprocessing")

COLUMNS = {
    "config": ("test_config_is_that_of_keras", "test_defaults_are_those_of_keras"),
    "rebuilt": ("test_layer_is_rebuilt_from_the_config_of_keras",),
    "weights": ("test_weights_have_the_order_and_paths_of_keras",),
    "output": (
        "test_output",
        "test_images_are_those_of_keras",
        "test_results_are_those_of_keras",
        "test_boxes_are_those_of_keras",
        "test_learns_as_keras_does",
        "test_random_numbers_have_the_moments_of_keras",
    ),
    "gradients": ("test_gradients",),
    "training": ("test_training_mode",),
    "masks": ("test_mask",),
    "refused": ("test_what_keras_refuses_is_refused_in_words",),
}

_INTRODUCTION = """# Layers against Keras

Each layer, made from a config of real Keras, with the weights of Keras, on the same
input: outputs, masks, gradients of inputs and weights, training mode, configs, order
and paths of weights ({versions}). Made by
`tools/make_layers_table.py`; the cases stand in `tests/golden`, and every run of the
tests repeats the comparison.

"cases" are settings times inputs; the other columns count comparisons. Outputs agree to
1e-5, gradients to 1e-4 of their size in float32, integers and strings exactly, colours
to 2e-3 of a step of 256. What is random is compared where its numbers are given (those
Keras drew, handed to ours), or by its moments. "refused": what Keras refuses is
refused, in words.

**{layers} layers and {functions} functions for boxes, {cases} cases, {comparisons}
comparisons, {failures} failures.**

"""

_ELSEWHERE = {
    "InputLayer": "computes nothing; the configs of models hold it",
    "Lambda": "the caller's function; the cases of whole files hold it",
    "Layer": "the base of all",
    "Maxout": "not in Keras 3; held to its definition",
    "Pipeline": "what its layers compute",
    "RandomElasticTransform": "held by its moments and its documented smoothness",
    "StackedRNNCells": "in the cases of `RNN`",
    "Wrapper": "a base class",
}


class Count:
    """Gather, for each layer, how many comparisons of which kind were made."""

    def __init__(self) -> None:
        self.kinds = {name: kind for kind, names in COLUMNS.items() for name in names}
        self.made: dict[str, Counter[str]] = defaultdict(Counter)
        self.cases: dict[str, set[str]] = defaultdict(set)
        self.place: dict[str, tuple[str, str]] = {}

    def pytest_itemcollected(self, item: Any) -> None:
        """Note which layer and which column a test belongs to."""
        kind = self.kinds.get(item.function.__name__)
        if kind is None or not hasattr(item, "callspec"):
            return
        (value,) = item.callspec.params.values()
        layer = _class_of(value)
        self.place[item.nodeid] = (layer, kind)
        self.cases[layer].add(item.callspec.id)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count what was compared."""
        if report.when == "call" and report.nodeid in self.place:
            layer, kind = self.place[report.nodeid]
            self.made[layer][kind] += 1
            self.made[layer]["failures"] += report.failed


def _class_of(case: Any) -> str:
    if isinstance(case, dict):
        found = case.get("class_name") or case["name"]
    else:
        found = case.class_name
    return str(found)


def count() -> Count:
    """Run the suites; return what was counted."""
    found = Count()
    tests = [str(ROOT / f"tests/contracts/test_{suite}_golden.py") for suite in SUITES]
    pytest.main(["-q", "--no-header", "-p", "no:cacheprovider", *tests], [found])
    return found


def page(found: Count, versions: str) -> str:
    """Return the page."""
    columns = [*COLUMNS, "failures"]
    names = sorted(found.made)
    total = Counter[str]()
    for made in found.made.values():
        total.update(made)
    boxes = [name for name in names if not hasattr(layers, name)]
    text = _INTRODUCTION.format(
        versions=versions,
        layers=len(names) - len(boxes),
        functions=len(boxes),
        cases=sum(len(found.cases[name]) for name in names),
        comparisons=sum(total.values()) - total["failures"],
        failures=total["failures"],
    )
    lines = [
        f"| layer, function | cases | {' | '.join(columns)} |",
        f"|{'---|' * (len(columns) + 2)}",
    ]
    for name in names:
        cells = [str(found.made[name][column] or "") for column in COLUMNS]
        cells += [str(found.made[name]["failures"])]
        lines.append(f"| `{name}` | {len(found.cases[name])} | {' | '.join(cells)} |")
    rest = [name for name in _classes() if name not in found.made]
    lines += ["", "Not in the table:", ""]
    lines += [f"- `{name}`: {_ELSEWHERE[name]}." for name in rest]
    return text + "\n".join(lines) + "\n"


def _classes() -> list[str]:
    """Return the names of all public layers, without second names."""
    kinds = {
        item.__name__
        for item in (getattr(layers, name) for name in layers.__all__)
        if isinstance(item, type) and issubclass(item, layers.Layer)
    }
    return sorted(kinds)


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    sys.path.insert(0, str(ROOT / "tests"))
    load: Any = importlib.import_module("golden.load")
    versions = load.read("layers")["versions"]
    shown = ", ".join(f"{k} {v}" for k, v in versions.items() if k != "backend")
    text = page(count(), shown)
    if not check:
        PAGE.write_text(text)
        return 0
    if PAGE.read_text() == text:
        return 0
    print(f"{PAGE.relative_to(ROOT)} is out of date; run {Path(__file__).name}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
