"""Record mixed precision in real Keras 3: types, values, and scaled losses.

Run: ``KERAS_BACKEND=jax python tests/golden/make_mixed_precision.py``. It writes
``mixed_precision.npz``. A stack of layers under each policy: the type and value of each
layer's output, weights and gradients of ``sum(output * probe)``. Steps of a
LossScaleOptimizer, some with infinities: all variables after each.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from load import generator, plain, probe
from mixed_stacks import OPTIMIZERS, POLICIES, STEPS, stack
from store import Store, versions


def wide(array: Any) -> np.ndarray:
    return np.asarray(array).astype(np.float32)


def record_stack(policy: str) -> dict[str, Any]:
    keras.backend.clear_session()
    keras.config.set_dtype_policy(policy)
    layers = stack(keras.layers)
    model = keras.Sequential([keras.Input((8, 3)), *layers])
    rng = generator("stack")
    x = np.asarray(rng.standard_normal((3, 8, 3)), np.float32)
    weights = [
        np.asarray(0.5 * rng.standard_normal(w.shape) + ("variance" in w.path), "f4")
        for w in model.weights
    ]
    weights = [
        np.abs(v) if "variance" in w.path else v for w, v in zip(model.weights, weights)
    ]
    model.set_weights(weights)
    outputs, value = [], x
    for layer in layers:
        value = layer(value)
        outputs.append({"dtype": str(value.dtype), "value": wide(value)})
    trainable = [v.value for v in model.trainable_variables]
    fixed = [v.value for v in model.non_trainable_variables]

    def scalar(given: Any) -> Any:
        found, _ = model.stateless_call(given, fixed, x)
        return jnp.sum(found.astype("float32") * probe(found.shape))

    gradients = jax.grad(scalar)(trainable)
    trained = model(x, training=True)
    result = {
        "policy": policy,
        "input": x,
        "weights": weights,
        "weight_dtypes": [[w.path, str(w.dtype)] for w in model.weights],
        "outputs": outputs,
        "gradients": [wide(g) for g in gradients],
        "gradient_dtypes": [str(g.dtype) for g in gradients],
        "training_output": wide(trained),
        "training_weights": [wide(w) for w in model.get_weights()],
    }
    model.compile("adam", "mse")
    result["optimizer"] = plain(keras.optimizers.serialize(model.optimizer))
    model.compile("adam", "mse", auto_scale_loss=False)
    result["unscaled_optimizer"] = type(model.optimizer).__name__
    keras.config.set_dtype_policy("float32")
    return result


def record_steps(name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    keras.backend.clear_session()
    inner = getattr(keras.optimizers, name)(**kwargs)
    optimizer = keras.optimizers.LossScaleOptimizer(
        inner, initial_scale=8.0, dynamic_growth_steps=2
    )
    weights = [
        keras.Variable([1.0, -2.0], name="a"),
        keras.Variable([[3.0]], name="b"),
    ]
    optimizer.build(weights)
    rows = []
    for step in STEPS:
        gradients = [np.asarray(g, np.float32) for g in step]
        after, state = optimizer.stateless_apply(
            [v.value for v in optimizer.variables],
            gradients,
            [w.value for w in weights],
        )
        for variable, value in zip([*weights, *optimizer.variables], [*after, *state]):
            variable.assign(value)
        rows.append(
            {
                "weights": [np.asarray(w) for w in weights],
                "state": [np.asarray(v) for v in optimizer.variables],
                "scaled": np.asarray(optimizer.scale_loss(jnp.ones(()))),
            }
        )
    return {
        "name": name,
        "kwargs": kwargs,
        "config": plain(optimizer.get_config()),
        "paths": [v.path for v in optimizer.variables],
        "rows": rows,
    }


def main() -> None:
    document = {
        "versions": versions(),
        "stacks": [record_stack(policy) for policy in POLICIES],
        "optimizers": [record_steps(name, kwargs) for name, kwargs in OPTIMIZERS],
    }
    Store().save("mixed_precision", document)


if __name__ == "__main__":
    main()
