"""Adadelta: steps in proportion to recent moves over recent gradients."""

from collections.abc import Sequence
from typing import Any

from cornu.autodiff import Variable
from cornu.core import Primitive
from cornu.optimizers.fused import FusedOptimizer
from cornu.optimizers.registry import optimizer_registry
from cornu.primitives.optimizer_steps import adadelta_step


@optimizer_registry.register()
class Adadelta(FusedOptimizer):
    """Scale gradients by recent moves over recent gradients.

    Both are roots of running means of squares, so the step has the unit of the weights.
    The paper's own setting is ``learning_rate=1.0``.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.001
        Step size.
    rho : float in [0, 1), default 0.95
        Share of the running means that stays each step.
    epsilon : float, default 1e-7
        Added to the divisor, against division by zero.
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
    .. [1] Zeiler, "ADADELTA: An Adaptive Learning Rate Method", arXiv:1212.5701, 2012.

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.Adadelta(learning_rate=1.0)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.9986, -1.9986], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
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
        self.rho = rho
        self.epsilon = epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        self._rows = self.add_optimizer_variables(
            variables, ("accumulated_grad", "accumulated_delta_var")
        )

    def _primitive(self) -> Primitive:
        return adadelta_step

    def _slots(self) -> tuple[list[Variable], ...]:
        return self._rows

    def _settings(self) -> dict[str, Any]:
        return {"rho": self.rho, "epsilon": self.epsilon}
