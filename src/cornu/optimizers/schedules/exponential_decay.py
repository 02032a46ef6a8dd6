"""ExponentialDecay: a learning rate that shrinks by a factor."""

from typing import Any

from cornu import ops
from cornu.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    as_float,
    check_positive,
    schedule_registry,
)


@schedule_registry.register()
class ExponentialDecay(LearningRateSchedule):
    """Multiply the learning rate by a factor every so many steps.

    The rate is ``initial_learning_rate * decay_rate ** (step / decay_steps)``.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : int, > 0
        Steps in which it is multiplied by `decay_rate` once.
    decay_rate : float
    staircase : bool, default False
        Whether to round the exponent down, so that the rate falls in jumps.
    name : str, default "ExponentialDecay"

    Raises
    ------
    ValueError
        If `decay_steps` is not positive.

    Examples
    --------
    >>> from cornu import optimizers
    >>> rate = optimizers.schedules.ExponentialDecay(0.1, 10, decay_rate=0.5)
    >>> round(float(rate(20)), 4)
    0.025
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        check_positive(name, "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step; see the base class."""
        exponent = as_float(step) / self.decay_steps
        if self.staircase:
            exponent = ops.floor(exponent)
        return self.initial_learning_rate * self.decay_rate**exponent
