"""LearningRateSchedule: a learning rate that depends on the step."""

import inspect
from collections.abc import Mapping
from typing import Any

from cornu import ops
from cornu.utils import registry

schedule_registry = registry.Registry(
    "learning rate schedule", "keras.optimizers.schedules"
)


class LearningRateSchedule:
    """Be the base of learning rates that change from step to step.

    A subclass defines ``__call__(step)`` with functions of :mod:`cornu.ops`, and
    keeps each constructor argument under its own name.

    Examples
    --------
    >>> import cornu as keras
    >>> class Halving(keras.optimizers.schedules.LearningRateSchedule):
    ...     def __call__(self, step):
    ...         return 0.5 ** keras.ops.cast(step, "float32")
    >>> float(keras.optimizers.SGD(Halving()).learning_rate)
    1.0
    """

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step.

        Parameters
        ----------
        step : int or Tensor, shape ()
            Number of updates made before.

        Returns
        -------
        Tensor, shape ()
        """
        raise TypeError(f"{type(self).__name__} defines no __call__(step).")

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        names = inspect.signature(type(self).__init__).parameters
        return {n: getattr(self, n) for n in names if n != "self" and hasattr(self, n)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "LearningRateSchedule":
        """Create a schedule from what :meth:`get_config` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        inside = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"{type(self).__name__}({inside})"


def as_float(step: Any) -> Any:
    """Return a step count as a float32 Tensor."""
    return ops.cast(ops.convert_to_tensor(step), "float32")


def check_positive(owner: str, argument: str, value: float) -> None:
    """Raise a ValueError unless `value` is greater than zero."""
    if value <= 0:
        raise ValueError(f"{owner}: {argument} must be > 0, got {value}.")


def serialize(learning_rate_schedule: LearningRateSchedule) -> Any:
    """Return the JSON-ready description of a schedule, as Keras 3 writes it."""
    return registry.serialize(learning_rate_schedule)


def deserialize(
    config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Rebuild a schedule from what :func:`serialize` returned.

    Parameters
    ----------
    config : dict
    custom_objects : dict of str to class, optional
        Classes of your own that `config` names.
    """
    with registry.custom_object_scope(custom_objects or {}):
        return registry.deserialize(config, schedule_registry)
