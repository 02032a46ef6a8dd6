"""Hold losses to the values and gradients of real Keras 3, under every reduction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import cornu as keras
from golden.load import Case, cases, plain

CASES = cases("losses")
OPTIONAL = {
    "BinaryFocalCrossentropy",
    "CategoricalFocalCrossentropy",
    "Dice",
    "Tversky",
}
# Settings that Keras's configs leave out, so that they are lost when saved; ours keep
# them where they are not the default.
KERAS_FORGETS = {"Huber": ["delta"], "CosineSimilarity": ["axis"]}
REDUCTIONS = ["sum_over_batch_size", "sum", "mean", "none", "mean_with_sample_weight"]

by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
by_reduction = pytest.mark.parametrize("reduction", [*REDUCTIONS, None])


def construct(case: Case, **settings: Any) -> Any:
    if case.class_name in OPTIONAL and not hasattr(keras.losses, case.class_name):
        pytest.skip(f"{case.class_name} is not offered yet")
    return getattr(keras.losses, case.class_name)(**case.kwargs, **settings)


def arguments(case: Case) -> tuple[Any, Any, Any]:
    true, pred = (keras.ops.convert_to_tensor(array) for array in case.inputs)
    weight = case.extra["sample_weight"]
    return true, pred, None if weight is None else keras.ops.convert_to_tensor(weight)


def test_all_recorded_cases_are_here() -> None:
    assert len(CASES) == 121


@by_case
def test_config_is_that_of_keras(case: Case) -> None:
    found = plain(construct(case).get_config())
    for setting in KERAS_FORGETS.get(case.class_name, ()):
        value = found.pop(setting, None)
        assert value == case.kwargs.get(setting)
    assert found == case.config


@by_case
@by_reduction
def test_value(case: Case, reduction: str | None) -> None:
    loss = construct(case, reduction=reduction)
    true, pred, weight = arguments(case)
    found = keras.ops.convert_to_numpy(loss(true, pred, sample_weight=weight))
    wanted = case.extra["values"][str(reduction)]
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "gradient" in case.extra],
    ids=lambda case: case.id,
)
def test_gradient(case: Case) -> None:
    loss = construct(case)
    true, pred, weight = arguments(case)
    with keras.GradientTape() as tape:
        tape.watch(pred)
        value = loss(true, pred, sample_weight=weight)
    (found,) = tape.gradient(value, [pred])
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(found), case.extra["gradient"], rtol=1e-4, atol=1e-5
    )
