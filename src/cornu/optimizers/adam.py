"""Adam: steps along a running mean of gradients, scaled by their size."""

from collections.abc import Sequence
from typing import Any

from cornu.autodiff import Variable
from cornu.core import Primitive
from cornu.optimizers.fused import FusedOptimizer
from cornu.optimizers.registry import optimizer_registry
from cornu.primitives.optimizer_steps import adam_step


@optimizer_registry.register()
class Adam(FusedOptimizer):
    """Follow a running mean of gradients, scaled by the root of their mean square.

    Both means start at zero; the learning rate makes up for that (the end of section
    2 of the paper), so `epsilon` is the paper's epsilon-hat.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.001
        Step size.
    beta_1 : float in [0, 1), default 0.9
        Share of the running mean of gradients that stays each step.
    beta_2 : float in [0, 1), default 0.999
        Share of the running mean of squared gradients that stays each step.
    epsilon : float, default 1e-7
        Added to the divisor, against division by zero.
    amsgrad : bool, default False
        Whether to divide by the largest mean of squares so far [2]_.
    weight_decay : float, optional
        Fraction by which weights shrink each step, times the learning rate.
    clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, \
    ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name
        As in :class:`Optimizer`.

    Raises
    ------
    ValueError
        If more than one kind of clipping is set, or a setting is out of its range.

    References
    ----------
    .. [1] Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
    .. [2] Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", ICLR 2018.

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.Adam(learning_rate=0.1)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.9, -1.9], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
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
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.amsgrad = amsgrad

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        self._rows: tuple[list[Variable], ...] = self.add_optimizer_variables(
            variables, ("momentum", "velocity")
        )
        if self.amsgrad:
            peaks = self.add_optimizer_variables(variables, "velocity_hat")
            self._rows = (*self._rows, peaks)

    def _primitive(self) -> Primitive:
        return adam_step

    def _slots(self) -> tuple[list[Variable], ...]:
        return self._rows

    def _settings(self) -> dict[str, Any]:
        return {
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "amsgrad": self.amsgrad,
        }
