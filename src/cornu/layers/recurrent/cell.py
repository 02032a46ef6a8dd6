"""RecurrentCell: what the library's own cells have in common."""

from typing import Any

from cornu import (
    activations,
    constraints,
    initializers,
    ops,
    random,
    regularizers,
)
from cornu.layers.layer import Layer
from cornu.primitives.recurrent.curves import CURVES

ARGUMENTS = (
    "units",
    "activation",
    "recurrent_activation",
    "use_bias",
    "kernel_initializer",
    "recurrent_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "recurrent_regularizer",
    "bias_regularizer",
    "kernel_constraint",
    "recurrent_constraint",
    "bias_constraint",
    "dropout",
    "recurrent_dropout",
)


class RecurrentCell(Layer):
    """Hold the settings, weights and dropout masks of one step of a recurrence.

    Abstract: a subclass says how many `gates` it has, computes one step in ``call``
    and a whole sequence in ``run``.

    Parameters
    ----------
    units : int
        Size of the state.
    seed : int or None, default None
        For the dropout masks.

    The others are described where they are public, on each cell.
    """

    gates = 1

    def __init__(
        self,
        units: int,
        *,
        activation: Any,
        recurrent_activation: Any = "sigmoid",
        use_bias: bool,
        kernel_initializer: Any,
        recurrent_initializer: Any,
        bias_initializer: Any,
        kernel_regularizer: Any,
        recurrent_regularizer: Any,
        bias_regularizer: Any,
        kernel_constraint: Any,
        recurrent_constraint: Any,
        bias_constraint: Any,
        dropout: float,
        recurrent_dropout: float,
        seed: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if isinstance(units, bool) or int(units) != units or units <= 0:
            raise ValueError(
                f"{type(self).__name__}: units must be a positive int, got {units!r}."
            )
        self.units = int(units)
        self.activation = activations.get(activation)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.dropout = min(1.0, max(0.0, dropout))
        self.recurrent_dropout = min(1.0, max(0.0, recurrent_dropout))
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.state_size: Any = self.units
        self.output_size = self.units
        self._dropout_mask: Any = None
        self._recurrent_dropout_mask: Any = None

    # ---- weights ----

    def build(self, input_shape: Any) -> None:
        width = self.gates * self.units
        self.kernel = self.add_weight(
            shape=(input_shape[-1], width),
            name="kernel",
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            shape=(self.units, width),
            name="recurrent_kernel",
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias: Any = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=self._bias_shape(),
                name="bias",
                initializer=self._start_bias,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _bias_shape(self) -> tuple[int, ...]:
        return (self.gates * self.units,)

    def _start_bias(self, shape: Any, dtype: Any = None) -> Any:
        return self.bias_initializer(shape, dtype=dtype)

    def _weights(self) -> tuple[Any, Any, Any]:
        """Return kernel, recurrent kernel and bias in the type to compute in."""
        return tuple(
            None if w is None else in_dtype(w, self.compute_dtype)
            for w in (self.kernel, self.recurrent_kernel, self.bias)
        )  # type: ignore[return-value]

    # ---- states ----

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """Return states of zeros.

        Parameters
        ----------
        batch_size : int

        Returns
        -------
        list of Tensor, shape (batch_size, units)
        """
        size = self.state_size
        sizes = size if isinstance(size, list) else [size]
        return [ops.zeros((batch_size, n), self.compute_dtype) for n in sizes]

    # ---- dropout ----

    def get_dropout_mask(self, step_input: Any) -> Any:
        """Return the factors of the inputs, the same until reset; None without.

        One for all gates, (batch, features); with recurrent dropout, one per gate:
        (gates, batch, features).
        """
        if self._dropout_mask is None and self.dropout:
            self._dropout_mask = self._input_factors(step_input)
        return self._dropout_mask

    def get_recurrent_dropout_mask(self, step_input: Any) -> Any:
        """Return the factors of the state, the same until reset; None without.

        One per gate, (gates, batch, units); for a single gate (batch, units).
        """
        if self._recurrent_dropout_mask is None and self.recurrent_dropout:
            self._recurrent_dropout_mask = self._draw(
                step_input, self.recurrent_dropout, self.gates
            )
        return self._recurrent_dropout_mask

    def reset_dropout_mask(self) -> None:
        """Let the next sequence draw new factors for its inputs."""
        self._dropout_mask = None

    def reset_recurrent_dropout_mask(self) -> None:
        """Let the next sequence draw new factors for its states."""
        self._recurrent_dropout_mask = None

    def _input_factors(self, step_input: Any) -> Any:
        count = self.gates if self.recurrent_dropout else 1
        return self._draw(step_input, self.dropout, count)

    def _draw(self, like: Any, rate: float, count: int) -> Any:
        ones = ops.ones_like(like if count == 1 else ops.stack([like] * count))
        return random.dropout(ones, rate, seed=self.seed_generator)

    def _factors(self, inputs: Any, state: Any, training: Any) -> tuple[Any, Any]:
        """Return the dropout factors of one step's inputs and state, or None."""
        if not training:
            return None, None
        return self.get_dropout_mask(inputs), self.get_recurrent_dropout_mask(state)

    # ---- whole sequences ----

    @property
    def can_run(self) -> bool:
        """Whether ``run`` may stand in for a loop over ``call``."""
        own = next(c for c in type(self).__mro__ if "run" in c.__dict__)
        return (
            type(self).call is own.__dict__.get("call")
            and curve_name(self.activation) is not None
            and curve_name(self.recurrent_activation) is not None
        )

    def run(
        self, sequences: Any, states: Any, mask: Any, *, training: Any, reverse: bool
    ) -> tuple[Any, list[Any]]:
        """Compute all steps at once.

        Parameters
        ----------
        sequences : Tensor, shape (batch, time, features)
        states : list of Tensor, shape (batch, units)
        mask : Tensor of bool, shape (batch, time), or None
        training : bool
            Whether dropout applies.
        reverse : bool
            Whether the last step comes first; outputs stand in order of processing.

        Returns
        -------
        tuple
            Outputs (batch, time, units) and the list of last states.
        """
        raise TypeError(f"{type(self).__name__} is abstract; use a subclass.")

    def _prepare(
        self, sequences: Any, state: Any, training: Any, bias: Any, kernel: Any
    ) -> tuple[Any, Any]:
        """Return the projected inputs of all steps and the state's dropout factors."""
        drop = None
        if training and self.recurrent_dropout:
            drop = self._draw(state, self.recurrent_dropout, self.gates)
            drop = drop if self.gates > 1 else ops.expand_dims(drop, 0)
        if not (training and self.dropout):
            return project(sequences, kernel, bias), drop
        factors = self._input_factors(sequences[:, 0])
        if factors.ndim == 2:
            dropped = sequences * ops.expand_dims(factors, 1)
            return project(dropped, kernel, bias), drop
        blocks = ops.split(kernel, self.gates, axis=1)
        parts = [
            project(sequences * ops.expand_dims(factors[k], 1), block, None)
            for k, block in enumerate(blocks)
        ]
        joined = ops.concatenate(parts, axis=-1)
        return joined if bias is None else joined + bias, drop

    def _curves(self) -> dict[str, Any]:
        return {
            "activation": curve_name(self.activation),
            "recurrent_activation": curve_name(self.recurrent_activation),
        }


def curve_name(function: Any) -> str | None:
    """Return the name recurrent primitives know an activation by, or None."""
    name = getattr(function, "__name__", "")
    # A function of the caller's own may go by one of these names.
    return name if name in CURVES and activations.get(name) is function else None


def product(x: Any, weights: Any, factors: Any) -> Any:
    """Multiply the dropped `x` with all gates' weights.

    Parameters
    ----------
    x : Tensor, shape (batch, n)
    weights : Tensor, shape (n, gates * units)
    factors : Tensor, shape (batch, n) or (gates, batch, n), or None
    """
    if factors is None:
        return ops.matmul(x, weights)
    if factors.ndim == 2:
        return ops.matmul(x * factors, weights)
    blocks = ops.split(weights, factors.shape[0], axis=1)
    parts = [ops.matmul(x * factors[k], block) for k, block in enumerate(blocks)]
    return ops.concatenate(parts, axis=1)


def in_dtype(x: Any, dtype: str) -> Any:
    """Cast `x` if it is of another type."""
    return x if str(x.dtype) == dtype else ops.cast(x, dtype)


def project(sequences: Any, kernel: Any, bias: Any) -> Any:
    """Multiply all steps by `kernel` at once: one product, time-major in memory.

    Parameters
    ----------
    sequences : Tensor, shape (batch, time, features)
    kernel : Tensor, shape (features, width)
    bias : Tensor, shape (width,), or None

    Returns
    -------
    Tensor, shape (batch, time, width)
    """
    shape = tuple(sequences.shape)
    if None in shape:
        product = ops.matmul(sequences, kernel)
        return product if bias is None else product + bias
    batch, time, features = shape
    rows = ops.reshape(ops.transpose(sequences, (1, 0, 2)), (time * batch, features))
    product = ops.matmul(rows, kernel)
    if bias is not None:
        product = product + bias
    major = ops.reshape(product, (time, batch, kernel.shape[-1]))
    return ops.transpose(major, (1, 0, 2))
