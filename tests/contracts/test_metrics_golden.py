"""Hold metrics to three recorded updates of real Keras 3, and to its string names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import cornu as keras
from golden.load import Case, cases, plain, read

CASES = cases("metrics")
RESOLVED = read("metrics")["resolved"]
OPTIONAL = {"F1Score", "FBetaScore", "MeanIoU"}
# R2Score says so itself when there are too few rows to adjust for.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def construct(case: Case) -> Any:
    if case.class_name in OPTIONAL and not hasattr(keras.metrics, case.class_name):
        pytest.skip(f"{case.class_name} is not offered yet")
    keras.utils.clear_session(free_memory=False)
    return getattr(keras.metrics, case.class_name)(**case.kwargs)


def update(metric: Any, batch: list[Any]) -> None:
    *values, weight = batch
    tensors = [keras.ops.convert_to_tensor(value) for value in values]
    if weight is not None:
        weight = keras.ops.convert_to_tensor(weight)
    metric.update_state(*tensors, sample_weight=weight)


def assert_result(metric: Any, wanted: np.ndarray) -> None:
    found = keras.ops.convert_to_numpy(metric.result())
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


def test_all_recorded_cases_are_here() -> None:
    assert len(CASES) == 160
    assert len(RESOLVED) == 17


@by_case
def test_config_is_that_of_keras(case: Case) -> None:
    found = plain(construct(case).get_config())
    if "label_weights" in case.kwargs:
        assert found.pop("label_weights") == pytest.approx(case.config["label_weights"])
        assert found == {k: v for k, v in case.config.items() if k != "label_weights"}
    else:
        assert found == case.config


@by_case
def test_three_updates(case: Case) -> None:
    metric = construct(case)
    for batch, wanted in zip(case.extra["batches"], case.extra["results"], strict=True):
        update(metric, batch)
        assert_result(metric, wanted)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "after_reset" in case.extra],
    ids=lambda case: case.id,
)
def test_reset(case: Case) -> None:
    metric = construct(case)
    update(metric, case.extra["batches"][0])
    metric.reset_state()
    assert_result(metric, case.extra["after_reset"])
    update(metric, case.extra["batches"][0])
    assert_result(metric, case.extra["results"][0])


@pytest.mark.parametrize("text", ["accuracy", "acc"])
@pytest.mark.parametrize(
    "entry",
    RESOLVED,
    ids=lambda entry: f"{entry['loss']}-{entry['output']}-{entry['target']}",
)
def test_what_accuracy_stands_for(entry: dict[str, Any], text: str) -> None:
    keras.utils.clear_session(free_memory=False)
    output = entry["output"][1:]
    target = entry["target"][1:]
    inputs = keras.Input(output)
    model = keras.Model(inputs, keras.layers.Activation("sigmoid")(inputs))
    model.compile(loss=entry["loss"], metrics=[text])
    logs = model.test_on_batch(
        np.zeros((4, *output), np.float32), np.zeros((4, *target)), return_dict=True
    )
    # Keras keeps compiled metrics in a container of their own.
    entry_metrics = model.metrics[1]
    (metric,) = getattr(entry_metrics, "metrics", [entry_metrics])
    assert type(metric).__name__ == entry[text]["class"]
    assert metric.name == entry[text]["name"]
    assert set(logs) == {"loss", entry[text]["log"]}
