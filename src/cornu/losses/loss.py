"""Loss: how wrong a batch of predictions is, in one number."""

import inspect
from typing import Any

from cornu import config, ops
from cornu.core.observers import CHANGES
from cornu.losses.reduction import reduce_weighted, standardize_reduction
from cornu.losses.registry import loss_registry
from cornu.utils import tree
from cornu.utils.naming import to_snake_case, unique_name


@loss_registry.register()
class Loss:
    """Be the base of all losses.

    A subclass defines ``call(y_true, y_pred)``, which returns one value a sample;
    weights, masks and the reduction are done here.

    Parameters
    ----------
    name : str, optional
        Name in logs; made from the class's name by default.
    reduction : str or None, default "sum_over_batch_size"
        "sum_over_batch_size" or "mean" (both the mean over all values), "sum",
        "mean_with_sample_weight" (divide by the sum of weights), "none" or None (no
        reduction).
    dtype : str, optional
        Float type to compute in; the default float type if not given.

    Raises
    ------
    ValueError
        If the reduction is unknown.

    Examples
    --------
    >>> import cornu as keras
    >>> class LargestError(keras.losses.Loss):
    ...     def call(self, y_true, y_pred):
    ...         return keras.ops.max(keras.ops.abs(y_true - y_pred), axis=-1)
    >>> LargestError()([[0.0, 0.0]], [[1.0, -3.0]]).item()
    3.0
    """

    casts_targets = True
    """Whether targets are brought to the type computed in, as predictions are."""

    def __setattr__(self, name: str, value: Any) -> None:
        CHANGES.settings += 1
        super().__setattr__(name, value)

    def __init__(
        self,
        name: str | None = None,
        reduction: str | None = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        self.name = name or unique_name(to_snake_case(type(self).__name__))
        self.reduction = standardize_reduction(self.name, reduction)
        self.dtype = str(getattr(dtype, "compute_dtype", dtype) or config.floatx())

    def __call__(
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> Any:
        """Return the loss of a batch.

        Parameters
        ----------
        y_true : array-like, shape (batch, ...)
        y_pred : array-like, shape (batch, ...)
        sample_weight : array-like, shape (batch,) or that of the single losses
            How much each sample counts.
        mask : array-like of bool, likewise
            Which samples or steps count at all.

        Returns
        -------
        Tensor, shape (), or one value a sample without a reduction

        Raises
        ------
        ShapeError
            If targets do not fit the predictions.
        """
        y_pred = self._convert(y_pred, self.dtype)
        y_true = self._convert(y_true, self.dtype if self.casts_targets else None)
        values = self.call(y_true, y_pred)
        own = self.compute_mask(y_true, y_pred)
        if own is not None:
            mask = own if mask is None else ops.logical_and(mask, own)
        return reduce_weighted(
            ops.cast(values, self.dtype), sample_weight, mask, self.reduction
        )

    def _convert(self, x: Any, dtype: str | None) -> Any:
        """Return tensors: one for lists of numbers, else one for each leaf."""
        if not isinstance(x, (list, tuple, dict)) or _is_numbers(x):
            return ops.convert_to_tensor(x, dtype=dtype)
        return tree.map_structure(
            lambda leaf: ops.convert_to_tensor(leaf, dtype=dtype), x
        )

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; subclasses define it.

        Parameters
        ----------
        y_true, y_pred : Tensor, shape (batch, ...)

        Returns
        -------
        Tensor, shape (batch, ...)
        """
        raise TypeError(f"{type(self).__name__} defines no call(y_true, y_pred).")

    def compute_mask(self, y_true: Any, y_pred: Any) -> Any:
        """Return which values of :meth:`call` count, or None if all do."""
        return None

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config: dict[str, Any] = {"name": self.name, "reduction": self.reduction}
        for name, parameter in inspect.signature(
            type(self).__init__
        ).parameters.items():
            if name in ("self", "dtype") or not hasattr(self, name):
                continue
            value = getattr(self, name)
            # Keras leaves these out; a value that is not the default must survive.
            if name not in self._config_omits or value != parameter.default:
                config[name] = value
        return config

    _config_omits: tuple[str, ...] = ()

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Loss":
        """Create a loss from what :meth:`get_config` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def _is_numbers(x: Any) -> bool:
    """Tell whether `x` is nothing but numbers in lists."""
    if isinstance(x, (list, tuple)):
        return all(_is_numbers(item) for item in x)
    return isinstance(x, (bool, int, float))
