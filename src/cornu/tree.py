"""Nested structures of lists, tuples, named tuples, deques and dictionaries.

Dictionaries are walked in sorted key order, ordered ones in their own; everything
else, None included, is a leaf.
"""

from collections.abc import Callable
from typing import Any

from cornu.errors import ArgumentError
from cornu.utils import tree as _tree

Path = tuple[Any, ...]


class MAP_TO_NONE:
    """Be returned by a function of :func:`traverse` to put None in a place."""


def is_nested(structure: Any) -> bool:
    """Tell whether `structure` is nested rather than a leaf.

    Examples
    --------
    >>> is_nested(()), is_nested("text")
    (True, False)
    """
    return _tree.is_nested(structure)


def flatten(structure: Any) -> list[Any]:
    """Return the leaves in order.

    Examples
    --------
    >>> flatten({"b": [1, 2], "a": None})
    [None, 1, 2]
    """
    return _tree.flatten(structure)


def flatten_with_path(structure: Any) -> list[tuple[Path, Any]]:
    """Return the leaves in order, each with the keys and positions that lead to it.

    Examples
    --------
    >>> flatten_with_path({"a": [5, 6]})
    [(('a', 0), 5), (('a', 1), 6)]
    """
    if not is_nested(structure):
        return [((), structure)]
    return [
        ((key, *path), leaf)
        for key, branch in _branches(structure)
        for path, leaf in flatten_with_path(branch)
    ]


def _branches(structure: Any) -> list[tuple[Any, Any]]:
    if isinstance(structure, dict):
        return [(key, structure[key]) for key in _tree.keys_of(structure)]
    return list(enumerate(structure))


def map_structure(
    func: Callable[..., Any], *structures: Any, none_is_leaf: bool = True
) -> Any:
    """Apply a function to corresponding leaves; keep the first one's structure.

    Parameters
    ----------
    func : callable
        Takes one leaf of each structure.
    *structures : nested structure
        All of one structure; at least one.
    none_is_leaf : bool, default True
        Whether None is passed to `func`; if not it stays None.

    Returns
    -------
    nested structure

    Raises
    ------
    TypeError
        If `func` is not callable.
    ValueError
        If the structures differ, or there is none.

    Examples
    --------
    >>> map_structure(lambda a, b: a + b, [1, (2,)], [10, (20,)])
    [11, (22,)]
    """
    _check_callable("map_structure", func)
    if not structures:
        raise ArgumentError("tree.map_structure: give at least one structure.")
    for other in structures[1:]:
        assert_same_structure(structures[0], other)

    def each(*leaves: Any) -> Any:
        if not none_is_leaf and all(leaf is None for leaf in leaves):
            return None
        return func(*leaves)

    return _tree.map_structure(each, *structures)


def map_structure_up_to(
    shallow_structure: Any, func: Callable[..., Any], *structures: Any
) -> Any:
    """Apply a function to what stands where a shallower structure has leaves.

    Parameters
    ----------
    shallow_structure : nested structure
        How deep to go.
    func : callable
        Takes what each of `structures` has in that place, perhaps nested itself.
    *structures : nested structure

    Returns
    -------
    nested structure like `shallow_structure`

    Raises
    ------
    TypeError
        If `func` is not callable.
    ValueError
        If a structure is shallower or differs, or there is none.

    Examples
    --------
    >>> map_structure_up_to([0, 0], len, [[1, 2], [3]])
    [2, 1]
    """
    _check_callable("map_structure_up_to", func)
    if not structures:
        raise ArgumentError("tree.map_structure_up_to: give at least one structure.")
    for structure in structures:
        _compare(shallow_structure, structure, (), up_to=True)
    return _map_up_to(shallow_structure, func, structures)


def _map_up_to(shallow: Any, func: Callable[..., Any], structures: Any) -> Any:
    if not is_nested(shallow):
        return func(*structures)
    return _tree.rebuilt(
        shallow,
        [
            _map_up_to(branch, func, [dict(_branches(s))[key] for s in structures])
            for key, branch in _branches(shallow)
        ],
    )


def assert_same_structure(a: Any, b: Any, check_types: Any = None) -> None:
    """Raise an error if two structures are nested in different ways.

    Parameters
    ----------
    a, b : nested structure
        Dictionaries of all kinds count as one type; lists and tuples do not.
    check_types : object, optional
        Accepted for compatibility; types are compared.

    Raises
    ------
    ValueError
        If they differ; the message says where.

    Examples
    --------
    >>> assert_same_structure([1, (2,)], [3, (4,)])
    """
    _compare(a, b, (), up_to=False)


def _compare(a: Any, b: Any, path: Path, up_to: bool) -> None:
    """Raise an error at the first place where `b` is not nested as `a` is."""
    place = f" at {list(path)}" if path else ""
    if not is_nested(a):
        if is_nested(b) and not up_to:
            raise ArgumentError(
                f"tree: structures differ{place}: a leaf here, {_kind(b)} there; both "
                f"must be nested alike."
            )
        return
    if _kind(a) != _kind(b) or not is_nested(b):
        raise ArgumentError(
            f"tree: structures differ{place}: {_kind(a)} here, {_kind(b)} there; both "
            f"must be nested alike."
        )
    left, right = _branches(a), _branches(b)
    if len(left) != len(right) or {k for k, _ in left} != {k for k, _ in right}:
        here, there = ([k for k, _ in side] for side in (left, right))
        raise ArgumentError(
            f"tree: structures differ{place}: {_counted(a, here)} here, "
            f"{_counted(b, there)} there; both must be nested alike."
        )
    others = dict(right)
    for key, branch in left:
        _compare(branch, others[key], (*path, key), up_to)


def _kind(structure: Any) -> str:
    return "dict" if isinstance(structure, dict) else type(structure).__name__


def _counted(structure: Any, keys: list[Any]) -> str:
    if isinstance(structure, dict):
        return f"keys {keys!r:.200}"
    return f"{len(keys)} branches"


def assert_same_paths(a: Any, b: Any) -> None:
    """Raise an error if the keys and positions that lead to leaves differ.

    Parameters
    ----------
    a, b : nested structure
        Lists and tuples count alike.

    Raises
    ------
    ValueError
        If one has a path that the other has not; the message lists them.

    Examples
    --------
    >>> assert_same_paths([1, (2,)], (3, [4]))
    """
    left = {path for path, _ in flatten_with_path(a)}
    right = {path for path, _ in flatten_with_path(b)}
    if left != right:
        parts = [
            f"only {name} has {sorted(map(list, paths), key=str)!r:.300}"
            for name, paths in (("a", left - right), ("b", right - left))
            if paths
        ]
        raise ArgumentError(
            f"tree.assert_same_paths: {'; '.join(parts)}. Both must have the same keys "
            f"and positions."
        )


def pack_sequence_as(structure: Any, flat_sequence: Any) -> Any:
    """Return the leaves of a flat sequence in a given structure.

    Parameters
    ----------
    structure : nested structure
    flat_sequence : sequence
        As many leaves as `structure` has, in the order of :func:`flatten`.

    Raises
    ------
    TypeError
        If `flat_sequence` is no sequence.
    ValueError
        If it is too long or too short.

    Examples
    --------
    >>> pack_sequence_as({"b": [0, 0], "a": 0}, [1, 2, 3])
    {'b': [2, 3], 'a': 1}
    """
    if not hasattr(flat_sequence, "__iter__"):
        raise TypeError(
            f"tree.pack_sequence_as: flat_sequence must be a sequence, got "
            f"{type(flat_sequence).__name__}."
        )
    leaves = list(flat_sequence)
    wanted = len(flatten(structure))
    if len(leaves) != wanted:
        raise ArgumentError(
            f"tree.pack_sequence_as: the structure has {wanted} leaves, flat_sequence "
            f"{len(leaves)}; they must be as many."
        )
    return _tree.pack_like(structure, leaves)


def lists_to_tuples(structure: Any) -> Any:
    """Return the structure with tuples in place of lists.

    Examples
    --------
    >>> lists_to_tuples([1, {"a": [2]}])
    (1, {'a': (2,)})
    """
    if not is_nested(structure):
        return structure
    branches = [lists_to_tuples(branch) for _, branch in _branches(structure)]
    if isinstance(structure, list):
        return tuple(branches)
    return _tree.rebuilt(structure, branches)


def map_shape_structure(func: Callable[..., Any], structure: Any) -> Any:
    """Apply a function to every shape in a structure of shapes.

    Parameters
    ----------
    func : callable
        Takes a shape: a list or tuple of int and None.
    structure : nested structure

    Raises
    ------
    TypeError
        If `func` is not callable.

    Examples
    --------
    >>> map_shape_structure(len, {"x": (None, 3), "y": [(2,)]})
    {'x': 2, 'y': [1]}
    """
    _check_callable("map_shape_structure", func)
    if isinstance(structure, (list, tuple)) and all(
        size is None or isinstance(size, int) for size in structure
    ):
        return func(structure)
    if not is_nested(structure):
        return structure
    return _tree.rebuilt(
        structure, [map_shape_structure(func, b) for _, b in _branches(structure)]
    )


def traverse(func: Callable[[Any], Any], structure: Any, top_down: bool = True) -> Any:
    """Visit every part of a structure, nested ones too, and replace some.

    Parameters
    ----------
    func : callable
        Gets a part; returns None to keep it, anything else to put in its place, or
        :class:`MAP_TO_NONE` to put None there.
    structure : nested structure
    top_down : bool, default True
        Whether a part is visited before its branches, which are left out if it is
        replaced; else after them.

    Raises
    ------
    TypeError
        If `func` is not callable.

    Examples
    --------
    >>> traverse(lambda x: x * 10 if isinstance(x, int) else None, [1, (2,)])
    [10, (20,)]
    """
    _check_callable("traverse", func)
    if top_down:
        found = func(structure)
        if found is not None:
            return None if found is MAP_TO_NONE else found
    if is_nested(structure):
        branches = [traverse(func, b, top_down) for _, b in _branches(structure)]
        structure = _tree.rebuilt(structure, branches)
    if top_down:
        return structure
    found = func(structure)
    if found is None:
        return structure
    return None if found is MAP_TO_NONE else found


def _check_callable(name: str, func: Any) -> None:
    if not callable(func):
        raise TypeError(
            f"tree.{name}: func must be callable, got {type(func).__name__}."
        )
