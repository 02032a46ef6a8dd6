"""Times of programs, equation by equation."""

import numpy as np

import cornu as keras
from cornu import layers
from cornu.tracing.profile import profile_calls, profile_program

X = np.random.default_rng(0).random((32, 8), np.float32)


def test_rows_of_a_program_cover_its_equations():
    model = keras.Sequential([keras.Input((8,)), layers.Dense(4, name="first")])
    model.compile("sgd", "mse")
    for _ in range(4):
        model.train_on_batch(X, X[:, :4])
    program, arrays = model._trainer.runner("train").program_for((X, X[:, :4]))
    rows, seconds = profile_program(program, arrays, 3)
    assert seconds > 0
    assert all(row.seconds >= 0 for row in rows)
    assert len(rows) == len(program.graph.equations)
    forward = next(r for r in rows if r.layer.endswith("first") and r.name == "matmul")
    # float32: rows in, kernel, rows out
    assert forward.nbytes == 4 * (32 * 8 + 8 * 4 + 32 * 4)
    assert {r.part for r in rows} >= {"forward", "gradient", "update", "other"}


def test_eager_calls_are_seen():
    x = keras.Tensor(X)
    rows, seconds = profile_calls(lambda: keras.ops.sum(x * 2.0))
    assert [row.name for row in rows] == ["multiply", "reduce_sum"]
    assert rows[0].nbytes == 2 * X.nbytes
    assert sum(row.seconds for row in rows) <= seconds
