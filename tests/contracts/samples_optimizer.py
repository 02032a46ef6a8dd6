"""Inputs for the fused steps of optimizers: rate, step, then weights, gradients, slots.

Slots are positive, as means of squares are.
"""

from typing import Any

import numpy as np

SHAPES = ((2, 3), (4,), ())
BLOCKS = ((130, 90), (9000,))  # beyond the size that is joined with others
LARGE = ((2**18 + 3,), (5,))  # worth a second thread
NOTHING = ((0, 3), (2,))

RATE = np.array(0.1)
STEP = np.array(3, np.int64)


def positive(place: int, shape: tuple[int, ...]) -> Any:
    # Means of squares come first; what follows must not exceed their roots.
    low, high = ((0.8, 1.0), (0.1, 0.3))[place > 0]
    return lambda rng: np.asarray(rng.uniform(low, high, shape))


def step(slots: int, *extra: np.ndarray, **params: Any) -> list[Any]:
    """Return samples of a step with `slots` slots a variable."""
    samples = []
    for shapes in (SHAPES, SHAPES[:1], BLOCKS, NOTHING):
        state = [positive(i, s) for i in range(slots) for s in shapes]
        for decay in (0.0, 0.01):
            arrays = (RATE, STEP, *extra, *shapes, *shapes, *state)
            samples.append((arrays, {**params, "decay": decay}))
    state = [positive(i, s) for i in range(slots) for s in LARGE]
    large = (RATE, STEP, *extra, *LARGE, *LARGE, *state)
    return [*samples, (large, {**params, "decay": 0.01})]


BETAS = {"beta_1": 0.9, "beta_2": 0.999}

SAMPLES: dict[str, list[Any]] = {
    "sgd_step": step(0),
    "momentum_step": [
        *step(1, momentum=0.9),
        *step(1, momentum=0.9, nesterov=True),
    ],
    "adagrad_step": step(1, epsilon=1e-7),
    "adadelta_step": step(2, rho=0.95, epsilon=1e-7),
    "rmsprop_step": [
        *step(1, rho=0.9, epsilon=1e-7),
        *step(2, rho=0.9, epsilon=1e-7, momentum=0.5),
        *step(3, rho=0.9, epsilon=0.5, momentum=0.5, centered=True),
    ],
    "adam_step": [
        *step(2, **BETAS, epsilon=1e-7),
        *step(3, **BETAS, epsilon=1e-7, amsgrad=True),
    ],
    "adamax_step": step(2, **BETAS, epsilon=1e-7),
    "nadam_step": step(2, np.array(0.7), **BETAS, epsilon=1e-7),
    "lion_step": step(1, beta_1=0.9, beta_2=0.99),
    "sum_squares": [
        ((SHAPES[0], SHAPES[1], SHAPES[2]), {}),
        ((SHAPES[0],), {}),
        (((0, 3),), {}),
    ],
}
