"""Hold mixed precision to the types and numbers of real Keras 3."""

import contextlib

import numpy as np
import pytest

import cornu as keras
from golden.load import plain, probe, read
from golden.mixed_stacks import STEPS, stack

DOCUMENT = read("mixed_precision")
TOLERANCE = {
    "float32": {"rtol": 1e-5, "atol": 1e-6},
    "mixed_float16": {"rtol": 5e-3, "atol": 5e-3},
    "mixed_bfloat16": {"rtol": 4e-2, "atol": 4e-2},
}
by_policy = pytest.mark.parametrize(
    "case", DOCUMENT["stacks"], ids=lambda case: case["policy"]
)
by_optimizer = pytest.mark.parametrize(
    "case",
    DOCUMENT["optimizers"],
    ids=lambda case: "-".join([case["name"], *case["kwargs"]]),
)


@contextlib.contextmanager
def policy_of(case):
    if "bfloat16" in case["policy"]:
        pytest.importorskip("ml_dtypes")
    keras.utils.clear_session(free_memory=False)
    keras.mixed_precision.set_global_policy(case["policy"])
    try:
        layers = stack(keras.layers)
        model = keras.Sequential([keras.Input((8, 3)), *layers])
        model.set_weights([np.asarray(w) for w in case["weights"]])
        yield model, layers
    finally:
        keras.mixed_precision.set_global_policy("float32")


def wide(tensor):
    return tensor.numpy().astype("float32")


@by_policy
def test_types_and_values_of_every_layer(case):
    with policy_of(case) as (model, layers):
        found = [[w.path, w.dtype] for w in model.weights]
        assert found == case["weight_dtypes"]
        value = case["input"]
        for layer, wanted in zip(layers, case["outputs"], strict=True):
            value = layer(value)
            assert value.dtype.name == wanted["dtype"], layer.name
            np.testing.assert_allclose(
                wide(value), wanted["value"], **TOLERANCE[case["policy"]]
            )


@by_policy
def test_gradients_are_wide_and_near(case):
    with policy_of(case) as (model, _):
        with keras.GradientTape() as tape:
            found = keras.ops.cast(model(case["input"]), "float32")
            target = keras.ops.sum(found * probe(found.shape))
        gradients = tape.gradient(target, model.trainable_variables)
        assert [g.dtype.name for g in gradients] == case["gradient_dtypes"]
        for gradient, wanted in zip(gradients, case["gradients"], strict=True):
            scale = np.abs(wanted).max() + 1e-6
            options = TOLERANCE[case["policy"]]
            np.testing.assert_allclose(
                wide(gradient) / scale, wanted / scale, rtol=0, atol=4 * options["rtol"]
            )


@by_policy
def test_training_mode(case):
    with policy_of(case) as (model, _):
        options = TOLERANCE[case["policy"]]
        found = wide(model(case["input"], training=True))
        np.testing.assert_allclose(found, case["training_output"], **options)
        for weight, wanted in zip(model.weights, case["training_weights"], strict=True):
            assert weight.numpy().dtype == np.float32
            np.testing.assert_allclose(weight.numpy(), wanted, **options)


@by_policy
def test_compile_scales_losses_where_keras_does(case):
    with policy_of(case) as (model, _):
        model.compile("adam", "mse")
        found = plain(keras.optimizers.serialize(model.optimizer))
        assert found == case["optimizer"]
        model.compile("adam", "mse", auto_scale_loss=False)
        assert type(model.optimizer).__name__ == case["unscaled_optimizer"]


@by_optimizer
def test_steps_of_scaled_losses(case):
    keras.utils.clear_session(free_memory=False)
    inner = getattr(keras.optimizers, case["name"])(**case["kwargs"])
    has_factor = "loss_scale_factor" in case["kwargs"]
    with pytest.warns(match="set to None") if has_factor else contextlib.nullcontext():
        optimizer = keras.optimizers.LossScaleOptimizer(
            inner, initial_scale=8.0, dynamic_growth_steps=2
        )
    weights = [
        keras.Variable([1.0, -2.0], name="a"),
        keras.Variable([[3.0]], name="b"),
    ]
    optimizer.build(weights)
    assert plain(optimizer.get_config()) == case["config"]
    assert [v.path for v in optimizer.variables] == case["paths"]
    for step, row in zip(STEPS, case["rows"], strict=True):
        gradients = [keras.ops.array(g, dtype="float32") for g in step]
        optimizer.apply(gradients, weights)
        found = [*weights, *optimizer.variables]
        for variable, wanted in zip(found, [*row["weights"], *row["state"]]):
            np.testing.assert_allclose(
                variable.numpy(), wanted, rtol=2e-6, atol=1e-7, err_msg=variable.path
            )
        scaled = optimizer.scale_loss(keras.ops.ones(()))
        assert float(scaled) == np.asarray(row["scaled"])
