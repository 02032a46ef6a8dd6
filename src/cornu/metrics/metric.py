"""Metric: a figure gathered over many batches."""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from cornu import config, initializers, ops
from cornu.autodiff import StatelessScope, Variable, values_for
from cornu.core.observers import in_scope
from cornu.metrics.registry import metric_registry
from cornu.symbolic import SymbolicTensor
from cornu.utils.naming import to_snake_case, unique_name


@metric_registry.register()
class Metric:
    """Be the base of all metrics.

    A subclass creates variables in its constructor, changes them in
    :meth:`update_state`, and says in :meth:`result` what they mean.

    Parameters
    ----------
    dtype : str, optional
        Type of the state and the result; the default float type if not given.
    name : str, optional
        Name in logs; made from the class's name by default.

    Examples
    --------
    >>> import cornu as keras
    >>> class Largest(keras.metrics.Metric):
    ...     def __init__(self, name="largest"):
    ...         super().__init__(name=name)
    ...         self.top = self.add_weight(name="top")
    ...
    ...     def update_state(self, y_true, y_pred, sample_weight=None):
    ...         self.top.assign(keras.ops.maximum(self.top, keras.ops.max(y_pred)))
    ...
    ...     def result(self):
    ...         return self.top.value
    >>> metric = Largest()
    >>> metric.update_state(None, [1.0, 3.0])
    >>> metric.result().item()
    3.0
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "update_state" in cls.__dict__:
            cls.update_state = _not_on_symbols(cls.__dict__["update_state"])  # type: ignore[method-assign]

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.name = name or unique_name(to_snake_case(type(self).__name__))
        self._dtype = str(getattr(dtype, "compute_dtype", dtype) or config.floatx())
        self._own_variables: list[Variable] = []

    @property
    def dtype(self) -> str:
        """Name of the type of the state and the result."""
        return self._dtype

    # ---- state ----

    @property
    def variables(self) -> list[Variable]:
        """The state: its own variables, then those of metrics it is made of."""
        found = list(self._own_variables)
        for value in vars(self).values():
            if isinstance(value, Metric):
                found += value.variables
        return found

    def add_variable(
        self,
        shape: Sequence[int],
        initializer: Any = "zeros",
        dtype: Any = None,
        aggregation: str = "sum",
        name: str | None = None,
    ) -> Variable:
        """Create a piece of state.

        Parameters
        ----------
        shape : tuple of int
        initializer : str, Initializer or callable, default "zeros"
            Whatever it is, :meth:`reset_state` sets zeros.
        dtype : str, optional
            That of the metric by default.
        aggregation : str, default "sum"
            How replicas of the state are brought together.
        name : str, optional
        """
        maker = initializers.get("zeros" if initializer is None else initializer)
        made = Variable(
            maker,
            shape=tuple(shape),
            dtype=dtype or self.dtype,
            trainable=False,
            aggregation=aggregation,
            name=name,
        )
        made.owner_path = in_scope(self.name)
        self._own_variables.append(made)
        return made

    def add_weight(
        self,
        shape: Sequence[int] = (),
        initializer: Any = "zeros",
        dtype: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Create a piece of state; see :meth:`add_variable`."""
        return self.add_variable(shape, initializer, dtype, name=name)

    def reset_state(self) -> None:
        """Set the whole state to zeros."""
        for variable in self.variables:
            variable.adopt(ops.zeros_like(variable))

    # ---- use ----

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take in a batch; subclasses define it."""
        raise TypeError(f"{type(self).__name__} defines no update_state().")

    def result(self) -> Any:
        """Return the figure over all batches so far; subclasses define it."""
        raise TypeError(f"{type(self).__name__} defines no result().")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take in a batch and return the figure over all so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    # ---- without changing anything ----

    def stateless_update_state(
        self, metric_variables: Sequence[Any], *args: Any, **kwargs: Any
    ) -> list[Any]:
        """Return the state after a batch, given that before; this metric stays as is.

        Parameters
        ----------
        metric_variables : list of array
            One value for each of :attr:`variables`.
        *args, **kwargs
            As :meth:`update_state` takes them.

        Returns
        -------
        list of Tensor

        Raises
        ------
        ShapeError
            If number or shapes of the values do not fit.
        """
        with self._having(metric_variables, "stateless_update_state") as scope:
            self.update_state(*args, **kwargs)
        return [scope.get_current_value(v) for v in self.variables]

    def stateless_result(self, metric_variables: Sequence[Any]) -> Any:
        """Return the figure that a state stands for.

        Parameters
        ----------
        metric_variables : list of array

        Raises
        ------
        ShapeError
            If number or shapes of the values do not fit.
        """
        with self._having(metric_variables, "stateless_result"):
            return self.result()

    def stateless_reset_state(self) -> list[Any]:
        """Return the state before any batch."""
        with StatelessScope() as scope:
            self.reset_state()
        return [scope.get_current_value(v) for v in self.variables]

    def _having(self, values: Sequence[Any], who: str) -> StatelessScope:
        who = f"{type(self).__name__} {self.name!r}: {who}"
        pairs = values_for(self.variables, values, "metric_variables", who)
        return StatelessScope(pairs)

    # ---- config ----

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config: dict[str, Any] = {"name": self.name, "dtype": self.dtype}
        for name in inspect.signature(type(self).__init__).parameters:
            if name not in ("self", "name", "dtype") and hasattr(self, name):
                config[name] = getattr(self, name)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Metric":
        """Create a metric from what :meth:`get_config` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def _not_on_symbols(update: Callable[..., None]) -> Callable[..., None]:
    """Let an update pass over symbols: a layer that measures is being traced."""

    @functools.wraps(update)
    def guarded(self: Metric, *args: Any, **kwargs: Any) -> None:
        if any(isinstance(x, SymbolicTensor) for x in (*args, *kwargs.values())):
            return None
        return update(self, *args, **kwargs)

    return guarded
