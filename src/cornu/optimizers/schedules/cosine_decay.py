"""CosineDecay: a learning rate that falls along half a cosine."""

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
class CosineDecay(LearningRateSchedule):
    """Let the learning rate fall along half a cosine, after an optional warm-up.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : int, > 0
        Length of the fall.
    alpha : float in [0, 1], default 0.0
        Share of the highest rate that is left at the end.
    name : str, default "CosineDecay"
    warmup_target : float, optional
        Rate to rise to, along a line, before the fall; None for no warm-up.
    warmup_steps : int, default 0
        Length of the rise.

    Raises
    ------
    ValueError
        If `decay_steps` is not positive.

    References
    ----------
    .. [1] Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
       Restarts", ICLR 2017.

    Examples
    --------
    >>> from cornu import optimizers
    >>> rate = optimizers.schedules.CosineDecay(0.1, decay_steps=10)
    >>> [round(float(rate(step)), 4) for step in (0, 5, 10, 20)]
    [0.1, 0.05, 0.0, 0.0]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        check_positive(name, "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.alpha = alpha
        self.name = name
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step; see the base class."""
        now = as_float(step)
        if self.warmup_target is None:
            return self._fall(now, self.initial_learning_rate)
        rise = self.warmup_target - self.initial_learning_rate
        rising = self.initial_learning_rate + rise * (now / max(self.warmup_steps, 1))
        falling = self._fall(now - self.warmup_steps, self.warmup_target)
        return ops.where(now < self.warmup_steps, rising, falling)

    def _fall(self, now: Any, top: float) -> Any:
        share = ops.clip(now / self.decay_steps, 0.0, 1.0)
        height = 0.5 * (1 + ops.cos(math.pi * share))
        return top * ((1 - self.alpha) * height + self.alpha)
