"""Logs that are computed when someone looks, so that no step waits for them."""

from collections.abc import Callable, Iterator
from typing import Any


def to_floats(logs: dict[str, Any]) -> dict[str, Any]:
    """Return plain numbers, sorted by name, from metric results."""
    return {k: _number(logs[k]) for k in sorted(logs)}


def _number(value: Any) -> Any:
    if hasattr(value, "shape"):
        if value.shape == ():
            return float(value)
        host = value.numpy() if hasattr(value, "numpy") else value
        return host.tolist()
    return float(value) if isinstance(value, (int, float)) else value


class LazyLogs(dict):  # type: ignore[type-arg]
    """Be the logs of one step; the metrics are asked at the first look."""

    __slots__ = ("_compute",)

    # One is made every step, so the dictionary's own __init__ is left out: `__new__`
    # has made it empty already.
    def __init__(self, compute: Callable[[], dict[str, Any]]) -> None:
        self._compute: Callable[[], dict[str, Any]] | None = compute

    def fetch(self) -> "LazyLogs":
        """Ask the metrics now, if nobody has."""
        if self._compute is not None:
            compute, self._compute = self._compute, None
            values = to_floats(compute())
            if super().__len__():
                # What a step of the user's own has added stays, behind the computed.
                values.update(to_floats(dict(super().items())))
                super().clear()
            super().update(values)
        return self

    def __getitem__(self, key: str) -> Any:
        self.fetch()
        return super().__getitem__(key)

    def __iter__(self) -> Iterator[str]:
        self.fetch()
        return super().__iter__()

    def __len__(self) -> int:
        self.fetch()
        return super().__len__()

    def __contains__(self, key: object) -> bool:
        self.fetch()
        return super().__contains__(key)

    def __bool__(self) -> bool:
        return True

    def __delitem__(self, key: str) -> None:
        self.fetch()
        super().__delitem__(key)

    def __or__(self, other: Any) -> Any:
        return {**self, **other}

    def __ror__(self, other: Any) -> Any:
        return {**other, **self}

    def __reversed__(self) -> Iterator[str]:
        self.fetch()
        return super().__reversed__()

    def __reduce__(self) -> Any:
        # Copies and pickles are plain: what computes the values stays behind.
        return dict, (self.copy(),)

    def __repr__(self) -> str:
        self.fetch()
        return super().__repr__()

    def __eq__(self, other: object) -> bool:
        self.fetch()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def get(self, key: str, default: Any = None) -> Any:
        """Return one value."""
        self.fetch()
        return super().get(key, default)

    def items(self) -> Any:
        """Return names and values."""
        self.fetch()
        return super().items()

    def keys(self) -> Any:
        """Return the names."""
        self.fetch()
        return super().keys()

    def values(self) -> Any:
        """Return the values."""
        self.fetch()
        return super().values()

    def pop(self, *args: Any) -> Any:
        """Remove and return one value."""
        self.fetch()
        return super().pop(*args)

    def popitem(self) -> tuple[str, Any]:
        """Remove and return the last name and value."""
        self.fetch()
        return super().popitem()

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return one value, which is `default` from now on if there was none."""
        self.fetch()
        return super().setdefault(key, default)

    def clear(self) -> None:
        """Remove all."""
        self._compute = None
        super().clear()

    def copy(self) -> dict[str, Any]:
        """Return a plain dictionary."""
        self.fetch()
        return dict(super().items())
