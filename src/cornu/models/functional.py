"""Functional: a model made of symbols."""

import inspect
from typing import Any

from cornu import saving
from cornu.layers.layer import register_layer
from cornu.models.model import Model


@register_layer
class Functional(Model):
    """Be the type of ``Model(inputs, outputs)``.

    Parameters
    ----------
    inputs, outputs : SymbolicTensor, or a list / dictionary of them
    name : str, optional

    Examples
    --------
    >>> import cornu as keras
    >>> x = keras.Input(shape=(4,))
    >>> type(keras.Model(x, keras.layers.Dense(1)(x))).__name__
    'Functional'
    """

    def get_config(self) -> dict[str, Any]:
        """Return the graph: layers, operations, and how they call each other.

        The dictionary is that of Keras 3. A subclass whose constructor takes other
        arguments than `inputs` and `outputs` gives those, as layers do.
        """
        if not _takes_a_graph(type(self)):
            return super().get_config()
        assert self._function is not None  # or it would not be of this class
        return {
            "name": self.name,
            "trainable": self.trainable,
            **saving.write_graph(self._function),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Rebuild a model, without its weights, from :meth:`get_config`.

        Raises
        ------
        ValueError
            If a layer or an operation is unknown.
        FileFormatError
            If calls name others that are not there.
        """
        if "layers" not in config or not _takes_a_graph(cls):
            return super().from_config(config)
        inputs, outputs = saving.read_graph(config)
        model = cls(inputs, outputs, name=config.get("name"))
        model.trainable = config.get("trainable", True)
        return model


def _takes_a_graph(cls: type) -> bool:
    names = inspect.signature(cls.__init__).parameters  # type: ignore[misc]
    return "inputs" in names and "outputs" in names


Model.graph_class = Functional
