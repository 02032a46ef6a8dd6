"""OwnCellRNN: an RNN that makes its own cell and shows the cell's settings."""

from typing import Any

from cornu.layers.recurrent.cell import ARGUMENTS
from cornu.layers.recurrent.rnn import RNN

_ALSO = (
    "reset_after",
    "unit_forget_bias",
    "seed",
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "data_format",
    "dilation_rate",
)


class OwnCellRNN(RNN):
    """Be the base of LSTM and its like: settings are read off the cell.

    Abstract; a subclass makes the cell in its constructor.
    """

    _unwritten: tuple[str, ...] = ()

    def __init__(self, cell: Any, **kwargs: Any) -> None:
        # A relic of Keras 2 that old scripts and files still pass.
        kwargs.pop("implementation", None)
        super().__init__(cell, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name in ARGUMENTS or name in _ALSO:
            cell = self.__dict__.get("cell")
            if cell is not None and hasattr(cell, name):
                return getattr(cell, name)
        raise AttributeError(
            f"{type(self).__name__!r} object has no attribute {name!r}"
        )

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        for name in self._unwritten:
            config.pop(name, None)
        config["activity_regularizer"] = config.get("activity_regularizer")
        return config


def cell_kwargs(kwargs: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what of a layer's own keywords its cell needs."""
    found: dict[str, Any] = {
        k: kwargs[k] for k in ("dtype", "trainable") if k in kwargs
    }
    return {**found, "name": name}
