"""Words for what goes wrong when a layer is made or called."""

import inspect
import warnings
from typing import Any

from cornu.errors import DTypeError
from cornu.utils import tree
from cornu.utils.naming import suggest
from cornu.utils.signatures import parameter_names, required_names
from cornu.utils.text import is_text


def reword(error: Exception, words: str) -> None:
    """Let an error say `words`, if there are any; it stays the error it is."""
    if words:
        error.args = (words,)


# ---- making a layer ----


def unknown_argument(cls: type, word: str, beside: tuple[str, ...] = ()) -> str:
    """Say that a constructor takes no such keyword; `beside` lists hidden ones."""
    takes = parameter_names(cls.__init__)  # type: ignore[misc]
    return (
        f"{cls.__name__}: unknown argument {word!r}.{suggest(word, [*takes, *beside])} "
        f"It takes {', '.join(takes) or 'none'}."
    )


def bad_construction(
    cls: type, init: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> str:
    """Say why a constructor cannot take these arguments; ``""`` if it can."""
    signature = inspect.signature(init)
    needed = [f"{name}=..." for name in required_names(init)]
    form = f"{cls.__name__}({', '.join([*needed, '...'])})"
    try:
        signature.bind(None, *args, **kwargs)
    except TypeError:
        pass
    else:
        return ""
    given = {*kwargs, *parameter_names(init)[: len(args)]}
    missing = [
        repr(name)
        for name, parameter in list(signature.parameters.items())[1:]
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and name not in given
    ]
    if missing:
        return f"{cls.__name__}: {' and '.join(missing)} must be given: {form}."
    unknown = [name for name in kwargs if name not in signature.parameters]
    if unknown:
        return (
            f"{unknown_argument(cls, unknown[0])} If it is yours, let __init__ take "
            f"**kwargs and call super().__init__(**kwargs)."
        )
    return (
        f"{cls.__name__}: {len(args)} arguments by position are too many; write them "
        f"with their names: {form}."
    )


def note_construction(error: Exception, cls: type, init: Any, given: Any) -> None:
    """Tell in an error's notes which layer was being made, unless its words do."""
    if str(error).startswith(cls.__name__) or getattr(error, "__notes__", None):
        return
    args, kwargs = given
    shown = [*zip(parameter_names(init), args), *kwargs.items()]
    text = ", ".join(f"{name}={_short(value)}" for name, value in shown)
    error.add_note(f"while making the layer {cls.__name__}({text})")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 and "\n" not in text else f"<{type(value).__name__}>"


# ---- calling it ----


def bad_call(
    layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any], error: Exception
) -> str:
    """Say why a call failed, if that can be said better than `error` does; else ""."""
    if type(error) not in (TypeError, AttributeError, ValueError, DTypeError):
        return ""
    if hasattr(error, "_cornu_noted"):  # an inner layer's, which knew best
        return ""
    words = _bad_arguments(layer, args, kwargs) if type(error) is TypeError else ""
    if words:
        return words
    first = args[0] if args else next(iter(kwargs.values()), None)
    if first is None:
        return (
            f"{layer._who()} was called on None. Does call() of the layer before it "
            f"end with `return`?"
        )
    if str(error).startswith("layer ") or _takes_text(layer):
        return ""
    for value in tree.flatten((args, kwargs)):
        if is_text(value) or is_text(getattr(value, "_data", None)):
            return (
                f"{layer._who()} computes with numbers, but its input holds text. "
                f"Turn it into numbers first: with StringLookup or TextVectorization, "
                f"or by array.astype('float32') if the text is numbers."
            )
    return ""


def _takes_text(layer: Any) -> bool:
    return any(part._works_on_host for part in layer._flatten_layers())


def _bad_arguments(layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    call = type(layer).call
    signature = inspect.signature(call)
    given = dict(kwargs)
    if "training" not in signature.parameters:
        given.pop("training", None)
    try:
        signature.bind(layer, *args, **given)
    except TypeError:
        pass
    else:
        return ""
    names = parameter_names(call)
    form = f"call({', '.join(names)})"
    unknown = [name for name in given if name not in signature.parameters]
    if unknown:
        word = unknown[0]
        return (
            f"{layer._who()}: its call takes no argument {word!r}."
            f"{suggest(word, names)} It is {form}."
        )
    tensors = [name for name in names if name not in ("training", "mask")]
    missing = [
        name
        for name in tensors[len(args) :]
        if signature.parameters[name].default is inspect.Parameter.empty
        and name not in given
    ]
    if missing:
        shown = ", ".join(tensors[: len(args) + len(missing)])
        return (
            f"{layer._who()}: its call also needs {' and '.join(missing)}: "
            f"layer({shown}). It is {form}."
        )
    return (
        f"{layer._who()}: called with {len(args)} arguments by position, but it is "
        f"{form}. Several tensors go into one list: layer([a, b])."
    )


def training_by_position(
    layer: Any, names: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments of a call with `training` and what follows it by name.

    Raises
    ------
    TypeError
        If a tensor stands where `training` is.
    """
    place = names.index("training")
    by_name = dict(zip(names[place:], args[place:]))
    if hasattr(by_name["training"], "shape") or isinstance(
        by_name["training"], (list, tuple)
    ):
        raise TypeError(
            f"{layer._who()}: argument {place + 1} of its call is `training`, True or "
            f"False, got a {type(by_name['training']).__name__}. Several tensors go "
            f"into one list: layer([a, b])."
        )
    return args[:place], {**by_name, **kwargs}


# ---- weights nobody keeps ----


def warn_of_strays(entry: Any, built: list[tuple[Any, str]]) -> None:
    """Warn of layers built inside a call that do not hang on what was called.

    Parameters
    ----------
    entry : Layer
        What was called.
    built : list of (Layer, str)
        The layers built since, each with the name of the one in whose call it was.
    """
    kept = {id(layer) for layer in entry._walk_layers()}
    for layer, parent in built:
        if id(layer) in kept or not layer._own_trainable:
            continue
        kind = type(layer).__name__
        warnings.warn(
            f"layer {parent!r}: in its call() a {kind} layer is made or used that is "
            f"no attribute of it, so its weights are neither trained nor saved. Make "
            f"it in __init__, as self.part = {kind}(...), and use self.part in call().",
            stacklevel=4,
        )
