"""Lambda: any function as a layer."""

import inspect
from typing import Any

from cornu.core import spec_of
from cornu.layers.layer import Layer, register_layer
from cornu.ops import OPS
from cornu.symbolic import SymbolicTensor
from cornu.utils import bytecode, tree
from cornu.utils.registry import (
    LOADING,
    custom_object_scope,
    describe_function,
    deserialize,
    loading,
    serialize,
)


@register_layer
class Lambda(Layer):
    """Apply a function of your own.

    The function must be written with ``keras.ops``; weights it uses are not trained:
    for those write a :class:`Layer`. Only named functions known to
    ``register_keras_serializable`` can be read back from a saved model.

    Parameters
    ----------
    function : callable
        ``function(inputs)``; it may also take ``mask`` and ``training``.
    output_shape : tuple, callable or None, default None
        Shape of one output without the batch axis, or a function of the input shape;
        by default the function itself is asked.
    mask : callable, tensor or None, default None
        ``mask(inputs, previous_mask)``, or the mask itself.
    arguments : dict or None, default None
        Further keyword arguments of the function.

    Raises
    ------
    TypeError
        If `function` cannot be called.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Lambda(lambda x: x * 2)([1.0, 2.0]).tolist()
    [2.0, 4.0]
    """

    def __init__(
        self,
        function: Any,
        output_shape: Any = None,
        mask: Any = None,
        arguments: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not callable(function):
            raise TypeError(
                f"Lambda: function must be callable, got {function!r} "
                f"({type(function).__name__})."
            )
        self.function = function
        self.output_shape = output_shape
        self.mask = mask
        self.arguments = arguments or {}
        self.supports_masking = mask is not None

    def call(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """Return what the function returns."""
        if self.output_shape is not None and _is_symbolic(inputs):
            return self._declared_output(inputs)
        known = inspect.signature(self.function).parameters
        offered = {"mask": mask, "training": training}
        wanted = {name: v for name, v in offered.items() if name in known}
        return self.function(inputs, **{**self.arguments, **wanted})

    def _declared_output(self, inputs: Any) -> SymbolicTensor:
        first = spec_of(tree.flatten(inputs)[0])
        shape = self.output_shape
        if callable(shape):
            shape = shape(tree.map_structure(lambda x: tuple(x.shape), inputs))
            return SymbolicTensor(tuple(shape), first.dtype)
        return SymbolicTensor((first.shape[0], *shape), first.dtype)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return what `mask` says; None without one."""
        return self.mask(inputs, previous_mask) if callable(self.mask) else self.mask

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments; a nameless function as its bytecode."""
        config = super().get_config()
        config["function"] = _describe(self.function)
        for name in ("output_shape", "mask"):
            value = getattr(self, name)
            if value is None:
                del config[name]
            elif callable(value):
                config[name] = _describe(value)
        return config

    @classmethod
    def from_config(
        cls,
        config: dict[str, Any],
        custom_objects: Any = None,
        safe_mode: bool | None = None,
    ) -> "Lambda":
        """Rebuild the layer.

        Parameters
        ----------
        config : dict
        custom_objects : dict, optional
            Named functions.
        safe_mode : bool, optional
            Whether to refuse bytecode, which may do anything; yes, unless who reads the
            config allows it.

        Raises
        ------
        SafetyError
            If a function is bytecode, which is not allowed.
        ValueError
            If a function's name is unknown.
        """
        config = dict(config)
        with custom_object_scope(custom_objects or {}):
            for name in ("function", "output_shape", "mask"):
                value = config.get(name)
                if isinstance(value, dict):
                    config[name] = _revive(value, safe_mode)
        return cls(**config)


def _is_symbolic(inputs: Any) -> bool:
    return any(isinstance(x, SymbolicTensor) for x in tree.flatten(inputs))


def _describe(function: Any) -> Any:
    if getattr(function, "__name__", "") != "<lambda>":
        known = serialize(function)
        # A function of this library is written by its name alone.
        return describe_function(function) if isinstance(known, str) else known
    code, defaults, closure = bytecode.parts(function, serialize)
    return {
        "class_name": "__lambda__",
        "config": {"code": code, "defaults": defaults, "closure": closure},
    }


def _revive(value: dict[str, Any], safe_mode: bool | None) -> Any:
    if value.get("class_name") == "function" and value.get("config") in OPS:
        return OPS[value["config"]]
    if safe_mode is None or safe_mode == LOADING.safe_mode:
        return deserialize(value)
    with loading(safe_mode=safe_mode):
        return deserialize(value)
