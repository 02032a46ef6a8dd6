"""Pipeline: layers one after the other, on data of any structure."""

from typing import Any

from cornu.errors import ArgumentError
from cornu.layers.calling import call_signature
from cornu.layers.layer import Layer, register_layer
from cornu.utils.registry import serialize


@register_layer
class Pipeline(Layer):
    """Call layers one after the other, as is done to prepare data.

    Unlike a `Sequential` model it is a plain layer, and takes dictionaries as well.

    Parameters
    ----------
    layers : list of layers or callables
        `training` is passed on to those that take it.
    name : str, optional

    Raises
    ------
    ArgumentError
        If something in `layers` cannot be called.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> steps = layers.Pipeline([layers.Resizing(4, 4), layers.RandomFlip()])
    >>> steps({"images": ops.ones((2, 8, 8, 3))})["images"].shape
    (2, 4, 4, 3)
    """

    def __init__(self, layers: Any, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        for step in layers:
            if not callable(step):
                raise ArgumentError(
                    f"Pipeline: layers must be layers or other callables, got "
                    f"{step!r} ({type(step).__name__})."
                )
        # Each layer casts its inputs itself.
        self.autocast = False
        self.layers = list(layers)

    def call(self, inputs: Any, training: bool = True) -> Any:
        """Return what the last layer makes of what the one before it made.

        Parameters
        ----------
        inputs : Tensor, or nested structure of them
        training : bool, default True

        Returns
        -------
        Tensor, or nested structure of them
        """
        for step in self.layers:
            if isinstance(step, Layer) and call_signature(type(step)).takes_training:
                inputs = step(inputs, training=training)
            else:
                inputs = step(inputs)
        return inputs

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        return {"name": self.name, "layers": [serialize(step) for step in self.layers]}
