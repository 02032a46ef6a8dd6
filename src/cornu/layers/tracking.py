"""Finding the variables and sublayers that hang on an object's attributes."""

from collections.abc import Iterable, Iterator
from typing import Any


def walk(value: Any, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Yield instances of `kinds` inside lists, tuples and dictionaries, in order."""
    if isinstance(value, kinds):
        yield value
    elif isinstance(value, dict):
        for key in value:
            yield from walk(value[key], kinds)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from walk(item, kinds)


def watch(value: Any, kinds: tuple[type, ...]) -> list[tuple[Any, list[int]]]:
    """Return the lists and dictionaries in `value` that may hold parts, as they are.

    Those without any part, data for example, are left out unless they are empty.
    """
    if not isinstance(value, (list, tuple, dict)):
        return []
    inside = list(_items(value))
    found = [pair for item in inside for pair in watch(item, kinds)]
    holds = any(isinstance(item, (*kinds, list, tuple, dict)) for item in inside)
    if not isinstance(value, tuple) and (holds or not inside):
        found.append((value, [id(item) for item in inside]))
    return found


def has_changed(watched: list[tuple[Any, list[int]]]) -> bool:
    """Tell whether something was put in or taken out since :func:`watch`."""
    return any([id(item) for item in _items(c)] != ids for c, ids in watched)


def _items(container: Any) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container


def unique(items: Iterable[Any]) -> list[Any]:
    """Return the items without repetitions, by identity, in order."""
    seen: set[int] = set()
    result = []
    for item in items:
        if id(item) not in seen:
            seen.add(id(item))
            result.append(item)
    return result
