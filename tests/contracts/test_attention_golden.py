"""Hold masks that travel into attention to real Keras 3."""

import numpy as np
import pytest

import cornu as keras
from cornu.layers.context import mask_of
from golden.load import read

DOCUMENT = read("attention")
LISTED = ("Attention", "AdditiveAttention")


def label(case):
    return "-".join(
        [case["class_name"], *case["kwargs"], *case["call"], *case["masked"]]
    )


def results(case, layer, query, value):
    inputs = [query(DOCUMENT["queries"]), value(DOCUMENT["values"])]
    if case["class_name"] in LISTED:
        inputs = [inputs]
    return keras.tree.flatten(layer(*inputs, **case["call"]))


@pytest.mark.parametrize("case", DOCUMENT["cases"], ids=label)
def test_travelling_masks(case):
    query, value = (
        keras.layers.Embedding(6, 4, mask_zero=which in case["masked"])
        for which in ("query", "value")
    )
    layer = getattr(keras.layers, case["class_name"])(**case["kwargs"])
    results(case, layer, query, value)
    for part, weights in zip((query, value, layer), case["weights"]):
        part.set_weights([np.asarray(w, np.float32) for w in weights])
    found = results(case, layer, query, value)
    assert len(found) == len(case["outputs"])
    for one, other in zip(found, case["outputs"]):
        np.testing.assert_allclose(one.numpy(), other, rtol=1e-5, atol=1e-6)
    mask = mask_of(found[0])
    if case["mask"] is None:
        assert mask is None
    else:
        np.testing.assert_array_equal(mask.numpy(), case["mask"])
