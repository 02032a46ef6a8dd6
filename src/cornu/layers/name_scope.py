"""name_scope: a part of the paths of layers and variables."""

from types import TracebackType
from typing import Any

from cornu.errors import ArgumentError
from cornu.layers.context import CONTEXT


class name_scope:
    """Put a name before the paths of layers built and variables made inside.

    Parameters
    ----------
    name : str
    caller : object, optional
        Who opens the scope.
    deduplicate : bool, default True
        Whether a scope of the same name and the same caller inside changes nothing.
    override_parent : str, optional
        Path to take in place of that of the scopes around.

    Raises
    ------
    ArgumentError
        If `name` is no text or holds a slash.

    Examples
    --------
    >>> import cornu as keras
    >>> with name_scope("encoder"):
    ...     keras.Variable(1.0, name="scale").path
    'encoder/scale'
    """

    def __init__(
        self,
        name: str,
        caller: Any = None,
        deduplicate: bool = True,
        override_parent: str | None = None,
    ) -> None:
        if not isinstance(name, str) or "/" in name:
            raise ArgumentError(
                f"name_scope: name must be a str without '/', which separates names in "
                f"paths, got {name!r}."
            )
        self.name = name
        self.caller = caller
        self.deduplicate = deduplicate
        self.override_parent = override_parent
        self._outer: list[list[str]] = []

    def __enter__(self) -> "name_scope":
        outer = CONTEXT.names
        self._outer.append(outer)
        parent = self.override_parent
        names = list(outer) if parent is None else [parent] if parent else []
        if not (self.deduplicate and self._is_open_already(outer)):
            names.append(self.name)
        CONTEXT.names = names
        CONTEXT.scopes.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        CONTEXT.names = self._outer.pop()
        CONTEXT.scopes.pop()

    def _is_open_already(self, names: list[str]) -> bool:
        last = CONTEXT.scopes[-1] if CONTEXT.scopes else None
        return (
            self.caller is not None
            and last is not None
            and last.caller is self.caller
            and last.name == self.name
            and names[-1:] == [self.name]
        )
