"""Pair what a function or a model is called on with the inputs it was made for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cornu.autodiff import Tensor
from cornu.core import is_text_dtype, spec_of
from cornu.core.spec import same_shape
from cornu.errors import DTypeError, ShapeError
from cornu.symbolic.tensor import SymbolicTensor
from cornu.utils import tree
from cornu.utils.naming import suggest

if TYPE_CHECKING:
    from cornu.symbolic.function import Function


def match_inputs(
    function: "Function", inputs: Any, who: Callable[[], str]
) -> list[Any]:
    """Return one value for each input of a function, in order.

    Parameters
    ----------
    function : Function
    inputs : tensor, or a list / dictionary of them by input name
    who : callable
        Returns what the model is called in messages.

    Raises
    ------
    ValueError
        If a dictionary lacks an input; the nearest name is given.
    ShapeError
        If their number or shapes do not fit.
    DTypeError
        If strings come where numbers are wanted, or the reverse.
    """
    wanted = function.inputs
    if isinstance(inputs, dict):
        values = _by_name(function, inputs, who)
    elif isinstance(inputs, (list, tuple)):
        values = tree.flatten(inputs)
    else:
        values = [inputs]
    if len(values) != len(wanted):
        raise ShapeError(
            f"{who()} expects {len(wanted)} input(s) "
            f"{[s.name for s in wanted]}, got {len(values)}."
            f"{_COUNT_ADVICE if len(wanted) > 1 else ''}"
        )
    return [_match_one(s, v, who) for s, v in zip(wanted, values)]


_COUNT_ADVICE = " Pass a list in that order, or a dictionary by these names."


def _by_name(
    function: "Function", inputs: dict[str, Any], who: Callable[[], str]
) -> list[Any]:
    structure = function.inputs_structure
    names = (
        list(structure)
        if isinstance(structure, dict)
        else [symbol.name for symbol in function.inputs]
    )
    missing = next((name for name in names if name not in inputs), None)
    if missing is not None:
        raise ValueError(
            f"{who()}: no value for input {missing!r}; got {list(inputs)}, wanted "
            f"{names}.{suggest(missing, list(inputs))}"
        )
    if isinstance(structure, dict):
        return tree.flatten({name: inputs[name] for name in names})
    return [inputs[name] for name in names]


def _match_one(symbol: SymbolicTensor, value: Any, who: Callable[[], str]) -> Any:
    if value is None and _is_optional(symbol):
        return None
    _match_kind(symbol, value, who)
    want, got = symbol._spec.shape, tuple(value.shape)
    if len(got) == len(want) - 1 and want[-1] == 1:
        value = value.reshape((*(-1 if n is None else n for n in got), 1))
        got = tuple(value.shape)
    elif len(got) == len(want) + 1 and got[-1] == 1:
        value = value.reshape(tuple(-1 if n is None else n for n in got[:-1]))
        got = tuple(value.shape)
    if not same_shape(want, got):
        raise ShapeError(
            f"{who()}: input {symbol.name!r} takes shape {want}, got "
            f"{got}.{_advice(want, got)}"
        )
    if symbol._spec.dtype.kind in "iu" and spec_of(value).dtype.kind == "f":
        return value.astype(symbol.dtype) if isinstance(value, Tensor) else value
    return value


def _match_kind(symbol: SymbolicTensor, value: Any, who: Callable[[], str]) -> None:
    """Tell strings from numbers."""
    history = symbol._history
    if history and getattr(history[0].operation, "_is_implied", False):
        return
    wants_text = is_text_dtype(symbol._spec.dtype)
    if wants_text != is_text_dtype(spec_of(value).dtype):
        kinds = ("numbers", "strings")
        advice = (
            "" if wants_text else " For strings make the Input with dtype='string'."
        )
        raise DTypeError(
            f"{who()}: input {symbol.name!r} takes {kinds[wants_text]}, got "
            f"{kinds[not wants_text]} (dtype {value.dtype}).{advice}"
        )


def _is_optional(symbol: SymbolicTensor) -> bool:
    history = symbol._history
    return bool(history and getattr(history[0].operation, "optional", False))


def _advice(want: Any, got: Any) -> str:
    if len(got) == len(want) - 1:
        if tuple(got[1:]) == tuple(want[1:-1]) and want[-1] is not None:
            return f" Add the missing last axis: x[..., None] (size {want[-1]})."
        if want[0] is None and want[1] is None and same_shape(want[1:], got):
            return (
                f" Add the batch axis: x[None]; or, if it was given to Input(...), "
                f"leave it out there: Input(shape={tuple(want[2:])})."
            )
        return " Add the batch axis: x[None]."
    if len(got) == len(want):
        return " All axes but the batch must agree."
    return ""
