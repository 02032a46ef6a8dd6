"""StackedRNNCells: several cells, one on top of the other, as one cell."""

from typing import Any

from cornu import ops
from cornu.layers.layer import Layer
from cornu.layers.recurrent.cell import RecurrentCell
from cornu.layers.registry import register_layer
from cornu.utils import tree


@register_layer
class StackedRNNCells(Layer):
    """Feed the output of each cell to the next one, all in the same step.

    Parameters
    ----------
    cells : list of cells
        Each with ``call(inputs, states)`` and a `state_size`. Their states come as one
        list of states per cell.

    Raises
    ------
    ValueError
        If an entry lacks ``call`` or `state_size`.

    Examples
    --------
    >>> import cornu as keras
    >>> cells = [keras.layers.LSTMCell(4), keras.layers.GRUCell(2)]
    >>> layer = keras.layers.RNN(keras.layers.StackedRNNCells(cells))
    >>> layer(keras.ops.ones((3, 5, 6))).shape
    (3, 2)
    """

    def __init__(self, cells: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for i, cell in enumerate(cells):
            for need in ("call", "state_size"):
                if not hasattr(cell, need):
                    raise ValueError(
                        f"StackedRNNCells: cells[{i}] is {cell!r}, which has no "
                        f"`{need}`; every cell needs call(inputs, states) and "
                        f"state_size."
                    )
        self.cells = list(cells)

    @property
    def state_size(self) -> list[Any]:
        """Sizes of the states, cell by cell."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> Any:
        """Size of the last cell's output."""
        last = self.cells[-1]
        found = getattr(last, "output_size", None)
        return found if found is not None else tree.flatten(last.state_size)[0]

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """Return the cells' own initial states, one list per cell."""
        return [initial_state_of(cell, batch_size) for cell in self.cells]

    def build(self, input_shape: Any) -> None:
        shape = tuple(input_shape)
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                cell.build(shape)
            size = getattr(cell, "output_size", None)
            size = tree.flatten(cell.state_size)[0] if size is None else size
            tail = tuple(size) if isinstance(size, (list, tuple)) else (size,)
            shape = (shape[0], *tail)

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Compute one step through all cells.

        Parameters
        ----------
        inputs : Tensor, shape (batch, features)
        states : list
            The states of each cell.
        training : bool, default False

        Returns
        -------
        tuple
            The last cell's output, and the list of each cell's new states.
        """
        new = []
        for cell, state in zip(self.cells, states):
            nested = isinstance(state, (list, tuple))
            inputs, state = step(cell, inputs, state if nested else [state], training)
            new.append(state)
        return inputs, new

    @property
    def can_run(self) -> bool:
        """Whether ``run`` may stand in for a loop over ``call``."""
        return type(self).call is StackedRNNCells.call and all(
            isinstance(cell, RecurrentCell) and cell.can_run for cell in self.cells
        )

    def run(
        self, sequences: Any, states: Any, mask: Any, *, training: Any, reverse: bool
    ) -> tuple[Any, list[Any]]:
        """Compute all steps of the first cell, then all of the next, and so on.

        The same as step by step: a step that `mask` skips is skipped by all cells.
        """
        last = []
        for cell, state in zip(self.cells, states):
            sequences, new = cell.run(
                sequences, state, mask, training=training, reverse=reverse
            )
            last.append(new)
            if reverse:  # the outputs stand in order of processing already
                reverse = False
                mask = None if mask is None else ops.flip(mask, axis=1)
        return sequences, last


def step(cell: Any, inputs: Any, states: Any, training: Any) -> Any:
    """Run one step of any cell, be it a layer or a plain object."""
    if isinstance(cell, Layer):
        return cell(inputs, states, training=training)
    return cell.call(inputs, states)


def initial_state_of(cell: Any, batch_size: int | None) -> Any:
    """Return what a cell starts from: its own answer, or zeros of its state sizes."""
    own = getattr(cell, "get_initial_state", None)
    if own is not None:
        return own(batch_size=batch_size)
    dtype = getattr(cell, "compute_dtype", None)
    size = cell.state_size
    sizes = size if isinstance(size, (list, tuple)) else [size]
    return [_zeros(batch_size, n, dtype) for n in sizes]


def _zeros(batch_size: int | None, size: Any, dtype: Any) -> Any:
    tail = tuple(size) if isinstance(size, (list, tuple)) else (size,)
    return ops.zeros((batch_size, *tail), dtype)
