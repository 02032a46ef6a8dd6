"""Bidirectional: a recurrent layer run forwards, and another one backwards."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.layer import Layer
from cornu.layers.registry import register_layer
from cornu.utils import tree
from cornu.utils.naming import suggest

_MODES = ("sum", "mul", "ave", "concat")


@register_layer
class Bidirectional(Layer):
    """Run a recurrent layer over a sequence and a second one over its reverse.

    Parameters
    ----------
    layer : RNN, LSTM, GRU, ... or any layer with `go_backwards`, `return_sequences`, \
`return_state` and `stateful`
        The forward layer is made anew from its config, with its own weights.
    merge_mode : {"concat", "sum", "mul", "ave", None}, default "concat"
        How the two outputs are joined; None returns both.
    weights : list of array, optional
        Initial weights, forward layer's first.
    backward_layer : like `layer`, optional
        Must go backwards where `layer` does not. By default `layer` again, reversed.

    Raises
    ------
    ValueError
        If `merge_mode` is unknown, or the two layers do not fit together.

    Notes
    -----
    With `return_sequences`, the backward outputs are put back into the order of time,
    and outputs of masked steps are zero.
    With `return_state`, the forward layer's states follow, then the backward one's.

    References
    ----------
    .. [1] Schuster and Paliwal, "Bidirectional Recurrent Neural Networks", IEEE
       Transactions on Signal Processing 45, 1997.

    Examples
    --------
    >>> import cornu as keras
    >>> layer = keras.layers.Bidirectional(keras.layers.LSTM(4))
    >>> layer(keras.ops.ones((2, 5, 3))).shape
    (2, 8)
    """

    def __init__(
        self,
        layer: Any,
        merge_mode: str | None = "concat",
        weights: Any = None,
        backward_layer: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if merge_mode is not None and merge_mode not in _MODES:
            raise ValueError(
                f"Bidirectional: unknown merge_mode {merge_mode!r}."
                f"{suggest(str(merge_mode), _MODES)} Use one of {_MODES}, or None."
            )
        for role, given in (("layer", layer), ("backward_layer", backward_layer)):
            if role == "layer" or given is not None:
                _check_layer(role, given)
        self.merge_mode = merge_mode
        self.forward_layer = _renamed(layer, "forward_", layer.go_backwards)
        if backward_layer is None:
            self.backward_layer = _renamed(layer, "backward_", not layer.go_backwards)
        else:
            self.backward_layer = backward_layer
        if layer.return_sequences:
            # Merging must not add one direction's stale output to the other's.
            for each in (self.forward_layer, self.backward_layer):
                each.zero_output_for_mask = True
        self._check_pair()
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self.stateful = layer.stateful
        self.supports_masking = True
        self._first_weights = weights

    def _check_pair(self) -> None:
        forward, backward = self.forward_layer, self.backward_layer
        if forward.go_backwards == backward.go_backwards:
            raise ValueError(
                f"Bidirectional: one layer must go backwards and the other not; "
                f"go_backwards is {forward.go_backwards} for both."
            )
        for name in ("stateful", "return_sequences", "return_state"):
            a, b = getattr(forward, name), getattr(backward, name)
            if a != b:
                raise ValueError(
                    f"Bidirectional: {name} is {a} for the forward layer and {b} for "
                    f"the backward layer; it must be the same."
                )

    @property
    def layer(self) -> Any:
        """The forward layer."""
        return self.forward_layer

    @property
    def go_backwards(self) -> bool:
        """Whether the forward layer goes backwards."""
        return self.forward_layer.go_backwards

    @property
    def states(self) -> Any:
        """The variables both layers carry, or None if they are not stateful."""
        forward, backward = self.forward_layer.states, self.backward_layer.states
        if not forward or not backward:
            return None
        return (*forward, *backward)

    def reset_state(self) -> None:
        """Set the states of stateful layers to zero."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    def reset_states(self) -> None:
        """Do the same as :meth:`reset_state`."""
        self.reset_state()

    def build(self, sequences_shape: Any) -> None:
        for layer in (self.forward_layer, self.backward_layer):
            if not layer.built:
                layer.build(sequences_shape)
        if self._first_weights is not None:
            self.set_weights(self._first_weights)

    def call(
        self,
        sequences: Any,
        initial_state: Any = None,
        mask: Any = None,
        training: Any = None,
    ) -> Any:
        """Run both layers and join their outputs.

        Parameters
        ----------
        sequences : Tensor, shape (batch, time, ...)
        initial_state : list of Tensors, optional
            The forward layer's states, then the backward layer's.
        mask : Tensor of bool, shape (batch, time), optional
        training : bool, optional

        Returns
        -------
        Tensor or tuple
        """
        first, second = self._split(initial_state)
        kwargs = {"mask": mask, "training": training}
        forward = self.forward_layer(sequences, initial_state=first, **kwargs)
        backward = self.backward_layer(sequences, initial_state=second, **kwargs)
        states: tuple[Any, ...] = ()
        if self.return_state:
            states = (*forward[1:], *backward[1:])
            forward, backward = forward[0], backward[0]
        if self.return_sequences:
            backward = ops.flip(backward, axis=1)
        joined = self._merge(forward, backward)
        if not states:
            return joined
        return (*joined, *states) if self.merge_mode is None else (joined, *states)

    def _split(self, initial_state: Any) -> tuple[Any, Any]:
        if initial_state is None:
            return None, None
        count = len(initial_state)
        if count % 2:
            raise ShapeError(
                f"{self._who()}: initial_state has {count} tensors; give the forward "
                f"layer's states and as many for the backward layer."
            )
        return initial_state[: count // 2], initial_state[count // 2 :]

    def _merge(self, forward: Any, backward: Any) -> Any:
        if self.merge_mode == "concat":
            return ops.concatenate([forward, backward], axis=-1)
        if self.merge_mode == "sum":
            return forward + backward
        if self.merge_mode == "mul":
            return forward * backward
        if self.merge_mode == "ave":
            return (forward + backward) / 2
        return forward, backward

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        found = tree.flatten(mask)[0] if self.return_sequences else None
        return found if self.merge_mode is not None else (found, found)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config.pop("weights", None)
        return config


def _check_layer(role: str, layer: Any) -> None:
    needs = ("go_backwards", "return_sequences", "return_state", "stateful")
    lacking = [n for n in needs if not hasattr(layer, n)]
    if not isinstance(layer, Layer) or lacking:
        raise ValueError(
            f"Bidirectional: {role} must be a recurrent layer (RNN, LSTM, GRU, ...), "
            f"got {layer!r}"
            + (f", which has no {', '.join(lacking)}." if lacking else ".")
        )


def _renamed(layer: Any, prefix: str, go_backwards: bool) -> Any:
    """Make a layer like `layer` with a prefix to its name, without its weights."""
    config = layer.get_config()
    for old in ("forward_", "backward_"):
        config["name"] = config["name"].removeprefix(old)
    config["name"] = prefix + config["name"]
    config["go_backwards"] = go_backwards
    return type(layer).from_config(config)
