"""clone_model: the same architecture with new weights."""

from collections.abc import Callable
from typing import Any

from cornu.errors import ArgumentError
from cornu.layers.input_layer import Input, InputLayer
from cornu.layers.layer import Layer
from cornu.models.model import Model, takes_a_graph
from cornu.models.sequential import Sequential
from cornu.symbolic import Operation
from cornu.utils import tree
from cornu.utils.registry import custom_object_scope

Clone = Callable[[Any], Any]
Call = Callable[..., Any]


def clone_model(
    model: Any,
    input_tensors: Any = None,
    clone_function: Clone | None = None,
    call_function: Call | None = None,
    recursive: bool = False,
) -> Any:
    """Return a model of the same layers, whose weights are new.

    It is compiled as `model` is.

    Parameters
    ----------
    model : Model
    input_tensors : SymbolicTensor, or a list / dictionary of them, optional
        Symbols to begin with, in place of new ones like the model's.
    clone_function : callable, optional
        ``clone_function(layer)`` returns what stands in for a layer; the entrances are
        not asked about. A copy made from the layer's config by default.
    call_function : callable, optional
        ``call_function(layer, *args, **kwargs)`` calls a new layer and returns its
        outputs; functional models only.
    recursive : bool, default False
        Whether both functions are used inside models in the model, too.

    Returns
    -------
    Model
        Of the model's own class; functional if its constructor takes no graph.

    Raises
    ------
    TypeError
        If `model` is no model.
    ArgumentError
        If the arguments do not suit the kind of model.

    Examples
    --------
    >>> import cornu as keras
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> keras.models.clone_model(model).count_params()
    3
    """
    if not isinstance(model, Model):
        raise TypeError(
            f"clone_model: expected a model, got {type(model).__name__}. A layer is "
            f"copied by type(layer).from_config(layer.get_config())."
        )
    # Classes of the layers that are there need not be registered.
    own = {type(x).__name__: type(x) for x in _all_layers(model)}
    with custom_object_scope(own):
        cloned = _clone(model, input_tensors, clone_function, call_function, recursive)
        chosen = model.get_compile_config()
        if chosen is not None:
            cloned.compile_from_config(chosen)
    return cloned


def _clone(
    model: Any,
    inputs: Any,
    clone: Clone | None,
    call: Call | None,
    recursive: bool,
) -> Any:
    who = f"clone_model: {model.name} ({type(model).__name__})"
    if isinstance(model, Sequential):
        if call is not None:
            raise ArgumentError(
                f"{who}: call_function is for functional models; layers of a "
                f"Sequential one are not called one by one."
            )
        return _clone_stack(model, inputs, _cloner(clone, None, recursive))
    if model._function is not None:
        return _clone_graph(model, inputs, _cloner(clone, call, recursive), call)
    if clone is not None or call is not None or inputs is not None:
        raise ArgumentError(
            f"{who}: input_tensors, clone_function and call_function are for "
            f"Sequential and functional models; this one's layers are known only to "
            f"its call()."
        )
    return _copy(model)


def _cloner(clone: Clone | None, call: Call | None, recursive: bool) -> Clone:
    """Return what makes a new layer of an old one."""

    def make(layer: Any) -> Any:
        if isinstance(layer, Model) and (recursive or clone is None):
            is_plain = isinstance(layer, Sequential) or layer._function is None
            return _clone(layer, None, clone, None if is_plain else call, recursive)
        if clone is not None and isinstance(layer, Layer):
            return clone(layer)
        return _copy(layer)

    return make


def _copy(layer: Any) -> Any:
    made = type(layer).from_config(layer.get_config())
    if isinstance(layer, Model) and layer.built and not made.built:
        shapes = layer.get_build_config()
        if shapes:
            made.build_from_config(shapes)
    return made


def _clone_stack(model: Sequential, inputs: Any, make: Clone) -> Sequential:
    stack = model._stack
    first: list[Any] = []
    if inputs is not None:
        first = [_entrance_of(inputs)]
    elif stack and isinstance(stack[0], InputLayer):
        first = [_copy(stack[0])]
    made = Sequential([*first, *(make(x) for x in model.layers)], name=model.name)
    if not made.built and model._function is not None:
        made.build(model.input_shape)
    return made


def _entrance_of(inputs: Any) -> Any:
    symbols = tree.flatten(inputs)
    history = symbols[0]._history if len(symbols) == 1 else None
    if history is None or not isinstance(history[0].operation, InputLayer):
        raise ArgumentError(
            "clone_model: a Sequential model takes one input tensor, a symbol from "
            "Input(...)."
        )
    return history[0].operation


def _clone_graph(model: Any, inputs: Any, make: Clone, call: Call | None) -> Any:
    function = model._function
    if inputs is None:
        structure = tree.map_structure(_like, function.inputs_structure)
    else:
        structure = inputs
    symbols = tree.flatten(structure)
    if len(symbols) != len(function.inputs):
        raise ArgumentError(
            f"clone_model: {model.name} has {len(function.inputs)} inputs, got "
            f"{len(symbols)} input_tensors."
        )
    made: dict[int, Any] = {}

    def run(node: Any, args: Any, kwargs: Any) -> Any:
        operation = node.operation
        if not isinstance(operation, Operation):
            return operation(*args, **kwargs)
        if id(operation) not in made:
            made[id(operation)] = make(operation)
        new = made[id(operation)]
        if call is not None and isinstance(operation, Layer):
            return call(new, *args, **kwargs)
        return new(*args, **kwargs)

    outputs = function.run(symbols, run)
    cls = type(model) if takes_a_graph(type(model)) else Model
    return cls(structure, outputs, name=model.name)


def _like(symbol: Any) -> Any:
    """Return a new entrance like a symbol, of the same name."""
    history = symbol._history
    source = history[0].operation if history else None
    if isinstance(source, InputLayer):
        return _copy(source)._symbol
    return Input(batch_shape=symbol.shape, dtype=symbol.dtype, name=symbol.name)


def _all_layers(model: Any) -> list[Any]:
    return [x for x in model._flatten_layers() if x is not model]
