"""RMSprop: steps divided by the root of recent squared gradients."""

from collections.abc import Sequence
from typing import Any

from cornu.autodiff import Variable
from cornu.core import Primitive
from cornu.optimizers.fused import FusedOptimizer
from cornu.optimizers.registry import optimizer_registry
from cornu.primitives.optimizer_steps import rmsprop_step


@optimizer_registry.register()
class RMSprop(FusedOptimizer):
    """Divide gradients by the root of a running mean of their squares.

    With `centered` the running mean of the gradients is subtracted first: squares
    become variances.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.001
        Step size.
    rho : float in [0, 1), default 0.9
        Share of the running means that stays each step.
    momentum : float in [0, 1), default 0.0
        Share of the last change that is repeated.
    epsilon : float, default 1e-7
        Added to the divisor, against division by zero.
    centered : bool, default False
        Whether to divide by the deviation instead of the root mean square.
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
    .. [1] Tieleman and Hinton, "Lecture 6.5: RMSprop", Neural Networks for
       Machine Learning, 2012.
    .. [2] Graves, "Generating Sequences With Recurrent Neural Networks",
       arXiv:1308.0850, 2013 (the centered form, equations 38-45).

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.RMSprop(learning_rate=0.1)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.6838, -1.6838], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
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
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        names = ["velocity"]
        if self.momentum > 0:
            names.append("momentum")
        if self.centered:
            names.append("average_gradient")
        self._rows = tuple(
            self.add_optimizer_variables(variables, name) for name in names
        )

    def _primitive(self) -> Primitive:
        return rmsprop_step

    def _slots(self) -> tuple[list[Variable], ...]:
        return self._rows

    def _settings(self) -> dict[str, Any]:
        return {
            "rho": self.rho,
            "epsilon": self.epsilon,
            "momentum": self.momentum,
            "centered": self.centered,
        }
