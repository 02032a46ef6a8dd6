"""InverseTimeDecay: a learning rate divided by growing time."""

from typing import Any

from cornu import ops
from cornu.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    as_float,
    check_positive,
    schedule_registry,
)


@schedule_registry.register()
class InverseTimeDecay(LearningRateSchedule):
    """Divide the learning rate by a number that grows with the step.

    The rate is ``initial_learning_rate / (1 + decay_rate * step / decay_steps)``.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : int, > 0
        Steps in which the divisor grows by `decay_rate`.
    decay_rate : float
    staircase : bool, default False
        Whether the divisor grows in jumps, every `decay_steps` steps.
    name : str, default "InverseTimeDecay"

    Raises
    ------
    ValueError
        If `decay_steps` is not positive.

    Examples
    --------
    >>> from cornu import optimizers
    >>> rate = optimizers.schedules.InverseTimeDecay(0.1, decay_steps=1, decay_rate=0.5)
    >>> round(float(rate(2)), 4)
    0.05
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        check_positive(name, "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step; see the base class."""
        time = as_float(step) / self.decay_steps
        if self.staircase:
            time = ops.floor(time)
        return self.initial_learning_rate / (1 + self.decay_rate * time)
