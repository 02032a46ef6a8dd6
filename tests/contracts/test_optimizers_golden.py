"""Hold optimizers to ten recorded steps of real Keras 3."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

import cornu as keras
from golden.load import Case, build, cases, plain

CASES = cases("optimizers")
OPTIONAL = {"AdamW", "Adamax", "Ftrl", "Lion", "Adafactor", "Lamb"}
TOLERANCE = {"rtol": 1e-5, "atol": 1e-6}

by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def construct(case: Case) -> Any:
    if case.class_name in OPTIONAL and not hasattr(keras.optimizers, case.class_name):
        pytest.skip(f"{case.class_name} is not offered yet")
    keras.utils.clear_session(free_memory=False)
    return build(keras.optimizers, case.class_name, case.kwargs)


def ready(case: Case) -> tuple[Any, list[Any]]:
    optimizer = construct(case)
    variables = [
        keras.Variable(value, name=name)
        for value, name in zip(case.extra["start"], ("kernel", "bias"), strict=True)
    ]
    optimizer.build(variables)
    return optimizer, variables


def numbers(variables: list[Any]) -> list[np.ndarray]:
    return [keras.ops.convert_to_numpy(variable) for variable in variables]


def take_steps(optimizer: Any, variables: list[Any], case: Case) -> Any:
    for grads in case.extra["grads"]:
        rate = float(keras.ops.convert_to_numpy(optimizer.learning_rate))
        tensors = [keras.ops.convert_to_tensor(grad) for grad in grads]
        optimizer.apply_gradients(zip(tensors, variables, strict=True))
        yield rate, numbers(variables)


def test_all_recorded_cases_are_here() -> None:
    assert len(CASES) == 85


@by_case
def test_config_is_that_of_keras(case: Case) -> None:
    assert plain(construct(case).get_config()) == case.config


@by_case
def test_optimizer_is_rebuilt_from_the_config_of_keras(case: Case) -> None:
    original = construct(case)
    rebuilt = type(original).from_config(copy.deepcopy(case.config))
    assert plain(rebuilt.get_config()) == case.config


@by_case
def test_ten_steps(case: Case) -> None:
    optimizer, variables = ready(case)
    steps = take_steps(optimizer, variables, case)
    for number, (rate, found) in enumerate(steps):
        assert rate == pytest.approx(case.extra["learning_rates"][number], rel=1e-6)
        for one, other in zip(found, case.extra["after"][number], strict=True):
            np.testing.assert_allclose(
                one, other, **TOLERANCE, err_msg=f"after step {number}"
            )
    iterations = int(keras.ops.convert_to_numpy(optimizer.iterations))
    assert iterations == case.extra["iterations"]
    if "final" in case.extra:
        optimizer.finalize_variable_values(variables)
        for one, other in zip(numbers(variables), case.extra["final"], strict=True):
            np.testing.assert_allclose(one, other, **TOLERANCE)


@by_case
def test_variables_have_the_order_of_keras(case: Case) -> None:
    optimizer, _ = ready(case)
    found = [
        {"path": v.path, "shape": list(v.shape), "dtype": v.dtype}
        for v in optimizer.variables
    ]
    assert found == case.extra["variables"]
