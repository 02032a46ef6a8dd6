"""Hold the logs of many small trainings to those of real Keras 3, key by key."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import cornu as keras
from golden.history_cases import CASES
from golden.load import FOLDER

RECORDED = json.loads((FOLDER / "histories.json").read_text(encoding="utf-8"))["cases"]


def compare(found: Any, wanted: Any, place: str) -> None:
    assert type(found) is type(wanted), place
    if isinstance(wanted, dict):
        assert sorted(found) == sorted(wanted), place
        for key, value in wanted.items():
            compare(found[key], value, f"{place}[{key!r}]")
    elif isinstance(wanted, list):
        assert len(found) == len(wanted), place
        for i, value in enumerate(wanted):
            compare(found[i], value, f"{place}[{i}]")
    elif isinstance(wanted, str):
        assert found == wanted, place
    else:
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6, err_msg=place)


@pytest.mark.filterwarnings("ignore:.*no gradient for")
@pytest.mark.parametrize("name", CASES)
def test_logs_are_those_of_keras(name: str) -> None:
    keras.utils.clear_session(free_memory=False)
    compare(CASES[name](keras), RECORDED[name], name)


def test_order_of_the_logs_is_that_of_keras() -> None:
    keras.utils.clear_session(free_memory=False)
    found = CASES["list_of_losses"](keras)["history"]
    assert list(found) == list(RECORDED["list_of_losses"]["history"])
