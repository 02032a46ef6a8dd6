"""Lamb: Adam with steps in proportion to the length of each variable."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.autodiff import Variable
from cornu.optimizers.optimizer import Optimizer
from cornu.optimizers.registry import optimizer_registry


@optimizer_registry.register()
class Lamb(Optimizer):
    """Scale Adam's step of each variable to the length of that variable.

    Meant for very large batches.

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
    .. [1] You et al., "Large Batch Optimization for Deep Learning: Training BERT in
       76 Minutes", ICLR 2020 (algorithm 2).

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.Lamb(learning_rate=0.1)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.8419, -1.8419], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
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
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the slots of each variable; see the base class."""
        super().build(variables)
        self._means, self._squares = self.add_optimizer_variables(
            variables, ("momentum", "velocity")
        )

    def update_step(
        self, gradient: Any, variable: Variable, learning_rate: Any
    ) -> None:
        """Change one variable and its slots by its gradient; see the base class."""
        place = self._get_variable_index(variable)
        m, v = self._means[place], self._squares[place]
        t = ops.cast(self.iterations + 1, variable.dtype)
        m.assign(m + (gradient - m) * (1 - self.beta_1))
        v.assign(v + (ops.square(gradient) - v) * (1 - self.beta_2))
        mean = m / (1 - self.beta_1**t)
        change = mean / (ops.sqrt(v / (1 - self.beta_2**t)) + self.epsilon)
        length = ops.sqrt(ops.sum(ops.square(variable)))
        stride = ops.sqrt(ops.sum(ops.square(change)))
        usable = ops.logical_and(length > 0, stride > 0)
        ratio = ops.where(usable, length / ops.where(usable, stride, 1.0), 1.0)
        variable.assign_sub(ratio * learning_rate * change)
