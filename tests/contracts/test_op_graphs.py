"""Models with one raw op, as real Keras writes and computes them."""

import json

import numpy as np
import pytest

import cornu
from contracts.op_calls import base, compare
from contracts.test_ops import ENTRIES, settled
from cornu import ops
from golden.load import read

MODELS = read("op_graphs")["models"]


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_config_of_keras_gives_the_outputs_of_keras(name):
    recorded = MODELS[name]
    model = cornu.Functional.from_config(json.loads(recorded["config"]))
    inputs = [ops.convert_to_tensor(a) for a in recorded["inputs"]]
    with np.errstate(all="ignore"):
        found = model(inputs if len(inputs) > 1 else inputs[0])
    case = base.Case(ENTRIES[name], 0, "float32")
    wanted = settled(case, recorded["outputs"])
    words = compare.difference(settled(case, found), wanted, case.op.loose)
    assert not words, words


def test_nearly_all_ops_are_here():
    assert len(MODELS) > 300
