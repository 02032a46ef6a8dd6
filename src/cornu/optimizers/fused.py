"""FusedOptimizer: one primitive updates all variables."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.autodiff import Variable
from cornu.core import Primitive
from cornu.optimizers.optimizer import Optimizer


class FusedOptimizer(Optimizer):
    """Be the base of optimizers whose step is one fused primitive.

    A subclass says which primitive, with which slots and settings. A subclass of a
    subclass may still define ``update_step``; then variables are updated one by one.
    """

    _groups: tuple[list[Variable], float | None, list[list[int]]] | None = None

    def _primitive(self) -> Primitive:
        """Return the step; it takes the rate, the step count and then arrays."""
        raise TypeError(f"{type(self).__name__} names no fused step.")

    def _slots(self) -> tuple[list[Variable], ...]:
        """Return the slots, each a list parallel to the variables."""
        return ()

    def _settings(self) -> dict[str, Any]:
        """Return the primitive's parameters."""
        return {}

    def _scalars(self) -> tuple[Any, ...]:
        """Return what the primitive wants beside rate and step count."""
        return ()

    def update_step(
        self, gradient: Any, variable: Variable, learning_rate: Any
    ) -> None:
        """Change one variable and its slots by its gradient; see the base class."""
        place = self._get_variable_index(variable)
        self._run([place], [ops.cast(gradient, variable.dtype)], learning_rate, 0.0)

    def _update(
        self, gradients: Sequence[Any], variables: Sequence[Variable], rate: Any
    ) -> None:
        if type(self).update_step is not FusedOptimizer.update_step:
            super()._update(gradients, variables, rate)
            return
        decay = self.weight_decay or 0.0
        for group in self._grouped(variables):
            places = [self._get_variable_index(variables[i]) for i in group]
            first = variables[group[0]]
            kind = first.value.dtype
            own = [
                g if g.dtype == kind else ops.cast(g, first.dtype)
                for g in (gradients[i] for i in group)
            ]
            shrinks = decay if decay and self._decays(first) else 0.0
            self._run(places, own, rate, shrinks)

    def _run(
        self, places: list[int], gradients: list[Any], rate: Any, decay: float
    ) -> None:
        weights = [self._trainable_variables[i] for i in places]
        slots = [row[i] for row in self._slots() for i in places]
        fresh = self._primitive()(
            rate,
            self.iterations,
            *self._scalars(),
            *weights,
            *gradients,
            *slots,
            decay=decay,
            **self._settings(),
        )
        for variable, value in zip((*weights, *slots), fresh):
            variable.adopt(value)

    def _grouped(self, variables: Sequence[Variable]) -> list[list[int]]:
        """Return places of variables that one call can update together."""
        known = self._groups
        if (
            known is not None
            and known[1] == self.weight_decay
            and len(known[0]) == len(variables)
            and all(a is b for a, b in zip(known[0], variables))
        ):
            return known[2]
        kinds: dict[Any, list[int]] = {}
        for i, variable in enumerate(variables):
            decays = bool(self.weight_decay) and self._decays(variable)
            kinds.setdefault((variable.dtype, decays), []).append(i)
        groups = list(kinds.values())
        self._groups = (list(variables), self.weight_decay, groups)
        return groups

    def exclude_from_weight_decay(
        self,
        var_list: Sequence[Variable] | None = None,
        var_names: Sequence[str] | None = None,
    ) -> None:
        """Keep variables from shrinking; see the base class."""
        super().exclude_from_weight_decay(var_list, var_names)
        self._groups = None
