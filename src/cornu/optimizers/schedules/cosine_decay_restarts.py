"""CosineDecayRestarts: falls along half a cosine, again and again."""

import math
from typing import Any

from cornu import ops
from cornu.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    as_float,
    check_positive,
    schedule_registry,
)


@schedule_registry.register()
class CosineDecayRestarts(LearningRateSchedule):
    """Let the learning rate fall along half a cosine, and start over each time.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    first_decay_steps : int, > 0
        Length of the first fall.
    t_mul : float, default 2.0
        Factor by which each fall is longer than the one before.
    m_mul : float, default 1.0
        Factor from the start of one fall to the start of the next.
    alpha : float in [0, 1], default 0.0
        Share of the first rate below which no fall goes.
    name : str, default "SGDRDecay"

    Raises
    ------
    ValueError
        If `first_decay_steps` is not positive.

    References
    ----------
    .. [1] Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
       Restarts", ICLR 2017.

    Examples
    --------
    >>> from cornu import optimizers
    >>> rate = optimizers.schedules.CosineDecayRestarts(0.1, first_decay_steps=10)
    >>> [round(float(rate(step)), 4) for step in (0, 5, 10, 20, 30)]
    [0.1, 0.05, 0.1, 0.05, 0.1]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: int,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        check_positive(name, "first_decay_steps", first_decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = first_decay_steps
        self.t_mul = t_mul
        self.m_mul = m_mul
        self.alpha = alpha
        self.name = name

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step; see the base class."""
        done = as_float(step) / self.first_decay_steps
        if self.t_mul == 1.0:
            restarts = ops.floor(done)
            share = done - restarts
        else:
            # The falls are 1, q, q**2, ... long; the first n sum to
            # (q**n - 1) / (q - 1).
            q = self.t_mul
            restarts = ops.floor(ops.log(1 - done * (1 - q)) / math.log(q))
            start = (1 - q**restarts) / (1 - q)
            share = (done - start) / q**restarts
        height = 0.5 * self.m_mul**restarts * (1 + ops.cos(math.pi * share))
        return self.initial_learning_rate * ((1 - self.alpha) * height + self.alpha)
