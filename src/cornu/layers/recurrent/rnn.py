"""RNN: a layer that runs a cell over the steps of a sequence."""

import contextlib
from typing import Any

from cornu import config, ops
from cornu.autodiff import Tensor, Variable
from cornu.errors import ShapeError
from cornu.layers.layer import Layer
from cornu.layers.recurrent.cell import in_dtype
from cornu.layers.recurrent.stacked_rnn_cells import (
    StackedRNNCells,
    initial_state_of,
    step,
)
from cornu.layers.registry import register_layer
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree


class _StateStore:
    """Hold the variables of a stateful layer where they do not count as weights."""

    def __init__(self) -> None:
        self.states: Any = None


@register_layer
class RNN(Layer):
    """Run a cell over the steps of a sequence.

    Parameters
    ----------
    cell : cell or list of cells
        Anything with ``call(inputs, states) -> (output, new_states)`` and a
        `state_size`: an int, or a list with one size per state. It may have
        ``get_initial_state(batch_size)``. A list is stacked.
    return_sequences : bool, default False
        Whether to return the outputs of all steps, or the last one only.
    return_state : bool, default False
        Whether to return the last states too: a tuple (outputs, state, ...).
    go_backwards : bool, default False
        Whether to start at the last step. Outputs stand in order of processing.
    stateful : bool, default False
        Whether a batch starts from the last states of the batch before. The batch size
        must then be known and stay the same; see :meth:`reset_state`.
    unroll : bool, default False
        Accepted for compatibility; without effect.
    zero_output_for_mask : bool, default False
        Whether the output of a masked step is zero rather than the one before it.

    Raises
    ------
    ValueError
        If the cell lacks ``call`` or `state_size`.

    Notes
    -----
    Cells of this library with common activations run the whole sequence in one
    primitive; all others in a loop, one ``call`` per step. A masked step leaves the
    states as they are and repeats the output before it; if there is none, the first
    initial state (of the topmost cell) takes its place.

    Examples
    --------
    >>> import cornu as keras
    >>> layer = keras.layers.RNN(keras.layers.LSTMCell(4), return_sequences=True)
    >>> layer(keras.ops.ones((2, 5, 3))).shape
    (2, 5, 4)
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if isinstance(cell, (list, tuple)):
            cell = StackedRNNCells(cell)
        for need in ("call", "state_size"):
            if not hasattr(cell, need):
                raise ValueError(
                    f"{type(self).__name__}: cell is {cell!r}, which has no `{need}`; "
                    f"a cell needs call(inputs, states) and state_size."
                )
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.supports_masking = True
        self._store = _StateStore()

    # ---- states ----

    @property
    def state_size(self) -> Any:
        """Sizes of the cell's states."""
        return self.cell.state_size

    @property
    def states(self) -> Any:
        """Variables a stateful layer carries from batch to batch, else None."""
        return self._store.states

    def get_initial_state(self, batch_size: int) -> list[Any]:
        """Return the list of states a sequence starts from.

        Parameters
        ----------
        batch_size : int
        """
        found = initial_state_of(self.cell, batch_size)
        return list(found) if isinstance(found, (list, tuple)) else [found]

    def reset_state(self) -> None:
        """Set the states of a stateful layer to zero."""
        for variable in tree.flatten(self.states):
            if variable is not None:
                variable.assign(ops.zeros(variable.shape, variable.dtype))

    def reset_states(self) -> None:
        """Do the same as :meth:`reset_state`."""
        self.reset_state()

    # ---- building ----

    def build(self, sequences_shape: Any) -> None:
        shape = tuple(sequences_shape)
        self._check_rank(shape)
        self._features = shape[2:]
        if isinstance(self.cell, Layer) and not self.cell.built:
            self.cell.build((shape[0], *shape[2:]))
        if self.stateful and self.states is None:
            self._store.states = self._make_states(shape)

    def _make_states(self, shape: tuple[Any, ...]) -> Any:
        if shape[0] is None:
            raise ShapeError(
                f"{self._who()}: stateful=True needs a known batch size, got an input "
                f"of shape {shape}. Give it: Input(batch_shape=(size, ...))."
            )

        def make(state: Any) -> Variable:
            made = Variable(state, trainable=False, name="rnn_state")
            made.owner_path = self.path
            return made

        return tree.map_structure(make, self.get_initial_state(shape[0]))

    def _check_rank(self, shape: tuple[Any, ...]) -> None:
        fixed = getattr(self.cell, "can_run", False)
        if len(shape) == 3 or (len(shape) > 3 and not fixed):
            return
        advice = (
            "add an axis, or use return_sequences=True on the layer before it"
            if len(shape) < 3
            else "flatten the features of each step, or use a cell of your own"
        )
        raise ShapeError(
            f"{type(self).__name__}: expected input of rank 3 (batch, time, features), "
            f"got {shape}; {advice}."
        )

    # ---- calling ----

    def call(
        self,
        sequences: Any,
        initial_state: Any = None,
        mask: Any = None,
        training: Any = False,
    ) -> Any:
        """Run the cell over all steps.

        Parameters
        ----------
        sequences : Tensor, shape (batch, time, ...)
        initial_state : Tensor or list of Tensors, optional
            The states to start from, each (batch, size); zeros by default.
        mask : Tensor of bool, shape (batch, time), optional
            False where a step is to be skipped.
        training : bool, default False
            Whether the cell's dropout applies.

        Returns
        -------
        Tensor or tuple
            The last output (batch, units), or all outputs (batch, time, units) if
            `return_sequences`; with `return_state` followed by the last states.

        Raises
        ------
        ShapeError
            If the input or a state does not fit.
        """
        self._check_inputs(sequences)
        states = self._start(sequences, initial_state)
        mask = _as_mask(tree.flatten(mask)[0])
        symbolic = isinstance(sequences, SymbolicTensor)
        outputs: Any
        if getattr(self.cell, "can_run", False):
            outputs, states = self.cell.run(
                sequences, states, mask, training=training, reverse=self.go_backwards
            )
            last = tree.flatten(states[-1])[0] if _is_stacked(states) else states[0]
            if self.zero_output_for_mask and mask is not None:
                order = ops.flip(mask, axis=1) if self.go_backwards else mask
                outputs = ops.where(ops.expand_dims(order, -1), outputs, 0.0)
                last = outputs[:, -1]
        elif symbolic:
            outputs, last, states = self._symbolic_step(sequences, states, training)
        else:
            self._forget_dropout()
            rows, states = self._loop(sequences, states, mask, training)
            self._forget_dropout()
            last = rows[-1]
            outputs = ops.stack(rows, axis=1) if self.return_sequences else None
        if self.stateful and not symbolic:
            for variable, state in zip(tree.flatten(self.states), tree.flatten(states)):
                variable.assign(state)
        result = outputs if self.return_sequences else last
        return (result, *states) if self.return_state else result

    def _check_inputs(self, sequences: Any) -> None:
        shape = tuple(sequences.shape)
        self._check_rank(shape)
        for want, got in zip(self._features, shape[2:]):
            if want is not None and got is not None and want != got:
                raise ShapeError(
                    f"{self._who()}: it was built for {self._features} features a "
                    f"step, got an input of shape {shape}."
                )

    def _start(self, sequences: Any, initial_state: Any) -> list[Any]:
        """Return the states to start from, in the cell's structure."""
        batch = sequences.shape[0]
        if initial_state is not None:
            given = (
                list(initial_state)
                if isinstance(initial_state, (list, tuple))
                else [initial_state]
            )
            return self._fit(given, batch)
        if self.stateful and self.states is not None:
            size = tree.flatten(self.states)[0].shape[0]
            if batch is not None and batch != size:
                raise ShapeError(
                    f"{self._who()}: it is stateful and carries states for batches of "
                    f"{size}, got a batch of {batch}. Keep the batch size, or make the "
                    f"layer again."
                )
            return tree.map_structure(
                lambda v: in_dtype(v.value, self.compute_dtype), self.states
            )
        if isinstance(sequences, SymbolicTensor):
            return tree.map_structure(
                lambda s: SymbolicTensor((batch, *s.shape[1:]), s.dtype),
                self.get_initial_state(1),
            )
        with _born_beside(sequences):
            return self.get_initial_state(batch)

    def _fit(self, given: list[Any], batch: int | None) -> list[Any]:
        """Check given states and put them into the cell's structure."""
        size = self.state_size
        sizes = list(size) if isinstance(size, (list, tuple)) else [size]
        nested = any(isinstance(s, list) for s in sizes)
        wanted = [n for s in sizes for n in (s if isinstance(s, list) else [s])]
        flat = tree.flatten(given)
        if len(flat) != len(wanted):
            raise ShapeError(
                f"{self._who()}: initial_state has {len(flat)} tensors, the cell has "
                f"{len(wanted)} states (state_size is {size})."
            )
        for i, (state, n) in enumerate(zip(flat, wanted)):
            tail = tuple(n) if isinstance(n, tuple) else (n,)
            if not _agree(tuple(state.shape), (batch, *tail)):
                raise ShapeError(
                    f"{self._who()}: initial_state[{i}] is {tuple(state.shape)}, "
                    f"expected {(batch, *tail)} (batch, size of the state)."
                )
        if not nested:
            return flat
        stream = iter(flat)
        return [[next(stream) for _ in tree.flatten(s)] for s in sizes]

    # ---- one step after the other ----

    def _loop(
        self, sequences: Any, states: Any, mask: Any, training: Any
    ) -> tuple[list[Any], Any]:
        time = sequences.shape[1]
        if not time:
            raise ShapeError(
                f"{self._who()}: the input has no time steps, its shape is "
                f"{tuple(sequences.shape)}."
            )
        order = range(time - 1, -1, -1) if self.go_backwards else range(time)
        rows: list[Any] = []
        for t in order:
            output, new = step(self.cell, sequences[:, t], states, training)
            new = _like(new, states)
            if mask is not None:
                live = mask[:, t]
                before = rows[-1] if rows else _first_output(output, states)
                if self.zero_output_for_mask:
                    before = ops.zeros_like(output)
                output = _where(live, output, before)
                new = _choose(live, new, states)
            rows.append(output)
            states = new
        return rows, states

    def _symbolic_step(self, sequences: Any, states: Any, training: Any) -> Any:
        """Learn all shapes from one step; no value flows anyway."""
        batch, time = sequences.shape[:2]
        self._forget_dropout()
        spec = SymbolicTensor((batch, *sequences.shape[2:]), sequences.dtype)
        output, new = step(self.cell, spec, states, training)
        self._forget_dropout()
        outputs = SymbolicTensor((batch, time, *output.shape[1:]), str(output.dtype))
        return outputs, output, _like(new, states)

    def _forget_dropout(self) -> None:
        for cell in [self.cell, *getattr(self.cell, "cells", [])]:
            for name in ("reset_dropout_mask", "reset_recurrent_dropout_mask"):
                if hasattr(cell, name):
                    getattr(cell, name)()

    # ---- masks ----

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        mask = tree.flatten(mask)[0]
        output_mask = mask if self.return_sequences else None
        if not self.return_state:
            return output_mask
        size = self.state_size
        count = len(size) if isinstance(size, (list, tuple)) else 1
        return [output_mask] + [None] * count


def _born_beside(x: Any) -> Any:
    """Return a context in which new tensors are born where `x` lives."""
    device = x.device
    if device == config.get_device():
        return contextlib.nullcontext()
    return config.device(device)


def _as_mask(mask: Any) -> Any:
    """Return a mask as a boolean tensor."""
    if mask is None or isinstance(mask, SymbolicTensor):
        return mask
    if not isinstance(mask, Tensor):
        mask = ops.convert_to_tensor(mask)
    return in_dtype(mask, "bool")


def _is_stacked(states: Any) -> bool:
    return isinstance(states[-1], (list, tuple))


def _like(new: Any, states: list[Any]) -> Any:
    """Return new states as a list, whatever the cell returned."""
    if isinstance(new, (list, tuple)):
        return list(new)
    return [new] if len(states) == 1 else new


def _agree(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    return len(a) == len(b) and all(
        m is None or n is None or m == n for m, n in zip(a, b)
    )


def _where(live: Any, a: Any, b: Any) -> Any:
    """Choose between tensors of any rank by row."""
    return ops.where(ops.reshape(live, (-1, *[1] * (len(a.shape) - 1))), a, b)


def _choose(live: Any, new: Any, old: Any) -> Any:
    return tree.map_structure(lambda a, b: _where(live, a, b), new, old)


def _first_output(output: Any, states: list[Any]) -> Any:
    """Return what stands for the output before the first step."""
    top = states[-1] if _is_stacked(states) else states
    first = tree.flatten(top)[0]
    same = tuple(first.shape) == tuple(output.shape)
    return first if same else ops.zeros_like(output)
