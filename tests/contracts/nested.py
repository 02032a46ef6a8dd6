"""Layers inside the arguments of other layers, in tables of cases."""

from typing import Any, NamedTuple


class Nested(NamedTuple):
    """A layer inside another's arguments, made anew each time."""

    name: str
    kwargs: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.name}({label_of(self.kwargs)})"


def label_of(kwargs: dict[str, Any]) -> str:
    """Return constructor arguments as a part of a test's name."""
    return "-".join(f"{k}={v}" for k, v in kwargs.items()) or "default"
