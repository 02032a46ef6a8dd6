"""Ftrl: follow the regularized leader."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.autodiff import Variable
from cornu.optimizers.optimizer import Optimizer
from cornu.optimizers.registry import optimizer_registry


@optimizer_registry.register()
class Ftrl(Optimizer):
    """Follow the regularized leader: steps that can leave weights exactly zero.

    Suited to shallow models with very many sparse features.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.001
        Step size.
    learning_rate_power : float <= 0, default -0.5
        How steps shrink with the sum of squared gradients; 0 for a fixed rate.
    initial_accumulator_value : float >= 0, default 0.1
        What the sums of squares start from.
    l1_regularization_strength : float >= 0, default 0.0
        Penalty on absolute values; makes weights zero.
    l2_regularization_strength : float >= 0, default 0.0
        Penalty on squares, part of the weights' own formula.
    l2_shrinkage_regularization_strength : float >= 0, default 0.0
        Penalty on squares, part of the gradient.
    beta : float, default 0.0
        The paper's beta, added to the root of the sums of squares.
    weight_decay : float, optional
        Fraction by which weights shrink each step, times the learning rate.
    clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, \
    ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name
        As in :class:`Optimizer`.

    Raises
    ------
    ValueError
        If a strength is negative or `learning_rate_power` positive.

    References
    ----------
    .. [1] McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013
       (algorithm 1).

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.Ftrl(learning_rate=0.1)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.381 , -0.8464], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )
        self.learning_rate_power = learning_rate_power
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta
        self._check_strengths()

    def _check_strengths(self) -> None:
        if self.learning_rate_power > 0:
            raise ValueError(
                f"{self.name}: learning_rate_power must be <= 0, got "
                f"{self.learning_rate_power}."
            )
        for setting in (
            "initial_accumulator_value",
            "l1_regularization_strength",
            "l2_regularization_strength",
            "l2_shrinkage_regularization_strength",
        ):
            if getattr(self, setting) < 0:
                raise ValueError(
                    f"{self.name}: {setting} must be >= 0, got "
                    f"{getattr(self, setting)}."
                )

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        self._sums: list[Variable] = []
        self._linears: list[Variable] = []
        for variable in variables:
            self._sums.append(
                self.add_variable_from_reference(
                    variable, "accumulator", self.initial_accumulator_value
                )
            )
            self._linears.append(self.add_variable_from_reference(variable, "linear"))

    def update_step(
        self, gradient: Any, variable: Variable, learning_rate: Any
    ) -> None:
        """Change one variable and its slots by its gradient; see the base class."""
        place = self._get_variable_index(variable)
        total, linear = self._sums[place], self._linears[place]
        power = -self.learning_rate_power
        pull = gradient + 2 * self.l2_shrinkage_regularization_strength * variable
        new_total = total + ops.square(gradient)
        root, new_root = ops.power(total, power), ops.power(new_total, power)
        linear.assign(linear + pull - (new_root - root) / learning_rate * variable)
        l2 = self.l2_regularization_strength + self.beta / (2 * learning_rate)
        curvature = new_root / learning_rate + 2 * l2
        l1 = self.l1_regularization_strength
        variable.assign((ops.clip(linear, -l1, l1) - linear) / curvature)
        total.assign(new_total)
