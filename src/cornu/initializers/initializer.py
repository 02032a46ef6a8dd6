"""What every initializer has in common."""

import abc
from typing import Any

from cornu.typing import DType


class Initializer(abc.ABC):
    """Make the first value of a weight.

    Subclass it: compute in ``__call__(shape, dtype=None)`` and return the
    constructor's arguments from ``get_config()``.

    Examples
    --------
    >>> from cornu import ops
    >>> class Halves(Initializer):
    ...     def __call__(self, shape, dtype=None):
    ...         return ops.full(shape, 0.5, dtype)
    >>> Halves()((2,)).tolist()
    [0.5, 0.5]
    """

    @abc.abstractmethod
    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        """Return the value.

        Parameters
        ----------
        shape : tuple of int
        dtype : str, optional
            The default float type if not given.

        Returns
        -------
        Tensor
        """

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Initializer":
        """Return an initializer made from what :meth:`get_config` gave."""
        return cls(**config)

    def clone(self) -> "Initializer":
        """Return another initializer of the same configuration."""
        return type(self).from_config(self.get_config())

    def __repr__(self) -> str:
        settings = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"{type(self).__name__}({settings})"
