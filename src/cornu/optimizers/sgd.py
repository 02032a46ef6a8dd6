"""SGD: plain gradient descent, with or without momentum."""

from collections.abc import Sequence
from typing import Any

from cornu.autodiff import Variable
from cornu.core import Primitive
from cornu.optimizers.fused import FusedOptimizer
from cornu.optimizers.registry import optimizer_registry
from cornu.primitives.optimizer_steps import momentum_step, sgd_step


@optimizer_registry.register()
class SGD(FusedOptimizer):
    """Move weights against their gradients.

    With momentum, a velocity ``v = momentum * v - learning_rate * g`` is added to the
    weights; with `nesterov`, ``momentum * v - learning_rate * g`` is.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.01
        Step size.
    momentum : float in [0, 1], default 0.0
        Share of the velocity that stays each step.
    nesterov : bool, default False
        Whether to look one step of momentum ahead.
    weight_decay : float, optional
        Fraction by which weights shrink each step, times the learning rate.
    clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, \
    ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name
        As in :class:`Optimizer`.

    Raises
    ------
    ValueError
        If `momentum` lies outside [0, 1].

    References
    ----------
    .. [1] Sutskever et al., "On the Importance of Initialization and Momentum in Deep
       Learning", ICML 2013 (equations 3 and 4).

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.SGD(learning_rate=0.1)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.95, -1.95], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
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
        self.momentum = momentum
        self.nesterov = nesterov
        if not 0 <= momentum <= 1:
            raise ValueError(
                f"{self.name}: momentum must lie in [0, 1], got {momentum}."
            )

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        self._rows: tuple[list[Variable], ...] = ()
        if self.momentum != 0:
            self._rows = (self.add_optimizer_variables(variables, "momentum"),)

    def _primitive(self) -> Primitive:
        return momentum_step if self.momentum != 0 else sgd_step

    def _slots(self) -> tuple[list[Variable], ...]:
        return self._rows

    def _settings(self) -> dict[str, Any]:
        if self.momentum == 0:
            return {}
        return {"momentum": self.momentum, "nesterov": self.nesterov}
