"""Lambda: any function as a layer."""

import base64
import inspect
import marshal
import types
from typing import Any

from cornu import ops
from cornu.core import spec_of
from cornu.layers.layer import Layer, register_layer
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree
from cornu.utils.registry import deserialize, serialize


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
        cls, config: dict[str, Any], custom_objects: Any = None, safe_mode: bool = True
    ) -> "Lambda":
        """Rebuild the layer.

        Parameters
        ----------
        config : dict
        custom_objects : dict, optional
            Named functions.
        safe_mode : bool, default True
            Whether to refuse bytecode, which may do anything.

        Raises
        ------
        ValueError
            If a function is bytecode and `safe_mode` holds, or its name is unknown.
        """
        config = dict(config)
        for name in ("function", "output_shape", "mask"):
            value = config.get(name)
            if isinstance(value, dict):
                config[name] = _revive(value, custom_objects or {}, safe_mode)
        return cls(**config)


def _is_symbolic(inputs: Any) -> bool:
    return any(isinstance(x, SymbolicTensor) for x in tree.flatten(inputs))


def _describe(function: Any) -> Any:
    if getattr(function, "__name__", "") != "<lambda>":
        known = serialize(function)
        if isinstance(known, str):  # a function of this library
            return {
                "module": "builtins",
                "class_name": "function",
                "config": known,
                "registered_name": "function",
            }
        return known
    cells = function.__closure__
    code = base64.encodebytes(marshal.dumps(function.__code__)).decode("ascii")
    return {
        "class_name": "__lambda__",
        "config": {
            "code": code,
            "defaults": function.__defaults__,
            "closure": cells and tuple(c.cell_contents for c in cells),
        },
    }


def _revive(value: dict[str, Any], custom: dict[str, Any], safe_mode: bool) -> Any:
    inner = value.get("config")
    if value.get("class_name") != "__lambda__":
        if inner in custom:
            return custom[inner]
        if value.get("registered_name") == "function" and hasattr(ops, str(inner)):
            return getattr(ops, str(inner))
        return deserialize(value)
    if safe_mode:
        raise ValueError(
            "Lambda: the config holds the bytecode of a nameless function, which may "
            "do anything when run. If you trust its author, pass safe_mode=False; "
            "better, use a named function with register_keras_serializable()."
        )
    assert isinstance(inner, dict)  # what `_describe` writes
    code = marshal.loads(base64.b64decode(inner["code"]))
    defaults = inner["defaults"] and tuple(inner["defaults"])
    cells = tuple(types.CellType(v) for v in inner["closure"] or ())
    return types.FunctionType(code, globals(), "<lambda>", defaults, cells or None)
