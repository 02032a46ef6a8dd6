"""LossFunctionWrapper: a loss from a function."""

from collections.abc import Callable, Mapping
from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import get, loss_registry
from cornu.ops.criteria import sparse_categorical_crossentropy, to_same_rank


@loss_registry.register()
class LossFunctionWrapper(Loss):
    """Give a function of targets and predictions weights and a reduction.

    Parameters
    ----------
    fn : callable
        ``fn(y_true, y_pred, **settings)`` returns one value a sample.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, optional
        The function's name by default.
    dtype : str, optional
        As in :class:`Loss`.
    settings : dict, optional
        Further arguments of `fn`.

    Examples
    --------
    >>> from cornu.losses import mean_absolute_error
    >>> from cornu.losses.loss_function_wrapper import LossFunctionWrapper
    >>> LossFunctionWrapper(mean_absolute_error)([[1.0]], [[3.0]]).item()
    2.0
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        name = name or getattr(fn, "__name__", None)
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn = fn
        self.settings = dict(settings or {})
        self.casts_targets = fn is not sparse_categorical_crossentropy

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return the function's values; see the base class."""
        if hasattr(y_true, "shape") and hasattr(y_pred, "shape"):
            y_true, y_pred = to_same_rank(y_true, y_pred)
        return self.fn(y_true, y_pred, **self.settings)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, the function by its name."""
        config = super().get_config()
        config["fn"] = loss_registry_name(self.fn)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "LossFunctionWrapper":
        """Create a loss from what :meth:`get_config` returned."""
        return cls(**{**config, "fn": get(config["fn"])})


def loss_registry_name(function: Callable[..., Any]) -> Any:
    """Return what stands for a function in a config: its name."""
    return getattr(function, "_cornu_registered", function.__name__)


def as_loss(identifier: Any) -> Loss | None:
    """Turn what ``compile(loss=...)`` takes into a Loss.

    Parameters
    ----------
    identifier : str, dict, Loss, callable or None

    Returns
    -------
    Loss or None
    """
    found = get(identifier)
    if found is None or isinstance(found, Loss):
        return found
    return LossFunctionWrapper(found)
