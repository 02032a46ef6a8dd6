"""Train four models beside real Keras 3: same weights, same batches, same losses."""

from __future__ import annotations

import json

import numpy as np
import pytest

import cornu as keras
from golden.load import FOLDER
from golden.training_models import NAMES, STEPS, fingerprint, losses

RECORDED = json.loads((FOLDER / "training_losses.json").read_text())["models"]


@pytest.mark.parametrize("name", NAMES)
def test_fifty_losses_are_those_of_keras(name: str) -> None:
    wanted = RECORDED[name]
    assert fingerprint(name) == pytest.approx(wanted["fingerprint"], rel=1e-12), (
        "this NumPy draws other random numbers than the one that made the file"
    )
    assert len(wanted["losses"]) == STEPS
    np.testing.assert_allclose(losses(keras, name), wanted["losses"], rtol=1e-4)
