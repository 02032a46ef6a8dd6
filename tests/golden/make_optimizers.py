"""Record optimizers of real Keras 3 into ``optimizers.npz``.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_optimizers.py``.
Two small variables take ten steps of seeded gradients; the file holds both after each
step, the optimizer's own variables by name and shape, and ``get_config()``.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from typing import Any

import keras
import numpy as np
from load import build, generator, plain
from store import Store, versions

SHAPES = [(3, 2), (4,)]
STEPS = 10


def schedule(name: str, **kwargs: Any) -> dict[str, Any]:
    return {"@schedule": name, "kwargs": kwargs}


DECAY = schedule(
    "ExponentialDecay", initial_learning_rate=0.1, decay_steps=3, decay_rate=0.5
)
STAIRS = schedule(
    "ExponentialDecay",
    initial_learning_rate=0.1,
    decay_steps=3,
    decay_rate=0.5,
    staircase=True,
)
SCHEDULES = {
    "exponential": DECAY,
    "staircase": STAIRS,
    "piecewise": schedule(
        "PiecewiseConstantDecay", boundaries=[2, 5], values=[0.1, 0.05, 0.01]
    ),
    "polynomial": schedule(
        "PolynomialDecay",
        initial_learning_rate=0.1,
        decay_steps=6,
        end_learning_rate=0.01,
        power=2.0,
    ),
    "polynomial-cycle": schedule(
        "PolynomialDecay", initial_learning_rate=0.1, decay_steps=4, cycle=True
    ),
    "inverse-time": schedule(
        "InverseTimeDecay", initial_learning_rate=0.1, decay_steps=2, decay_rate=0.5
    ),
    "cosine": schedule(
        "CosineDecay", initial_learning_rate=0.1, decay_steps=8, alpha=0.1
    ),
    "cosine-warmup": schedule(
        "CosineDecay",
        initial_learning_rate=0.0,
        decay_steps=6,
        warmup_target=0.1,
        warmup_steps=3,
    ),
    "cosine-restarts": schedule(
        "CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=3
    ),
}
COMMON: dict[str, dict[str, Any]] = {
    "default": {},
    "clipnorm": {"clipnorm": 0.5},
    "clipvalue": {"clipvalue": 0.3},
    "global-clipnorm": {"global_clipnorm": 0.7},
    "weight-decay": {"weight_decay": 0.05},
    "ema": {"use_ema": True, "ema_momentum": 0.8},
    "ema-overwrite": {
        "use_ema": True,
        "ema_momentum": 0.8,
        "ema_overwrite_frequency": 4,
    },
    "accumulate": {"gradient_accumulation_steps": 2},
    "schedule": {"learning_rate": DECAY},
}
OWN: dict[str, dict[str, dict[str, Any]]] = {
    "SGD": {
        "momentum": {"momentum": 0.9},
        "nesterov": {"momentum": 0.9, "nesterov": True},
        "momentum-decay": {"momentum": 0.9, "weight_decay": 0.01},
        "scale": {"loss_scale_factor": 4.0},
        **{name: {"learning_rate": value} for name, value in SCHEDULES.items()},
    },
    "Adagrad": {"start": {"initial_accumulator_value": 0.5, "epsilon": 0.01}},
    "Adadelta": {"rate": {"learning_rate": 1.0, "rho": 0.8}},
    "RMSprop": {
        "centered": {"centered": True},
        "momentum": {"momentum": 0.7},
        "both": {"momentum": 0.7, "centered": True, "rho": 0.8, "epsilon": 1e-4},
    },
    "Adam": {
        "amsgrad": {"amsgrad": True},
        "betas": {"beta_1": 0.7, "beta_2": 0.9, "epsilon": 1e-3},
        "name": {"name": "mine"},
    },
    "AdamW": {"decay": {"weight_decay": 0.1}, "amsgrad": {"amsgrad": True}},
    "Adamax": {},
    "Nadam": {"betas": {"beta_1": 0.7, "beta_2": 0.9, "epsilon": 1e-3}},
    "Ftrl": {
        "penalties": {
            "l1_regularization_strength": 0.01,
            "l2_regularization_strength": 0.02,
            "beta": 0.1,
        }
    },
    "Lion": {},
    "Adafactor": {},
    "Lamb": {},
}
FAMILIES = ("SGD", "Adagrad", "Adadelta", "RMSprop", "Adam", "Nadam")
RATE = {"Adadelta": 1.0, "Adafactor": 0.05, "Adagrad": 0.1, "Ftrl": 0.1}


def settings() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for name, own in OWN.items():
        common = COMMON if name in FAMILIES else {"default": {}}
        for tag, extra in (common | own).items():
            # A pronounced rate makes ten steps tell; "default" keeps Keras's own.
            rate = {} if tag == "default" else {"learning_rate": RATE.get(name, 0.02)}
            found.append((name, tag, rate | extra))
    return found


def record(class_name: str, tag: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    keras.backend.clear_session()
    label = f"{class_name}-{tag}"
    rng = generator(label)
    optimizer = build(keras.optimizers, class_name, kwargs)
    config = plain(optimizer.get_config())
    start = [rng.standard_normal(shape).astype(np.float32) for shape in SHAPES]
    grads = [
        [rng.standard_normal(shape).astype(np.float32) for shape in SHAPES]
        for _ in range(STEPS)
    ]
    variables = [
        keras.Variable(value, name=name)
        for value, name in zip(start, ("kernel", "bias"), strict=True)
    ]
    optimizer.build(variables)
    after, rates = [], []
    for step in grads:
        rates.append(float(optimizer.learning_rate))
        optimizer.apply_gradients(zip(step, variables, strict=True))
        after.append([np.asarray(v) for v in variables])
    extra: dict[str, Any] = {
        "start": start,
        "grads": grads,
        "after": after,
        "learning_rates": rates,
        "iterations": int(optimizer.iterations),
        "variables": [
            {"path": v.path, "shape": list(v.shape), "dtype": v.dtype}
            for v in optimizer.variables
        ],
    }
    if kwargs.get("use_ema"):
        optimizer.finalize_variable_values(variables)
        extra["final"] = [np.asarray(v) for v in variables]
    return {
        "id": label,
        "class_name": class_name,
        "kwargs": kwargs,
        "config": config,
        "extra": extra,
    }


def main() -> None:
    recorded = [record(*entry) for entry in settings()]
    Store().save("optimizers", {"versions": versions(), "cases": recorded})
    print(f"{len(recorded)} cases")


if __name__ == "__main__":
    main()
