"""LossScaleOptimizer: keep small gradients of 16-bit computation from vanishing."""

import warnings
from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.autodiff import Variable, no_grad
from cornu.core.quiet import quiet
from cornu.errors import ArgumentError
from cornu.optimizers.optimizer import Optimizer
from cornu.optimizers.registry import get, optimizer_registry, serialize


@optimizer_registry.register()
class LossScaleOptimizer(Optimizer):
    """Multiply losses by a large factor, divide gradients by it, and find the factor.

    Gradients below 6e-8 are zero in float16; those of a scaled loss are not. If a
    gradient is infinite or not a number, the factor is halved and the step left out:
    weights and the inner optimizer stay as they are. After `dynamic_growth_steps` steps
    without one the factor is doubled.

    ``compile`` wraps optimizers in this one for models of the policy "mixed_float16".

    Parameters
    ----------
    inner_optimizer : Optimizer, str or dict
        What changes the weights.
    initial_scale : float > 0, default 32768.0
        The first factor. One that is too large is found out quickly.
    dynamic_growth_steps : int >= 1, default 2000
        How many good steps in a row double the factor.
    name : str, optional

    Raises
    ------
    ArgumentError
        If an argument is out of its range, or is one of the inner optimizer's
        (`weight_decay`, `clipnorm`, ...).
    TypeError
        If an argument is unknown.

    Notes
    -----
    The factor and the count of good steps are variables, and what a bad step would have
    done is undone by choosing old values, not by Python: recorded steps do the same.

    References
    ----------
    .. [1] Micikevicius et al., "Mixed Precision Training", ICLR 2018, section 3.2.

    Examples
    --------
    >>> import cornu as keras
    >>> sgd = keras.optimizers.SGD(0.5)
    >>> optimizer = keras.optimizers.LossScaleOptimizer(sgd, initial_scale=4.0)
    >>> w = keras.Variable([1.0])
    >>> optimizer.apply([keras.ops.array([4.0])], [w])
    >>> w.tolist()
    [0.5]
    >>> optimizer.apply([keras.ops.array([float("inf")])], [w])
    >>> w.tolist(), float(optimizer.dynamic_scale)
    ([0.5], 2.0)
    """

    def __init__(
        self,
        inner_optimizer: Any,
        initial_scale: float = 2.0**15,
        dynamic_growth_steps: int = 2000,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        who = type(self).__name__
        for word, value in kwargs.items():
            if word not in _OF_THE_INNER:
                raise TypeError(f"{who}: unknown argument {word!r}.")
            if value:
                raise ArgumentError(
                    f"{who}: {word}={value!r} is for the optimizer inside; make that "
                    f"one with {word}, and wrap it."
                )
        if not isinstance(initial_scale, (int, float)) or not initial_scale > 0:
            raise ArgumentError(
                f"{who}: initial_scale must be a positive number, got "
                f"{initial_scale!r}."
            )
        if not hasattr(dynamic_growth_steps, "__index__") or dynamic_growth_steps < 1:
            raise ArgumentError(
                f"{who}: dynamic_growth_steps must be a positive integer, got "
                f"{dynamic_growth_steps!r}."
            )
        self.inner_optimizer: Any = get(inner_optimizer)
        if not isinstance(self.inner_optimizer, Optimizer):
            raise ArgumentError(
                f"{who}: inner_optimizer must be an optimizer, got "
                f"{inner_optimizer!r} ({type(inner_optimizer).__name__})."
            )
        if self.inner_optimizer.loss_scale_factor is not None:
            warnings.warn(
                f"{who}: loss_scale_factor={self.inner_optimizer.loss_scale_factor} of "
                f"the inner optimizer is set to None; the factor is found here.",
                stacklevel=2,
            )
            self.inner_optimizer.loss_scale_factor = None
        super().__init__(learning_rate=0.0, name=name)
        self.initial_scale = float(initial_scale)
        self.dynamic_growth_steps = int(dynamic_growth_steps)

    # ---- state ----

    @property
    def variables(self) -> list[Variable]:
        """Its own variables, then those of the inner optimizer."""
        return [*self._variables, *self.inner_optimizer.variables]

    @property
    def iterations(self) -> Any:
        """Number of finished updates of the inner optimizer."""
        return self.inner_optimizer.iterations

    @property
    def learning_rate(self) -> Any:
        """Step size of the inner optimizer."""
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        self.inner_optimizer.learning_rate = value

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the state for `variables`; see the base class."""
        if not self.built:
            self.step_counter = self.add_variable(
                (), dtype="int32", name="step_counter"
            )
            self.dynamic_scale = self.add_variable(
                (), self._first_scale, dtype="float32", name="dynamic_scale"
            )
        super().build(variables)
        if not self.inner_optimizer.built:
            self.inner_optimizer.build(variables)

    def _first_scale(self, shape: Any, dtype: Any = None) -> Any:
        return ops.full(shape, self.initial_scale, dtype=dtype)

    # ---- a step ----

    def scale_loss(self, loss: Any) -> Any:
        """Multiply a loss by the factor, before it is differentiated."""
        scale = self.dynamic_scale if self.built else self.initial_scale
        return loss * scale

    def apply(
        self,
        grads: Sequence[Any],
        trainable_variables: Sequence[Variable] | None = None,
    ) -> None:
        """Change variables by gradients of a scaled loss, if all of them are finite.

        Parameters
        ----------
        grads : list of (Tensor or None)
        trainable_variables : list of Variable, optional
            By default those it was built with.
        """
        grads = list(grads)
        if not grads:
            return
        with no_grad(), quiet():
            chosen = self._variables_for(grads, trainable_variables)
            given = [g for g in grads if g is not None]
            finite = _all_finite(given)
            scale = self.dynamic_scale
            inner = self.inner_optimizer
            state = [v for v in inner.variables if v is not inner._learning_rate]
            before = [(v, v.value) for v in (*chosen, *state)]
            inner.apply([None if g is None else g / scale for g in grads], chosen)
            for variable, old in before:
                variable.adopt(ops.where(finite, variable.value, old))
            self._rescale(finite)

    def _rescale(self, finite: Any) -> None:
        """Halve the factor after a bad step, double it after many good ones."""
        scale, count = self.dynamic_scale, self.step_counter
        ripe = ops.equal(count, self.dynamic_growth_steps - 1)
        grown = ops.where(ripe, scale * 2.0, scale)
        scale_after = ops.where(finite, grown, scale * 0.5)
        goes_on = ops.logical_and(finite, ops.logical_not(ripe))
        count_after = ops.where(goes_on, count + 1, ops.zeros_like(count))
        scale.assign(scale_after)
        count.assign(count_after)

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """Let the inner optimizer set variables to their averages, if it keeps any."""
        self.inner_optimizer.finalize_variable_values(var_list)

    def exclude_from_weight_decay(
        self,
        var_list: Sequence[Variable] | None = None,
        var_names: Sequence[str] | None = None,
    ) -> None:
        """Keep variables from shrinking in the inner optimizer."""
        self.inner_optimizer.exclude_from_weight_decay(var_list, var_names)

    # ---- saving ----

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        return {
            "name": self.name,
            "inner_optimizer": serialize(self.inner_optimizer),
            "initial_scale": self.initial_scale,
            "dynamic_growth_steps": self.dynamic_growth_steps,
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name} of {self.inner_optimizer!r}>"


_OF_THE_INNER = (
    "weight_decay",
    "clipnorm",
    "clipvalue",
    "global_clipnorm",
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
)


def _all_finite(gradients: Sequence[Any]) -> Any:
    """Return whether no gradient holds an infinity or NaN."""
    found: Any = True
    for gradient in gradients:
        found = ops.logical_and(found, ops.all(ops.isfinite(gradient)))
    return found
