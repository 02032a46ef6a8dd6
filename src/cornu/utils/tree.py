"""Nested lists, tuples and dictionaries, walked in one fixed order.

Dictionaries are walked in sorted key order, so equal trees flatten equally; ordered
ones in their own.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import Any

SEQUENCES = (list, tuple, deque)


def is_nested(tree: Any) -> bool:
    """Tell whether `tree` is a list, tuple, deque or dictionary rather than a leaf."""
    return isinstance(tree, (list, tuple, dict, deque))


def keys_of(tree: dict[Any, Any]) -> list[Any]:
    """Return the keys of a dictionary in the order they are walked."""
    if isinstance(tree, OrderedDict):
        return list(tree)
    try:
        return sorted(tree)
    except TypeError:  # keys of several types
        return sorted(tree, key=lambda key: (type(key).__name__, str(key)))


def rebuilt(tree: Any, branches: Iterable[Any]) -> Any:
    """Return a list, tuple, named tuple, deque or dictionary with other branches.

    Parameters
    ----------
    tree : list, tuple, deque or dict
    branches : iterable
        In the order of :func:`keys_of` for a dictionary.
    """
    if isinstance(tree, dict):
        parts = dict(zip(keys_of(tree), branches))
        found = tree.copy()  # keeps the factory of a defaultdict
        found.update((k, parts[k]) for k in tree)
        return found
    if hasattr(tree, "_fields"):
        return type(tree)(*branches)
    if isinstance(tree, deque):
        return deque(branches, tree.maxlen)
    return type(tree)(branches)


def flatten(tree: Any) -> list[Any]:
    """Return the leaves of `tree` in order.

    Examples
    --------
    >>> flatten({"b": [1, 2], "a": 0})
    [0, 1, 2]
    """
    leaves: list[Any] = []
    _flatten_into(tree, leaves)
    return leaves


def _flatten_into(tree: Any, leaves: list[Any]) -> None:
    if isinstance(tree, dict):
        for key in keys_of(tree):
            _flatten_into(tree[key], leaves)
    elif isinstance(tree, SEQUENCES):
        for branch in tree:
            _flatten_into(branch, leaves)
    else:
        leaves.append(tree)


def map_structure(function: Callable[..., Any], *trees: Any) -> Any:
    """Apply `function` to corresponding leaves and keep the first tree's structure.

    Examples
    --------
    >>> map_structure(lambda a, b: a + b, [1, (2,)], [10, (20,)])
    [11, (22,)]
    """
    first = trees[0]
    if isinstance(first, dict):
        for other in trees[1:]:
            if not isinstance(other, dict) or other.keys() != first.keys():
                held = (
                    keys_of(other) if isinstance(other, dict) else type(other).__name__
                )
                raise ValueError(
                    f"trees differ: one has the keys {keys_of(first)}, the other is "
                    f"{held}"
                )
        keys = keys_of(first)
        return rebuilt(
            first, [map_structure(function, *(t[k] for t in trees)) for k in keys]
        )
    if isinstance(first, SEQUENCES):
        for other in trees[1:]:
            if not isinstance(other, SEQUENCES) or len(other) != len(first):
                raise ValueError(
                    f"trees differ: one has {len(first)} branches, the other is "
                    f"{type(other).__name__}"
                    + (f" of {len(other)}" if hasattr(other, "__len__") else "")
                )
        return rebuilt(
            first, [map_structure(function, *parts) for parts in zip(*trees)]
        )
    return function(*trees)


def pack_like(structure: Any, leaves: list[Any]) -> Any:
    """Rebuild the structure of `structure` from a flat list of leaves.

    Examples
    --------
    >>> pack_like({"a": 0, "b": [0, 0]}, [1, 2, 3])
    {'a': 1, 'b': [2, 3]}
    """
    queue = iter(leaves)
    packed = _pack(structure, queue)
    if next(queue, queue) is not queue:
        raise ValueError(f"{len(leaves)} leaves are more than the structure has")
    return packed


def _pack(structure: Any, queue: Any) -> Any:
    if isinstance(structure, dict):
        return rebuilt(
            structure, [_pack(structure[k], queue) for k in keys_of(structure)]
        )
    if isinstance(structure, SEQUENCES):
        return rebuilt(structure, [_pack(s, queue) for s in structure])
    leaf = next(queue, queue)
    if leaf is queue:
        raise ValueError("fewer leaves than the structure has")
    return leaf


def agree(a: Any, b: Any) -> bool:
    """Tell whether two trees have leaves, and None, in the same places.

    Lists and tuples of one length agree.

    Examples
    --------
    >>> agree({"a": 1, "b": [2, None]}, {"b": (0, None), "a": 5}), agree([1], 1)
    (True, False)
    """
    if isinstance(a, dict) or isinstance(b, dict):
        return (
            isinstance(a, dict)
            and isinstance(b, dict)
            and a.keys() == b.keys()
            and all(agree(a[key], b[key]) for key in a)
        )
    if is_nested(a) or is_nested(b):
        return (
            is_nested(a)
            and is_nested(b)
            and len(a) == len(b)
            and all(agree(x, y) for x, y in zip(a, b))
        )
    return (a is None) == (b is None)
