"""What every constraint has in common."""

import abc
from typing import Any

from cornu import ops
from cornu.typing import Axis


class Constraint(abc.ABC):
    """Bring a weight back into the set of allowed values after each update.

    Subclass it: compute in ``__call__(w)`` and return the constructor's arguments from
    ``get_config()``.

    Examples
    --------
    >>> from cornu import ops
    >>> class AtMostOne(Constraint):
    ...     def __call__(self, w):
    ...         return ops.minimum(w, 1.0)
    >>> AtMostOne()([0.5, 2.0]).tolist()
    [0.5, 1.0]
    """

    @abc.abstractmethod
    def __call__(self, w: Any) -> Any:
        """Return the allowed value.

        Parameters
        ----------
        w : Tensor

        Returns
        -------
        Tensor, same shape as `w`
        """

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Constraint":
        """Return a constraint made from what :meth:`get_config` gave."""
        return cls(**config)

    def __repr__(self) -> str:
        settings = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"{type(self).__name__}({settings})"


def norms(w: Any, axis: Axis) -> Any:
    """Return the Euclidean lengths along an axis, which stays with size 1."""
    return ops.sqrt(ops.sum(ops.square(w), axis, keepdims=True))
