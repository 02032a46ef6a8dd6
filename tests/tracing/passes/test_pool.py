from __future__ import annotations

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.tracing.passes import merge_equal, pool_first
from cornu.tracing.program import Program
from tracing.recorded import floats, names, record

BIAS = keras.Variable(floats(5, seed=3), name="bias")


def step(x):
    return ops.max_pool(ops.relu(x + BIAS), 2)


def test_pooling_comes_first_and_the_bits_stay() -> None:
    x = floats(4, 8, 6, 5)
    graph = record(step, x)
    assert names(graph) == ["add", "relu", "max_pool"]
    changed = pool_first(graph)
    changed.check()
    assert names(changed) == ["max_pool", "add", "relu"]
    np.testing.assert_array_equal(changed.outputs[0].sample, graph.outputs[0].sample)
    program = Program(changed)
    for seed in range(5):
        x = floats(4, 8, 6, 5, seed=seed) * 10.0**seed
        program.run([x])
        wanted = step(keras.Tensor(x)).numpy()
        np.testing.assert_array_equal(program.outputs[0], wanted, strict=True)


@pytest.mark.parametrize(
    "other",
    [
        lambda x: (step(x), ops.sum(x + BIAS)),  # the sum is read elsewhere, too
        lambda x: ops.max_pool(ops.tanh(x + BIAS), 2),
        lambda x: ops.average_pool(ops.relu(x + BIAS), 2),
        lambda x: ops.max_pool(ops.relu(x + x), 2),
        lambda x: ops.max_pool(ops.relu(x + 1.0), 2),
    ],
)
def test_other_things_stay_as_they_are(other) -> None:
    graph = record(other, floats(2, 4, 4, 5))
    if "reduce_sum" in names(graph):
        graph = merge_equal(graph)
    assert names(pool_first(graph)) == names(graph)


def test_predictions_gain_and_training_keeps_its_order() -> None:
    model = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.GlobalAveragePooling2D(),
        ]
    )
    model.compile("sgd", "mse")
    x, y = floats(8, 12, 12, 1), floats(8, 4)
    for _ in range(4):
        model.predict_on_batch(x)
        model.train_on_batch(x, y)
    predict = model._trainer.runner("predict").program_for((x,))[0]
    train = model._trainer.runner("train").program_for((x, y))[0]
    order = [n for n in names(predict.graph) if n in ("relu", "max_pool")]
    assert order == ["max_pool", "relu"]
    order = [n for n in names(train.graph) if n in ("relu", "max_pool")]
    assert order == ["relu", "max_pool"]
