"""What a layer does with the arguments of a call before its own code gets them."""

import inspect
from typing import Any

from cornu.autodiff import Tensor, to_array, wrap
from cornu.backend import common_backend
from cornu.core import dtype_name, spec_of
from cornu.layers.context import mask_of, set_mask
from cornu.layers.input_spec import InputSpec
from cornu.primitives import movement
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree
from cornu.utils.text import TEXT_KINDS, is_text, text_array

# ---- what a class's call takes ----


class CallSignature:
    """What a class's `call` takes.

    Attributes
    ----------
    names : list of str
    takes_any : bool
        Whether it takes any keyword.
    takes_training, takes_mask : bool
    training_default : object
        What `training` is if nobody says.
    """

    def __init__(self, cls: type) -> None:
        parameters = list(inspect.signature(cls.call).parameters.values())[1:]  # type: ignore[attr-defined]
        self.names = [p.name for p in parameters]
        self.takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters)
        self.takes_training = "training" in self.names
        self.takes_mask = "mask" in self.names
        default = next((p.default for p in parameters if p.name == "training"), None)
        self.training_default = None if default is inspect.Parameter.empty else default


_call_signatures: dict[type, CallSignature] = {}


def call_signature(cls: type) -> CallSignature:
    """Return what the `call` of a class of layers takes; looked up once."""
    found = _call_signatures.get(cls)
    if found is None:
        found = _call_signatures[cls] = CallSignature(cls)
    return found


# ---- arguments ----


def convert(
    layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Bring arrays to the layer's device and floats to its compute type."""
    return tuple([_convert_tree(layer, a) for a in args]), {
        k: v if k in ("training", "mask") or v is None else _convert_tree(layer, v)
        for k, v in kwargs.items()
    }


def _convert_tree(layer: Any, value: Any) -> Any:
    if isinstance(value, (list, tuple)) and not _is_numbers(value):
        if is_text(value):  # one array, as a list of numbers is one
            return text_array(value, layer._who())
        parts = [_convert_tree(layer, v) for v in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if isinstance(value, dict):
        return {k: _convert_tree(layer, v) for k, v in value.items()}
    return convert_one(layer, value)


_FLOATS = "fV"  # V: bfloat16


def convert_one(layer: Any, value: Any) -> Any:
    """Return one argument as the layer computes with it."""
    if isinstance(value, (Tensor, SymbolicTensor)):
        dtype = value._data.dtype if type(value) is Tensor else spec_of(value).dtype
        want = layer.dtype_policy.compute_dtype
        if dtype_name(dtype) == want or dtype.kind not in _FLOATS:
            return value
        if not layer.autocast or not is_float(want):
            return value
        cast = movement.cast(value, dtype=want)
        set_mask(cast, mask_of(value))
        return cast
    if not _accepts_raw(value):
        return value
    array = to_array(value)
    if layer.autocast and array.dtype.kind in _FLOATS:
        want = layer.dtype_policy.compute_dtype
        if dtype_name(array.dtype) != want and is_float(want):
            array = array.astype(want)
    home = layer._home()
    if home is not None and common_backend((array,)) is not home:
        array = home.asarray(array)
    return wrap(array)


def _accepts_raw(value: Any) -> bool:
    """Tell whether a value that is no tensor should become one."""
    if isinstance(value, (list, tuple)):
        return True
    if not hasattr(value, "__array__"):
        return False
    dtype: Any = getattr(value, "dtype", None)
    kind = getattr(dtype, "kind", "O")
    return kind in "fiubc" or (kind == "V" and is_float(dtype_name(dtype)))


def is_float(dtype: str) -> bool:
    """Tell whether a data type's name is that of a floating type."""
    return "float" in dtype


def _is_numbers(value: Any) -> bool:
    """Tell whether a list holds numbers, so that it is one array and not several."""
    first = value
    while isinstance(first, (list, tuple)):
        if not first:
            return False
        first = first[0]
    return isinstance(first, (int, float, bool))


def fits(spec: Any, x: Tensor) -> bool:
    """Tell at little cost that a tensor is what a plain InputSpec demands.

    False means only that a closer look is needed, which then also finds the words.
    """
    if type(spec) is not InputSpec or spec.shape is not None:
        return False
    if spec.dtype is not None or spec.max_ndim is not None:
        return False
    shape = x._data.shape
    rank = len(shape)
    if spec.min_ndim is not None and rank < spec.min_ndim:
        return False
    if spec.ndim is not None and rank != spec.ndim:
        return False
    for axis, size in spec.axes.items():
        if not -rank <= axis < rank or shape[axis] != size:
            return False
    return True


# ---- masks ----


def gather_masks(
    signature: CallSignature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Return the masks of the first argument; hand masks to a `call` that wants them.

    A `call` with an argument ``<name>_mask`` gets there the mask that travels with its
    argument `name`. As in Keras, one with `mask` gets that of its only tensor; where
    there are several (a sequence and initial states) masks must be passed. `kwargs` is
    changed in place.
    """
    if not args and not kwargs:
        return None
    for name, value in [*zip(signature.names, args), *kwargs.items()]:
        wish = f"{name}_mask"
        if wish in signature.names and kwargs.get(wish) is None:
            found = mask_of(value)
            if found is not None:
                kwargs[wish] = found
    first = first_argument(args, kwargs)
    if isinstance(first, (list, tuple, dict)):
        masks = tree.map_structure(mask_of, first)
        if all(m is None for m in tree.flatten(masks)):
            masks = None
    else:
        masks = mask_of(first)
    if kwargs.get("mask") is not None:
        masks = kwargs["mask"]
    if signature.takes_mask and "mask" not in kwargs and masks is not None:
        if sum(_has_tensors(value) for value in [*args, *kwargs.values()]) == 1:
            kwargs["mask"] = masks
    elif not signature.takes_mask and not signature.takes_any:
        kwargs.pop("mask", None)
    return masks


def first_argument(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return what a layer was called on, by position or by name."""
    return args[0] if args else next(iter(kwargs.values()), None)


def hand_on(found: Any, outputs: Any) -> None:
    """Let computed masks travel with the outputs that have none of their own."""
    flat = tree.flatten(outputs)
    if len(flat) == 1:
        found = [found] if not isinstance(found, (list, tuple)) else found
    else:
        found = tree.flatten(found) if isinstance(found, (list, tuple)) else [found]
    for out, mask in zip(flat, found):
        if mask_of(out) is None:
            set_mask(out, mask)


# ---- shapes ----


def input_shapes(
    signature: CallSignature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any]:
    """Return the shapes of the arguments that hold tensors, as ``<name>_shape``."""
    return {
        f"{name}_shape": _shapes_of(value)
        for name, value in [*zip(signature.names, args), *kwargs.items()]
        if _has_tensors(value)
    }


def _has_tensors(value: Any) -> bool:
    return any(
        isinstance(x, (Tensor, SymbolicTensor))
        or getattr(getattr(x, "dtype", None), "kind", "") in TEXT_KINDS
        for x in tree.flatten(value)
    )


def _shapes_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _shapes_of(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_shapes_of(v) for v in value)
    return tuple(value.shape) if hasattr(value, "shape") else None


# ---- words ----


def add_note(error: Exception, who: str, args: tuple[Any, ...]) -> None:
    """Tell in an error's notes which layer was being called, and on what.

    The innermost six do; more would bury the error itself.
    """
    if getattr(error, "_cornu_noted", 0) >= 6:
        return
    shapes = tree.map_structure(lambda x: getattr(x, "shape", x), args[:1])
    text = f"while calling {who}"
    if shapes and not isinstance(shapes[0], (list, dict)):
        text += f" on an input of shape {shapes[0]}"
    try:
        error.add_note(text)
        error._cornu_noted = getattr(error, "_cornu_noted", 0) + 1  # type: ignore[attr-defined]
    except (AttributeError, TypeError):  # an exception class without a __dict__
        return
