"""Lion: steps of one size, by the sign of a running mean."""

from collections.abc import Sequence
from typing import Any

from cornu.autodiff import Variable
from cornu.core import Primitive
from cornu.optimizers.fused import FusedOptimizer
from cornu.optimizers.registry import optimizer_registry
from cornu.primitives.optimizer_steps import lion_step


@optimizer_registry.register()
class Lion(FusedOptimizer):
    """Move every weight by the same amount, against the sign of its mean gradient.

    One slot a weight. Learning rates are usually 3 to 10 times smaller than for Adam,
    and weight decay as much larger.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.001
        Step size.
    beta_1 : float in (0, 1], default 0.9
        Share of the mean in the sum whose sign is taken.
    beta_2 : float in [0, 1), default 0.99
        Share of the running mean of gradients that stays each step.
    weight_decay : float, optional
        Fraction by which weights shrink each step, times the learning rate.
    clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, \
    ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name
        As in :class:`Optimizer`.

    Raises
    ------
    ValueError
        If `beta_1` lies outside (0, 1].

    References
    ----------
    .. [1] Chen et al., "Symbolic Discovery of Optimization Algorithms",
       arXiv:2302.06675, 2023.

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.Lion(learning_rate=0.1)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.9, -1.9], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
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
        if not 0 < beta_1 <= 1:
            raise ValueError(
                f"{self.name}: beta_1 must lie in (0, 1], got {beta_1}; without the "
                f"mean the sign of a zero gradient would stop learning."
            )

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        self._rows = (self.add_optimizer_variables(variables, "momentum"),)

    def _primitive(self) -> Primitive:
        return lion_step

    def _slots(self) -> tuple[list[Variable], ...]:
        return self._rows

    def _settings(self) -> dict[str, Any]:
        return {"beta_1": self.beta_1, "beta_2": self.beta_2}
