"""Quantizer: the base of those who round values to fewer bits."""

from typing import Any, NoReturn

from cornu.utils.signatures import own_arguments


class Quantizer:
    """Be the base of quantizers of your own; this library has none.

    Parameters
    ----------
    output_dtype : str, default "int8"
        Data type of what a call returns.

    Examples
    --------
    >>> import cornu as keras
    >>> class Signs(keras.Quantizer):
    ...     def __call__(self, x):
    ...         return keras.ops.cast(keras.ops.sign(x), self.output_dtype)
    >>> Signs()(keras.Tensor([3.0, -2.0])).tolist()
    [1, -1]
    """

    def __init__(self, output_dtype: str = "int8") -> None:
        self.output_dtype = output_dtype

    def __call__(self, x: Any) -> NoReturn:
        """Refuse: subclasses say how to round.

        Raises
        ------
        NotImplementedError
            Always.
        """
        raise NotImplementedError(
            f"{type(self).__name__} defines no __call__(x). Layers of this library "
            f"compute with whole floats; a quantizer of your own may be called by "
            f"layers of your own."
        )

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {name: getattr(self, name) for name in own_arguments(self)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Quantizer":
        """Make a quantizer from what :meth:`get_config` returned."""
        return cls(**config)
