"""AdamW: Adam with weight decay of its own."""

from typing import Any

from cornu.optimizers.adam import Adam
from cornu.optimizers.registry import optimizer_registry


@optimizer_registry.register()
class AdamW(Adam):
    """Shrink weights directly, and move them as Adam does.

    The decay is not part of the gradient, so it is not scaled by its size.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable, default 0.001
        Step size.
    weight_decay : float, default 0.004
        Fraction by which weights shrink each step, times the learning rate.
    beta_1 : float in [0, 1), default 0.9
        Share of the running mean of gradients that stays each step.
    beta_2 : float in [0, 1), default 0.999
        Share of the running mean of squared gradients that stays each step.
    epsilon : float, default 1e-7
        Added to the divisor, against division by zero.
    amsgrad : bool, default False
        Whether to divide by the largest mean of squares so far [2]_.
    clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, \
    ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name
        As in :class:`Optimizer`.

    Raises
    ------
    ValueError
        If `weight_decay` is None; use Adam then.

    References
    ----------
    .. [1] Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
    .. [2] Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", ICLR 2018.

    Examples
    --------
    >>> import cornu as keras
    >>> w = keras.Variable([1.0, -2.0])
    >>> optimizer = keras.optimizers.AdamW(learning_rate=0.1, weight_decay=0.5)
    >>> optimizer.apply([[0.5, -0.5]], [w])
    >>> w.numpy().round(4)
    array([ 0.85, -1.8 ], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
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
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            amsgrad=amsgrad,
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
        if weight_decay is None:
            raise ValueError(
                f"{self.name}: weight_decay must be a number; use Adam for none."
            )
