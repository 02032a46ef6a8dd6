"""Reading and setting a model's learning rate, for callbacks that do."""

from typing import Any


def require_settable(model: Any, who: str) -> None:
    """Refuse a model whose learning rate cannot be set.

    Raises
    ------
    TypeError
        If it has no optimizer, or a schedule gives the learning rate.
    """
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None:
        raise TypeError(
            f"{who}: the model has no optimizer whose learning rate could be set; "
            f"compile it with one."
        )
    if not hasattr(optimizer.learning_rate, "assign"):
        raise TypeError(
            f"{who}: the optimizer's learning rate comes from a schedule, so it cannot "
            f"be set. Create the optimizer with a number, or leave {who} out."
        )


def read(model: Any) -> float:
    """Return the learning rate as a number."""
    return float(model.optimizer.learning_rate)


def write(model: Any, value: float) -> None:
    """Set the learning rate."""
    model.optimizer.learning_rate = value
