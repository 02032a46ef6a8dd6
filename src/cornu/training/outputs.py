"""The outputs of a model, each with a name, and what users give for each of them."""

from typing import Any, NamedTuple

from cornu.utils import tree
from cornu.utils.naming import suggest


class Output(NamedTuple):
    """One output of a model.

    Attributes
    ----------
    path : str
        Dictionaries of targets, losses and metrics refer to it by this.
    is_named : bool
        Whether `path` comes from the model rather than from counting.
    """

    path: str
    is_named: bool


def name_outputs(y_pred: Any, names: list[str] | None = None) -> list[Output]:
    """Return one entry per output: keys of dictionaries, names of layers, or numbers.

    Parameters
    ----------
    y_pred : Tensor, SymbolicTensor, or a structure of them
    names : list of str, optional
        Names of the layers that made them, in flat order.

    Examples
    --------
    >>> [o.path for o in name_outputs({"kind": 1, "box": [2, 3]}, ["c", "a", "b"])]
    ['box/c', 'box/a', 'kind']
    """
    if names is not None and len(names) != len(tree.flatten(y_pred)):
        names = None
    if not tree.is_nested(y_pred):
        return [Output(names[0], True) if names else Output("output", False)]
    found: list[Output] = []
    _walk(y_pred, "", names, found)
    return found


def _walk(
    value: Any, prefix: str, names: list[str] | None, found: list[Output]
) -> None:
    if isinstance(value, dict):
        for key in sorted(value):
            _step(value[key], f"{prefix}{key}", True, names, found)
        return
    for i, item in enumerate(value):
        if tree.is_nested(item):
            _step(item, f"{prefix}{i}", True, names, found)
        elif names is not None:
            _step(item, f"{prefix}{names[len(found)]}", True, names, found)
        else:
            _step(item, f"{prefix}output_{i}", False, names, found)


def _step(
    item: Any, path: str, is_named: bool, names: list[str] | None, found: list[Output]
) -> None:
    if tree.is_nested(item):
        _walk(item, f"{path}/", names, found)
    else:
        found.append(Output(path, is_named))


def one_each(value: Any, paths: list[str], role: str) -> list[Any]:
    """Return one item per output from a list, a dictionary by name, or one for all.

    A structure nested as the outputs are will do, too.

    Raises
    ------
    ValueError
        If there are more or fewer items than outputs, or a name is unknown.
    """
    if not tree.is_nested(value):
        return [value] * len(paths)
    if isinstance(value, dict) and all(key in paths for key in value):
        return [value.get(path) for path in paths]
    items = list(value.values() if isinstance(value, dict) else value)
    if isinstance(value, (list, tuple)) and len(items) == len(paths):
        return items
    flat = tree.flatten(value)
    if any(map(tree.is_nested, items)) and len(flat) == len(paths):
        return flat
    if isinstance(value, dict):
        name = next(key for key in value if key not in paths)
        raise ValueError(
            f"{role}: {name!r} is no output of the model.{suggest(str(name), paths)} "
            f"Its outputs are {paths}."
        )
    raise ValueError(
        f"{role}: got a list of {len(items)} for the {len(paths)} output(s) of the "
        f"model ({paths})."
    )


def arrays_each(value: Any, paths: list[str], role: str) -> list[Any]:
    """Return one array per output from targets or sample weights; None for none.

    Raises
    ------
    ValueError
        If their number differs or a name is unknown.
    """
    if role == "y" and len(paths) > 1 and not tree.is_nested(value):
        if value is not None:
            raise ValueError(
                f"y: got one array for the model's {len(paths)} outputs ({paths}); "
                f"pass a list or a dictionary of {len(paths)} arrays."
            )
    return one_each(value, paths, role)
