"""What every regularizer has in common."""

import abc
from typing import Any


class Regularizer(abc.ABC):
    """Turn a weight, or a layer's output, into a number to add to the loss.

    Subclass it: compute in ``__call__(x)`` and return the constructor's arguments from
    ``get_config()``.

    Examples
    --------
    >>> from cornu import ops
    >>> class Total(Regularizer):
    ...     def __call__(self, x):
    ...         return ops.sum(x)
    >>> Total()(ops.ones((2, 2))).item()
    4.0
    """

    @abc.abstractmethod
    def __call__(self, x: Any) -> Any:
        """Return the number.

        Parameters
        ----------
        x : Tensor

        Returns
        -------
        Tensor, shape ()
        """

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Regularizer":
        """Return a regularizer made from what :meth:`get_config` gave."""
        return cls(**config)

    def __repr__(self) -> str:
        settings = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"{type(self).__name__}({settings})"


def check_factor(owner: str, name: str, value: Any) -> float:
    """Return a factor as a float; None stands for 0.

    Raises
    ------
    ValueError
        If it is no finite number of at least 0.
    """
    if value is None:
        return 0.0
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value < float("inf"):
        raise ValueError(
            f"{owner}: {name} must be a finite number of at least 0, got {value!r}."
        )
    return float(value)
