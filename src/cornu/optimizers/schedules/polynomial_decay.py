"""PolynomialDecay: a learning rate that falls to an end value."""

from typing import Any

from cornu import ops
from cornu.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    as_float,
    check_positive,
    schedule_registry,
)


@schedule_registry.register()
class PolynomialDecay(LearningRateSchedule):
    """Let the learning rate fall to an end value along a power of the step.

    With ``left = 1 - step / decay_steps`` the rate is
    ``(initial - end) * left ** power + end``; after `decay_steps` it stays at the end
    value.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : int, > 0
        Step at which the end value is reached.
    end_learning_rate : float, default 0.0001
    power : float, default 1.0
        1 for a straight line.
    cycle : bool, default False
        Whether to stretch `decay_steps` to its next multiple beyond the step, so that
        the rate rises again after each end.
    name : str, default "PolynomialDecay"

    Raises
    ------
    ValueError
        If `decay_steps` is not positive.

    Examples
    --------
    >>> from cornu import optimizers
    >>> rate = optimizers.schedules.PolynomialDecay(0.1, 10, end_learning_rate=0.0)
    >>> [round(float(rate(step)), 4) for step in (0, 5, 10, 20)]
    [0.1, 0.05, 0.0, 0.0]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        check_positive(name, "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.end_learning_rate = end_learning_rate
        self.power = power
        self.cycle = cycle
        self.name = name

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step; see the base class."""
        now = as_float(step)
        if self.cycle:
            rounds = ops.maximum(ops.ceil(now / self.decay_steps), 1.0)
            left = 1 - now / (self.decay_steps * rounds)
        else:
            left = 1 - ops.minimum(now, float(self.decay_steps)) / self.decay_steps
        span = self.initial_learning_rate - self.end_learning_rate
        return span * ops.power(left, self.power) + self.end_learning_rate
