"""Whole models against real Keras: same weights, same outputs, same training."""

import sys

import numpy as np
import pytest

import cornu
from golden.load import FOLDER, read

sys.path.insert(0, str(FOLDER))
from whole_models import MODELS, STEPS, follow

RECORDED = read("whole_models")["models"]


@pytest.mark.parametrize("name", MODELS)
def test_outputs_and_losses_are_those_of_keras(name):
    before, losses, after = follow(cornu, name)
    wanted = RECORDED[name]
    np.testing.assert_allclose(before[0], wanted["before"][0], rtol=2e-5, atol=2e-6)
    assert len(losses) == STEPS
    np.testing.assert_allclose(losses, wanted["losses"], rtol=2e-4)
    np.testing.assert_allclose(after[0], wanted["after"][0], rtol=2e-3, atol=2e-4)
