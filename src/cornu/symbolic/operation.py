"""Operation: a function with settings that can stand in a graph."""

from typing import Any

from cornu.symbolic.node import add_node
from cornu.symbolic.tensor import SymbolicTensor, from_spec
from cornu.utils import tree
from cornu.utils.naming import to_snake_case, unique_name
from cornu.utils.registry import serialize
from cornu.utils.signatures import captured_arguments, own_arguments


class Operation:
    """Map tensors to tensors; called on symbols, leave one node in the graph.

    Subclass it and compute in :meth:`call`. An operation has settings but no weights:
    for those there is :class:`~cornu.layers.Layer`, which is an operation, too.

    Parameters
    ----------
    name : str, optional
        Made from the class's name by default.

    Raises
    ------
    TypeError
        If `name` is no text.
    ValueError
        If `name` holds a slash.

    Examples
    --------
    >>> import cornu as keras
    >>> class Power(keras.Operation):
    ...     def __init__(self, exponent, name=None):
    ...         super().__init__(name=name)
    ...         self.exponent = exponent
    ...     def call(self, x):
    ...         return x**self.exponent
    >>> square = Power(2)
    >>> square(keras.Tensor([3.0])).tolist(), square(keras.Input((3,))).shape
    ([9.0], (None, 3))
    >>> square.get_config()
    {'name': 'power', 'exponent': 2}
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        self = super().__new__(cls)
        object.__setattr__(self, "_init_call", (args, kwargs))
        return self

    def __init__(self, name: str | None = None) -> None:
        if name is not None and not isinstance(name, str):
            raise TypeError(
                f"{type(self).__name__}: name must be a str, got {name!r} "
                f"({type(name).__name__})."
            )
        self.name: str = name or unique_name(to_snake_case(type(self).__name__))
        if "/" in self.name:
            raise ValueError(
                f"{type(self).__name__}: name {self.name!r} must not contain '/', "
                f"which separates names in paths."
            )
        self._inbound_nodes: list[Any] = []

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the outputs."""
        raise NotImplementedError(
            f"{type(self).__name__} has no call() method; define "
            f"`def call(self, inputs)` in the class."
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute; symbols give symbols."""
        leaves = tree.flatten((args, kwargs))
        if any(isinstance(x, SymbolicTensor) for x in leaves):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Return symbols of the outputs that remember this call."""
        outputs = self.compute_output_spec(*args, **kwargs)
        self._inbound_nodes.append(add_node(self, args, kwargs, outputs))
        return outputs

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Return symbols like the outputs, by running :meth:`call` on symbols."""
        inner_args, inner_kwargs = tree.map_structure(_fresh, (args, kwargs))
        return tree.map_structure(_fresh, self.call(*inner_args, **inner_kwargs))

    # ---- its place in a graph ----

    @property
    def input(self) -> Any:
        """The symbols it was called on, if it was called once."""
        found = self._only_node("input").inputs
        return found[0] if len(found) == 1 else found

    @property
    def output(self) -> Any:
        """The symbols it returned, if it was called once."""
        return self._only_node("output").structure

    def _only_node(self, what: str) -> Any:
        if len(self._inbound_nodes) != 1:
            raise AttributeError(
                f"{self._who()}.{what}: it was called on symbols "
                f"{len(self._inbound_nodes)} times; this needs exactly one call."
            )
        return self._inbound_nodes[0]

    # ---- config ----

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        captured = captured_arguments(self)
        config = {"name": self.name}
        for name in own_arguments(self):
            if name != "name":
                value = getattr(self, name, captured.get(name))
                config[name] = serialize(value)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Make an operation from what :meth:`get_config` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"

    def _who(self) -> str:
        return f"operation {self.name!r} ({type(self).__name__})"


def _fresh(value: Any) -> Any:
    return from_spec(value._spec) if isinstance(value, SymbolicTensor) else value
