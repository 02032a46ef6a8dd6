"""PiecewiseConstantDecay: learning rates from a table."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    schedule_registry,
)


@schedule_registry.register()
class PiecewiseConstantDecay(LearningRateSchedule):
    """Look the learning rate up in a table of steps.

    Parameters
    ----------
    boundaries : list of int, growing
        Last step of each value but the last.
    values : list of float
        Learning rates, one more than `boundaries`.
    name : str, default "PiecewiseConstant"

    Raises
    ------
    ValueError
        If the lists' lengths do not fit.

    Examples
    --------
    >>> from cornu import optimizers
    >>> rate = optimizers.schedules.PiecewiseConstantDecay([10, 20], [1.0, 0.5, 0.1])
    >>> [round(float(rate(step)), 4) for step in (0, 10, 11, 30)]
    [1.0, 1.0, 0.5, 0.1]
    """

    def __init__(
        self,
        boundaries: Sequence[float],
        values: Sequence[float],
        name: str = "PiecewiseConstant",
    ) -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                f"{name}: there must be one more value than boundaries, got "
                f"{len(values)} values and {len(boundaries)} boundaries."
            )
        self.boundaries = boundaries
        self.values = values
        self.name = name

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step; see the base class."""
        step = ops.convert_to_tensor(step)
        rate: Any = ops.convert_to_tensor(self.values[-1], dtype="float32")
        for last, value in zip(reversed(self.boundaries), reversed(self.values[:-1])):
            rate = ops.where(step <= last, float(value), rate)
        return rate
