"""The same training twice, recorded and eager, and what came of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import numpy as np

import cornu as keras
from cornu.errors import StaysEagerWarning
from cornu.utils import tree

Found = dict[str, Any]


def host(value: Any) -> np.ndarray:
    return np.asarray(keras.ops.convert_to_numpy(value))


def state_of(model: Any) -> Found:
    """Return every number that a training leaves behind."""
    found: Found = {}
    optimizer = getattr(model, "optimizer", None)
    metrics = [v for metric in model.metrics for v in metric.variables]
    groups = {
        "weight": model.variables,
        "optimizer": optimizer.variables if optimizer is not None else [],
        "metric": metrics,
    }
    for group, variables in groups.items():
        for i, variable in enumerate(variables):
            found[f"{group} {i} {variable.path}"] = variable.numpy()
    return found


def assert_same(traced: Found, eager: Found) -> None:
    """Compare bit for bit; a NaN is a NaN."""
    assert traced.keys() == eager.keys()
    for name, wanted in eager.items():
        got = traced[name]
        parts = list(zip(tree.flatten(got), tree.flatten(wanted), strict=True))
        for a, b in parts:
            a, b = np.asarray(a), np.asarray(b)
            assert a.dtype == b.dtype, name
            np.testing.assert_array_equal(a, b, err_msg=name)


def start_over() -> None:
    """Begin names and seeds anew, so that two trainings start alike."""
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(5)


def programs_of(model: Any, kind: str = "train") -> list[Any]:
    """Return the programs by which a model runs a kind of step."""
    runner = model._trainer.runner(kind) if model._trainer else model._runner
    if runner._replayer is None:
        return []
    entries = runner._replayer.entries.values()
    return [entry.program for entry in entries if entry.program is not None]


@contextmanager
def no_notice() -> Any:
    """Fail where a step stays eager."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", StaysEagerWarning)
        yield


def both(train: Callable[[bool], Found]) -> Found:
    """Run ``train(run_eagerly)`` both ways and compare; return what came out."""
    start_over()
    with no_notice():
        traced = train(False)
    start_over()
    eager = train(True)
    assert_same(traced, eager)
    return traced
