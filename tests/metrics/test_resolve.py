import pytest

from cornu import metrics
from cornu.losses import BinaryCrossentropy
from cornu.metrics.resolve import kind_of_targets, resolve_metric
from golden.load import read

RESOLVED = read("metrics")["resolved"]


@pytest.mark.parametrize("text", ["accuracy", "acc"])
@pytest.mark.parametrize(
    "entry", RESOLVED, ids=lambda e: f"{e['output']}-{e['target']}"
)
def test_accuracy_is_what_keras_takes(entry, text):
    found = resolve_metric(text, entry["target"], entry["output"], entry["loss"])
    assert type(found).__name__ == entry[text]["class"]
    assert found.name == entry[text]["name"]


@pytest.mark.parametrize(
    ("target", "output", "cls"),
    [
        ((None, 1), (None, 1), metrics.BinaryCrossentropy),
        ((None,), (None, 4), metrics.SparseCategoricalCrossentropy),
        ((None, 4), (None, 4), metrics.CategoricalCrossentropy),
    ],
)
def test_crossentropy_follows_the_shapes(target, output, cls):
    assert type(resolve_metric("ce", target, output)) is cls


def test_crossentropy_takes_logits_where_the_loss_does():
    loss = BinaryCrossentropy(from_logits=True)
    assert resolve_metric("crossentropy", (None, 1), (None, 1), loss).from_logits


def test_other_names_and_metrics_pass_through():
    assert resolve_metric("mse", (None, 1), (None, 1)).name == "mean_squared_error"
    ready = metrics.Mean()
    assert resolve_metric(ready, (None, 1), (None, 1)) is ready


def test_a_flat_output_is_binary():
    assert kind_of_targets((None,), (None,)) == "binary"
