"""Optimizer: what turns gradients into new weights."""

import inspect
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from cornu import initializers, ops
from cornu.autodiff import StatelessScope, Tensor, Variable, no_grad, values_for
from cornu.core.observers import CHANGES, in_scope, refuse
from cornu.errors import NotBuiltError, ShapeError
from cornu.optimizers.clipping import clip_by_global_norm, clip_by_norm
from cornu.optimizers.registry import optimizer_registry
from cornu.optimizers.schedules.learning_rate_schedule import LearningRateSchedule
from cornu.utils import registry
from cornu.utils.naming import suggest, to_snake_case, unique_name


class Optimizer:
    """Be the base of all optimizers.

    A subclass creates its slots in :meth:`build` and changes one variable in
    :meth:`update_step`; clipping, weight decay, averaging and accumulation are done
    here. Nothing in a step reads a value from the device.

    Parameters
    ----------
    learning_rate : float, LearningRateSchedule or callable
        Step size; a callable takes no argument and returns it.
    weight_decay : float, optional
        Fraction by which weights shrink each step, times the learning rate.
    clipnorm : float, optional
        Largest length of each gradient. Only one of the three limits may be set.
    clipvalue : float, optional
        Largest absolute value of each gradient's elements.
    global_clipnorm : float, optional
        Largest length of all gradients together.
    use_ema : bool, default False
        Whether to keep running averages of the weights; see
        :meth:`finalize_variable_values`.
    ema_momentum : float in [0, 1], default 0.99
        Share of the old average that stays each step.
    ema_overwrite_frequency : int, optional
        Every that many steps the weights are set to their averages.
    loss_scale_factor : float, optional
        Factor of :meth:`scale_loss`; gradients are divided by it.
    gradient_accumulation_steps : int >= 2, optional
        Weights change every that many steps, by the mean of the gradients since.
    name : str, optional
        Prefix of the names of its variables.

    Raises
    ------
    ValueError
        If settings contradict each other or lie outside their range.

    Examples
    --------
    >>> import cornu as keras
    >>> class SignDescent(keras.optimizers.Optimizer):
    ...     def update_step(self, gradient, variable, learning_rate):
    ...         variable.assign_sub(learning_rate * keras.ops.sign(gradient))
    >>> w = keras.Variable([1.0, 2.0])
    >>> SignDescent(learning_rate=0.5).apply([[3.0, -1.0]], [w])
    >>> w.numpy()
    array([0.5, 2.5], dtype=float32)
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        known = dict(inspect.signature(cls.__init__).parameters)
        known.pop("self")
        takes_any = any(p.kind is p.VAR_KEYWORD for p in known.values())
        for word in () if takes_any else kwargs:
            if word not in known:
                near = " It is called learning_rate." if word == "lr" else ""
                raise TypeError(
                    f"{cls.__name__}: unknown argument {word!r}."
                    f"{near or suggest(word, known)} It takes {', '.join(known)}."
                )
        return super().__new__(cls)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "learning_rate":  # a number goes into a variable
            CHANGES.settings += 1
        super().__setattr__(name, value)

    def __init__(
        self,
        learning_rate: Any,
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
        self.name = name or unique_name(to_snake_case(type(self).__name__))
        self.weight_decay = weight_decay
        self.clipnorm = clipnorm
        self.clipvalue = clipvalue
        self.global_clipnorm = global_clipnorm
        self.use_ema = use_ema
        self.ema_momentum = ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self._check_settings()
        self.built = False
        self._variables: list[Variable] = []
        self._trainable_variables: list[Variable] = []
        self._positions: dict[int, int] = {}
        self._averages: list[Variable] = []
        self._accumulators: list[Variable] = []
        self._undecayed: list[Variable] = []
        self._undecayed_names: list[str] = []
        self._iterations = self._track(
            Variable(0, dtype="int32", trainable=False, name="iteration")
        )
        self._learning_rate = self._make_rate(learning_rate)

    def _check_settings(self) -> None:
        limits = {
            "clipnorm": self.clipnorm,
            "clipvalue": self.clipvalue,
            "global_clipnorm": self.global_clipnorm,
        }
        if sum(limit is not None for limit in limits.values()) > 1:
            raise ValueError(
                f"{self.name}: only one of clipnorm, clipvalue and global_clipnorm can "
                f"be set, got {limits}."
            )
        for setting, limit in limits.items():
            if limit is not None and limit <= 0:
                raise ValueError(f"{self.name}: {setting} must be > 0, got {limit}.")
        if self.use_ema and not 0 <= self.ema_momentum <= 1:
            raise ValueError(
                f"{self.name}: ema_momentum must lie in [0, 1], got "
                f"{self.ema_momentum}."
            )
        _check_count(self.name, "ema_overwrite_frequency", self, 1)
        _check_count(self.name, "gradient_accumulation_steps", self, 2)

    def _make_rate(self, rate: Any) -> Any:
        if isinstance(rate, dict):
            rate = registry.deserialize(rate)
        if isinstance(rate, LearningRateSchedule) or callable(rate):
            return rate
        try:
            value = float(rate)
        except (TypeError, ValueError):
            raise ValueError(
                f"{self.name}: learning_rate must be a number, a LearningRateSchedule "
                f"or a callable that returns one, got {rate!r} "
                f"({type(rate).__name__})."
            ) from None
        return self._track(
            Variable(value, dtype="float32", trainable=False, name="learning_rate")
        )

    # ---- state ----

    @property
    def variables(self) -> list[Variable]:
        """Step count, learning rate, then the slots, in the order Keras saves them."""
        return list(self._variables)

    @property
    def iterations(self) -> Any:
        """Number of finished updates."""
        if self.gradient_accumulation_steps:
            return self._iterations // self.gradient_accumulation_steps
        return self._iterations

    @property
    def learning_rate(self) -> Any:
        """Step size of the next update; settable unless a schedule gives it."""
        rate = self._learning_rate
        if isinstance(rate, Variable):
            return rate
        if isinstance(rate, LearningRateSchedule):
            return rate(self.iterations)
        refuse(
            "the learning rate comes from a Python function; use a "
            "LearningRateSchedule, which is given the step"
        )
        return rate()

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        before = self._learning_rate
        if isinstance(value, LearningRateSchedule) or callable(value):
            self._variables = [v for v in self._variables if v is not before]
            self._learning_rate = value
        elif isinstance(before, Variable):
            before.assign(value)
        else:
            raise TypeError(
                f"{self.name}: its learning rate comes from {before!r} and cannot be "
                f"set to a number. Create the optimizer with a number, or set another "
                f"schedule."
            )

    def add_variable(
        self,
        shape: Sequence[int],
        initializer: Any = "zeros",
        dtype: str | None = None,
        name: str | None = None,
    ) -> Variable:
        """Create a piece of state of any shape.

        Parameters
        ----------
        shape : tuple of int
        initializer : str, Initializer or callable, default "zeros"
        dtype : str, optional
            The default float type if not given.
        name : str, optional
        """
        maker = initializers.get(initializer)
        made = Variable(maker, shape=shape, dtype=dtype, trainable=False, name=name)
        return self._track(made)

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str, initializer: Any = "zeros"
    ) -> Variable:
        """Create a slot with the shape, type and device of a variable.

        Parameters
        ----------
        reference_variable : Variable
        name : str
            Follows the variable's own name: ``"dense_kernel_momentum"``.
        initializer : {"zeros", "ones"} or number, default "zeros"
        """
        value = {"zeros": 0.0, "ones": 1.0}.get(initializer, initializer)
        start = ops.full_like(reference_variable, value)
        path = reference_variable.path.replace("/", "_")
        made = Variable(start, trainable=False, name=f"{path}_{name}")
        return self._track(made)

    def add_optimizer_variables(
        self,
        trainable_variables: Sequence[Variable],
        name: str | Sequence[str],
        initializer: Any = "zeros",
    ) -> Any:
        """Create one slot, or several, for each variable.

        Parameters
        ----------
        trainable_variables : list of Variable
        name : str or tuple of str
        initializer : {"zeros", "ones"} or number, default "zeros"

        Returns
        -------
        list of Variable, or a tuple of such lists
        """
        names = (name,) if isinstance(name, str) else tuple(name)
        rows: tuple[list[Variable], ...] = tuple([] for _ in names)
        for variable in trainable_variables:
            for row, each in zip(rows, names):
                row.append(
                    self.add_variable_from_reference(variable, each, initializer)
                )
        return rows[0] if isinstance(name, str) else rows

    def _track(self, variable: Variable) -> Variable:
        variable.owner_path = in_scope(self.name)
        self._variables.append(variable)
        return variable

    def build(self, variables: Sequence[Variable]) -> None:
        """Create the state for `variables`; only these can be updated afterwards.

        Parameters
        ----------
        variables : list of Variable
        """
        self._trainable_variables = list(variables)
        self._positions = {id(v): i for i, v in enumerate(variables)}
        if self.use_ema:
            self._averages = self.add_optimizer_variables(variables, "average")
        if self.gradient_accumulation_steps:
            self._accumulators = self.add_optimizer_variables(
                variables, "gradient_accumulator"
            )
        self.built = True

    def __setstate__(self, state: dict[str, Any]) -> None:
        # Copies have variables of their own, with other identities.
        known = {id(v): i for i, v in enumerate(state["_trainable_variables"])}
        self.__dict__.update(state, _positions=known, _groups=None)

    def _get_variable_index(self, variable: Variable) -> int:
        """Return the place of `variable` among those it was built with."""
        return self._positions[id(variable)]

    # ---- a step ----

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> Any:
        """Change variables by their gradients.

        Parameters
        ----------
        grads_and_vars : iterable of (gradient, Variable)

        Returns
        -------
        Variable
            The number of finished steps.
        """
        pairs = list(grads_and_vars)
        self.apply([g for g, _ in pairs], [v for _, v in pairs])
        return self._iterations

    def apply(
        self,
        grads: Sequence[Any],
        trainable_variables: Sequence[Variable] | None = None,
    ) -> None:
        """Change variables by their gradients.

        Parameters
        ----------
        grads : list of (Tensor or None)
            Where it is None the variable stays as it is, with a warning.
        trainable_variables : list of Variable, optional
            By default those it was built with.

        Raises
        ------
        ValueError
            If every gradient is None, or a variable is not one it was built with.
        ShapeError
            If a gradient's shape is not its variable's.
        """
        grads = list(grads)
        if not grads:
            return
        with no_grad():
            chosen = self._variables_for(grads, trainable_variables)
            gradients, variables = self._present(grads, chosen)
            if self.loss_scale_factor is not None:
                gradients = [g / self.loss_scale_factor for g in gradients]
            if self.gradient_accumulation_steps:
                self._accumulate(gradients, variables)
            else:
                self._step(gradients, variables)
            for variable in variables:
                if variable.constraint is not None:
                    variable.assign(variable.constraint(variable.value))
            self._iterations.adopt(self._iterations + 1)

    def stateless_apply(
        self,
        optimizer_variables: Sequence[Any],
        grads: Sequence[Any],
        trainable_variables: Sequence[Any],
    ) -> tuple[list[Any], list[Any]]:
        """Return what a step would make of values; nothing is changed.

        Parameters
        ----------
        optimizer_variables : list of array
            One value for each of :attr:`variables`.
        grads : list of array
        trainable_variables : list of array
            One value for each variable the optimizer was built with.

        Returns
        -------
        list of Tensor, list of Tensor
            The new values of the trainable variables, then of the optimizer's.

        Raises
        ------
        NotBuiltError
            If the optimizer has not been built.
        ShapeError
            If number or shapes of the values do not fit.

        Examples
        --------
        >>> import cornu as keras
        >>> optimizer = keras.optimizers.SGD(0.5)
        >>> optimizer.build([keras.Variable([0.0, 0.0])])
        >>> state = [v.value for v in optimizer.variables]
        >>> values, state = optimizer.stateless_apply(state, [[1.0, 2.0]], [[3.0, 3.0]])
        >>> values[0].tolist(), state[0].item()
        ([2.5, 2.0], 1)
        """
        who = f"{self.name}: stateless_apply"
        if not self.built:
            raise NotBuiltError(
                f"{who}: the optimizer has no state yet; call "
                f"build(trainable_variables) first."
            )
        trainable, own = self._trainable_variables, self.variables
        pairs = [
            *values_for(trainable, trainable_variables, "trainable_variables", who),
            *values_for(own, optimizer_variables, "optimizer_variables", who),
        ]
        with StatelessScope(pairs) as scope:
            self.apply(grads, trainable)
        return (
            [scope.get_current_value(v) for v in trainable],
            [scope.get_current_value(v) for v in own],
        )

    def _variables_for(
        self, grads: Sequence[Any], variables: Sequence[Variable] | None
    ) -> Sequence[Variable]:
        if variables is None:
            if not self.built:
                raise ValueError(
                    f"{self.name}: apply(grads) without variables needs to know them; "
                    f"call optimizer.build(trainable_variables) first."
                )
            variables = self._trainable_variables
        if len(grads) != len(variables):
            raise ValueError(
                f"{self.name}: got {len(grads)} gradients for {len(variables)} "
                f"variables; there must be one for each, in the same order."
            )
        if not self.built:
            self.build(variables)
        for variable in variables:
            if id(variable) not in self._positions:
                raise ValueError(
                    f"{self.name}: unknown variable {variable.path!r}. An optimizer "
                    f"updates only the variables it was built with "
                    f"({len(self._trainable_variables)} of them); create a new one for "
                    f"other variables."
                )
        return variables

    def _present(
        self, grads: Sequence[Any], variables: Sequence[Variable]
    ) -> tuple[list[Any], Sequence[Variable]]:
        """Return the pairs that have a gradient, all gradients as tensors."""
        missing = [v.path for g, v in zip(grads, variables) if g is None]
        if len(missing) == len(variables):
            raise ValueError(
                f"{self.name}: no variable has a gradient. The loss does not depend on "
                f"any of {missing[:5]}; was it computed inside the tape, from tensors?"
            )
        if missing:
            warnings.warn(
                f"{self.name}: no gradient for {missing}; they stay as they are. The "
                f"loss does not depend on them.",
                stacklevel=4,
            )
            variables = [v for g, v in zip(grads, variables) if g is not None]
            grads = [g for g in grads if g is not None]
        tensors = []
        for gradient, variable in zip(grads, variables):
            if not isinstance(gradient, Tensor):
                gradient = ops.convert_to_tensor(gradient, dtype=variable.dtype)
            if gradient.shape != variable.shape:
                raise ShapeError(
                    f"{self.name}: the gradient of {variable.path} has shape "
                    f"{gradient.shape}, the variable {variable.shape}; they must be "
                    f"equal."
                )
            tensors.append(gradient)
        return tensors, variables

    def _step(self, gradients: list[Any], variables: Sequence[Variable]) -> None:
        gradients = self._clip(gradients)
        self._update(gradients, variables, self._rate())
        if self.use_ema:
            self._average(variables)

    def _rate(self) -> Any:
        rate = self.learning_rate
        return (
            rate
            if isinstance(rate, Tensor)
            else ops.convert_to_tensor(rate, dtype="float32")
        )

    def _clip(self, gradients: list[Any]) -> list[Any]:
        if self.clipvalue is not None:
            limit = self.clipvalue
            return [ops.clip(g, -limit, limit) for g in gradients]
        if self.clipnorm is not None:
            return [clip_by_norm(g, self.clipnorm) for g in gradients]
        if self.global_clipnorm is not None:
            return clip_by_global_norm(gradients, self.global_clipnorm)
        return gradients

    def _update(
        self, gradients: Sequence[Any], variables: Sequence[Variable], rate: Any
    ) -> None:
        """Let weights decay, then update them one by one."""
        for gradient, variable in zip(gradients, variables):
            own_rate = ops.cast(rate, variable.dtype)
            if self.weight_decay is not None and self._decays(variable):
                variable.assign_sub(variable * (self.weight_decay * own_rate))
            self.update_step(ops.cast(gradient, variable.dtype), variable, own_rate)

    def update_step(
        self, gradient: Any, variable: Variable, learning_rate: Any
    ) -> None:
        """Change one variable (and its slots) by its gradient; subclasses define it.

        Parameters
        ----------
        gradient : Tensor, like `variable`
        variable : Variable
        learning_rate : Tensor, shape ()
        """
        raise TypeError(
            f"{type(self).__name__} defines no update_step(gradient, variable, "
            f"learning_rate), so it cannot change {variable.path}."
        )

    def _accumulate(self, gradients: list[Any], variables: Sequence[Variable]) -> None:
        """Collect gradients; keep an update only on every n-th step.

        The choice is made by arithmetic on the step count, not by Python, so that a
        recorded step is the same every time.
        """
        steps = self.gradient_accumulation_steps
        due = ops.equal((self._iterations + 1) % steps, 0)
        places = [self._get_variable_index(v) for v in variables]
        totals = [self._accumulators[i] + g for i, g in zip(places, gradients)]
        apart = {id(v) for v in (self._iterations, *self._accumulators)}
        apart.add(id(self._learning_rate))
        state = [v for v in self._variables if id(v) not in apart]
        before = [(v, v.value) for v in (*variables, *state)]
        self._step([total / steps for total in totals], variables)
        for variable, old in before:
            variable.adopt(ops.where(due, variable.value, old))
        for i, total in zip(places, totals):
            accumulator = self._accumulators[i]
            accumulator.assign(ops.where(due, ops.zeros_like(total), total))

    # ---- averages of the weights ----

    def _average(self, variables: Sequence[Variable]) -> None:
        started = ops.cast(ops.not_equal(self.iterations, 0), "float32")
        every = self.ema_overwrite_frequency
        due = ops.equal((self.iterations + 1) % every, 0) if every else None
        for variable in variables:
            average = self._averages[self._get_variable_index(variable)]
            keep = ops.cast(self.ema_momentum * started, variable.dtype)
            average.assign(keep * average + (1 - keep) * variable)
            if due is not None:
                variable.assign(ops.where(due, average.value, variable.value))

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """Set variables to their running averages, if these are kept.

        Parameters
        ----------
        var_list : list of Variable
        """
        if not self.use_ema:
            return
        for variable in var_list:
            if variable.trainable:
                average = self._averages[self._get_variable_index(variable)]
                variable.assign(average.value)

    # ---- weight decay ----

    def exclude_from_weight_decay(
        self,
        var_list: Sequence[Variable] | None = None,
        var_names: Sequence[str] | None = None,
    ) -> None:
        """Keep variables from shrinking.

        Parameters
        ----------
        var_list : list of Variable, optional
        var_names : list of str, optional
            Regular expressions, searched in the variables' names.
        """
        self._undecayed = list(var_list or ())
        self._undecayed_names = list(var_names or ())

    def _decays(self, variable: Variable) -> bool:
        if any(v is variable for v in self._undecayed):
            return False
        return not any(re.search(n, variable.name) for n in self._undecayed_names)

    # ---- scaled losses ----

    def scale_loss(self, loss: Any) -> Any:
        """Multiply a loss by `loss_scale_factor`, before it is differentiated."""
        if self.loss_scale_factor is None:
            return loss
        return loss * self.loss_scale_factor

    # ---- saving ----

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Replace the values of :attr:`variables`.

        Parameters
        ----------
        weights : list of array
            In the order of :attr:`variables`.

        Raises
        ------
        ValueError
            If their number or a shape differs.
        """
        mine = self.variables
        if len(weights) != len(mine):
            raise ValueError(
                f"{self.name}: got {len(weights)} values for its {len(mine)} "
                f"variables. Build it on the model's trainable variables first."
            )
        for variable, value in zip(mine, weights):
            variable.assign(value)

    def save_own_variables(self, store: Any) -> None:
        """Write the state into a mapping, under "0", "1", ..."""
        for i, variable in enumerate(self.variables):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read the state from a mapping that :meth:`save_own_variables` filled."""
        mine = self.variables
        if len(store) != len(mine):
            warnings.warn(
                f"{self.name}: the file holds {len(store)} variables, the optimizer "
                f"has {len(mine)}; its state stays as it is.",
                stacklevel=2,
            )
            return
        for i, variable in enumerate(mine):
            variable.assign(store[str(i)])

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config: dict[str, Any] = {}
        for owner in (Optimizer, type(self)):
            for name in inspect.signature(owner.__init__).parameters:
                if name == "learning_rate":
                    config[name] = self._rate_config()
                elif name != "self" and hasattr(self, name):
                    config[name] = getattr(self, name)
        return config

    def _rate_config(self) -> Any:
        if isinstance(self._learning_rate, Variable):
            return float(self._learning_rate.numpy())
        return registry.serialize(self._learning_rate)

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> "Optimizer":
        """Create an optimizer from what :meth:`get_config` returned."""
        with registry.custom_object_scope(custom_objects or {}):
            return cls(**config)

    def __repr__(self) -> str:
        rate = self._learning_rate
        shown = f"{rate.numpy():.6g}" if isinstance(rate, Variable) else repr(rate)
        return f"<{type(self).__name__} name={self.name}, learning_rate={shown}>"


def _check_count(owner: str, setting: str, holder: Any, least: int) -> None:
    value = getattr(holder, setting)
    if value is None:
        return
    if not isinstance(value, int) or value < least:
        raise ValueError(
            f"{owner}: {setting} must be an integer >= {least} or None, got {value!r}."
        )


optimizer_registry.register()(Optimizer)
