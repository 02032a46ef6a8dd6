"""Sequential: one layer after the other."""

from typing import Any

from cornu import saving
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.input_layer import Input, InputLayer
from cornu.layers.layer import Layer, register_layer
from cornu.models.model import Model
from cornu.symbolic import SymbolicTensor


@register_layer
class Sequential(Model):
    """Stack layers; each gets what the one before it returns.

    Without an input shape (``Input(shape)`` first, or ``input_shape=`` on the first
    layer) the model is built when it first sees data.

    Parameters
    ----------
    layers : list of Layer, optional
    trainable : bool, default True
    name : str, optional

    Raises
    ------
    TypeError
        If something that is no layer is added.
    ValueError
        If two layers have the same name.

    Examples
    --------
    >>> import cornu as keras
    >>> model = keras.Sequential([
    ...     keras.Input(shape=(8,)),
    ...     keras.layers.Dense(12, activation="relu"),
    ...     keras.layers.Dense(1, activation="sigmoid"),
    ... ])
    >>> model.count_params()
    121
    """

    def __init__(
        self, layers: Any = None, trainable: bool = True, name: str | None = None
    ) -> None:
        super().__init__(name=name, trainable=True)
        self._stack: list[Layer] = []
        for layer in layers or []:
            self.add(layer, rebuild=False)
        self._maybe_rebuild()
        if not trainable:
            self.trainable = False

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Put a layer on top.

        Parameters
        ----------
        layer : Layer, or a symbol from ``Input`` as the first entry
        rebuild : bool, default True
            Whether to build the model at once if its input shape is known.
        """
        if isinstance(layer, SymbolicTensor):
            history = layer._history
            operation = history[0].operation if history else None
            if not isinstance(operation, InputLayer):
                made_by = getattr(operation, "name", "an op")
                raise ValueError(
                    f"{self._who()}.add: got the result of calling {made_by!r}, not a "
                    f"layer. Add the layer itself, or build the model of symbols: "
                    f"keras.Model(inputs, outputs)."
                )
            layer = operation
        if isinstance(layer, type) and issubclass(layer, Layer):
            raise TypeError(
                f"{self._who()}.add: got the class {layer.__name__}; pass a layer made "
                f"with it: {layer.__name__}(...)."
            )
        if not isinstance(layer, Layer):
            raise TypeError(
                f"{self._who()}.add: expected a layer, got {type(layer).__name__}: "
                f"{layer!r}. Wrap a function into keras.layers.Lambda(function)."
            )
        if isinstance(layer, InputLayer) and self._stack:
            raise ValueError(
                f"{self._who()}.add: Input(...) must be the first entry, and there can "
                f"be only one; {self._stack[0].name!r} is already there."
            )
        if any(other is layer for other in self._stack):
            raise ValueError(
                f"{self._who()}.add: {layer.name!r} is already in it. A layer can be "
                f"used twice in a functional model only; make another one here."
            )
        if any(other.name == layer.name for other in self._stack):
            raise ValueError(
                f"{self._who()}.add: two layers are named {layer.name!r}; names must "
                f"be unique. Pass another name= to one of them."
            )
        shape = layer._input_shape_argument
        if not self._stack and shape is not None and not isinstance(layer, InputLayer):
            self._stack.append(_entrance(shape))
        self._stack.append(layer)
        if rebuild:
            self._maybe_rebuild()
        else:
            self._function = None
            self.built = False

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the last layer off and return it."""
        if not self._stack:
            raise ValueError(f"{self._who()}.pop: there are no layers.")
        layer = self._stack.pop()
        self._function = None
        self.built = False
        if rebuild:
            self._maybe_rebuild()
        return layer

    def _maybe_rebuild(self) -> None:
        self._function = None
        self.built = False
        stack = self._stack
        if len(stack) > 1 and isinstance(stack[0], InputLayer):
            self.build(stack[0].batch_shape)

    def build(self, input_shape: Any = None) -> None:
        """Make the weights of all layers for inputs of a shape.

        Parameters
        ----------
        input_shape : tuple with None for unknown sizes, batch axis included
        """
        if not self._stack:
            raise NotBuiltError(f"{self._who()} has no layers yet; add some first.")
        stack = self._stack
        if isinstance(stack[0], InputLayer):
            symbol = stack[0]._symbol
        elif input_shape is None:
            raise ShapeError(f"{self._who()}.build: pass the input's shape.")
        else:
            dtype = _first_dtype(stack[0])
            shape = (None, *tuple(input_shape)[1:])
            entrance = InputLayer(batch_shape=shape, dtype=dtype)
            entrance._is_implied = True
            symbol = entrance._symbol
        x = symbol
        for layer in stack:
            if not isinstance(layer, InputLayer):
                x = layer(x)
        self._set_graph(symbol, x)

    def output_specs(self, x: Any) -> Any:
        """Return symbols like the outputs for data like `x`, building if needed."""
        if self._function is None and hasattr(x, "shape"):
            self.build((None, *x.shape[1:]))
        return super().output_specs(x)

    def _sublayers(self) -> Any:
        # The stack is the truth, also before the graph exists.
        yield from self._stack

    @property
    def layers(self) -> list[Layer]:
        """The layers, without the entrance."""
        return [x for x in self._stack if not isinstance(x, InputLayer)]

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Pass the inputs through all layers."""
        if self._function is not None:
            return super().call(inputs)
        x = inputs
        for layer in self._stack:
            if not isinstance(layer, InputLayer):
                x = layer(x)
        return x

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return the mask the last layer gave its output."""
        return None

    def get_config(self) -> dict[str, Any]:
        """Return name, type and the layers' configs."""
        config = {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": Layer.get_config(self)["dtype"],
            "layers": [saving.describe(layer) for layer in self._stack],
        }
        if self._function is not None:
            config["build_input_shape"] = self.input_shape
        return config

    def get_build_config(self) -> dict[str, Any] | None:
        """Return the shape of the input, if it is known."""
        return {"input_shape": self.input_shape} if self._function else None

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Any = None
    ) -> "Sequential":
        """Rebuild a model, without its weights, from :meth:`get_config`.

        Parameters
        ----------
        config : dict
        custom_objects : dict of str to class or function, optional
            What is yours in it, by name.
        """
        if "layers" not in config:  # a subclass's own
            return super().from_config(config, custom_objects)  # type: ignore[no-any-return]
        model = cls(name=config.get("name"))
        with saving.custom_object_scope(custom_objects or {}):
            for entry in config["layers"]:
                model.add(saving.revive(entry), rebuild=False)
        model._maybe_rebuild()
        shape = config.get("build_input_shape")
        if model._function is None and shape:
            model.build(tuple(shape))
        model.trainable = config.get("trainable", True)
        return model


def _entrance(shape: Any) -> Layer:
    history = Input(batch_shape=shape)._history
    assert history is not None  # an Input always has one
    layer: Any = history[0].operation
    assert isinstance(layer, Layer)
    return layer


def _first_dtype(layer: Layer) -> str:
    """Return the type the first layer wants: strings for a StringLookup."""
    return layer.input_dtype


Sequential._cornu_module = "keras"  # type: ignore[attr-defined]
